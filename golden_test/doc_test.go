// Package golden_test contains zmqgen's black-box tests: small headers and the Go they become, the
// committed packages and fresh ones, their documentation, their behavior with the real libzmq, the
// example programs, and the rules for the source tree.
//
// Tests that need the real libzmq skip without it, and fail if CI is set. The tests of behavior are
// a package of their own in testdata/run, so that the rest of this package compiles without libzmq;
// [TestRun] runs them.
package golden_test
