//go:build race

package run_test

// raced says that a sync.Pool forgets some of what it keeps.
const raced = true
