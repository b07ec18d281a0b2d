package zmq

// reserve has nothing to check: Windows has no such limit.
func reserve(int) error { return nil }
