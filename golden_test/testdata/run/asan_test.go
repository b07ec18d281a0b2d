//go:build asan

package run_test

// sanitized reports that variables may be on the heap that would otherwise be on the stack.
const sanitized = true
