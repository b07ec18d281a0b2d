package zmq

import "time"

// NewTimedContext returns a context as it is on Windows: its sockets are checked periodically.
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

// AreInprocPeers reports whether other, or no socket if it is nil, is known as the only peer of s over inproc.
func AreInprocPeers(s, other *Socket) bool {
	if other == nil {
		return s.core.inprocPeer.Load() == nil
	}
	return s.core.inprocPeer.Load() == other.core
}

// InprocNames returns how many inproc endpoints a context remembers, besides its own.
func InprocNames(z *Context) int {
	z.shared.inproc.mu.Lock()
	defer z.shared.inproc.mu.Unlock()
	n := len(z.shared.inproc.byName)
	if z.shared.inproc.byName[zapEndpoint] != nil {
		n--
	}
	return n
}

// MakeBusy lets the receivers of a socket wait within libzmq, as if they had waited often.
func MakeBusy(s *Socket) {
	s.core.mu.Lock()
	defer s.core.mu.Unlock()
	s.core.busy.waits = busyWaits
	s.core.beginBusy()
}

// IsBusy reports whether the receivers of a socket wait within libzmq.
func IsBusy(s *Socket) bool {
	s.core.mu.Lock()
	defer s.core.mu.Unlock()
	return s.core.busy.on
}
