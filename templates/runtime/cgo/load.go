//go:build ignore

package libzmq

// notLoaded is no result of a call: libzmq is part of the program.
const notLoaded = 0

// loadError returns nil, for the same reason.
func loadError() error { return nil }
