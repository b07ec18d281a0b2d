//go:build ignore

package libzmq

// notLoaded is not the result of any call: libzmq is part of the program.
const notLoaded = 0

// loadError returns nil, for the same reason.
func loadError() error { return nil }
