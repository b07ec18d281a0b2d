//go:build race

package run_test

// raced reports that a sync.Pool drops some of its contents.
const raced = true
