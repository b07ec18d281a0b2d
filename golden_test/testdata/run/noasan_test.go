//go:build !asan

package run_test

const sanitized = false
