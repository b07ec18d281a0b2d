//go:build race

package golden_test

// instrumentation is how this test was built, for the tests and programs that it builds.
var instrumentation = []string{"-race"}
