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
