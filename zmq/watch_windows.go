package zmq

import "time"

func newWatcher() (watcher, error) { return newTimedWatcher(time.Millisecond), nil }
