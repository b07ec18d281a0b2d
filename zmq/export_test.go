package zmq

import "time"

// NewTimedContext returns a context as it is on Windows: its sockets are looked after from time to time.
func NewTimedContext(period time.Duration) (*Context, error) {
	z, err := NewContext()
	if err != nil {
		return nil, err
	}
	z.shared.watcher.close()
	z.shared.watcher = newTimedWatcher(period)
	return z, nil
}

// Unwatch keeps libzmq's signals from a socket.
func Unwatch(s *Socket) { s.core.shared.watcher.unwatch(s.core) }

// AreNeighbours reports whether s takes other, or nobody where that is nil, for the only one at its other
// end.
func AreNeighbours(s, other *Socket) bool {
	if other == nil {
		return s.core.neighbour.Load() == nil
	}
	return s.core.neighbour.Load() == other.core
}

// Places returns how many inproc endpoints a context remembers, beside its own.
func Places(z *Context) int {
	z.shared.places.mu.Lock()
	defer z.shared.places.mu.Unlock()
	n := len(z.shared.places.byName)
	if z.shared.places.byName[zapEndpoint] != nil {
		n--
	}
	return n
}
