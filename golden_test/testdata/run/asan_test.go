//go:build asan

package run_test

// sanitized says that what would stay on the stack may be on the heap.
const sanitized = true
