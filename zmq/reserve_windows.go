package zmq

// reserve has nothing to look for: Windows has no such limit.
func reserve(int) error { return nil }
