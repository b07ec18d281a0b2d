package zmq

import (
	"sync"
	"time"
)

// timedWatcher checks the sockets periodically, for systems where their descriptors cannot be polled: on Windows, Go's
// network poller accepts only its own descriptors. Its period is the cost of each wait.
type timedWatcher struct {
	period time.Duration
	mu     sync.Mutex
	cores  map[*core]bool
	ended  chan struct{}
	once   sync.Once
}

// ticksBetweenLooks is the number of periods after which a socket is checked even if no goroutine waits for it.
const ticksBetweenLooks = 100

func newTimedWatcher(period time.Duration) *timedWatcher {
	w := &timedWatcher{period: period, cores: make(map[*core]bool), ended: make(chan struct{})}
	go w.run()
	return w
}

func (w *timedWatcher) run() {
	ticker := time.NewTicker(w.period)
	defer ticker.Stop()
	for tick := 0; ; tick++ {
		select {
		case <-w.ended:
			return
		case <-ticker.C:
		}
		for _, c := range w.all() {
			if c.waiting() > 0 || tick%ticksBetweenLooks == 0 {
				c.onSignal()
			}
		}
	}
}

func (w *timedWatcher) all() []*core {
	w.mu.Lock()
	defer w.mu.Unlock()
	cores := make([]*core, 0, len(w.cores))
	for c := range w.cores {
		cores = append(cores, c)
	}
	return cores
}

func (w *timedWatcher) watch(c *core) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cores[c] = true
	return nil
}

// update has nothing to do: sockets are checked in any case.
func (w *timedWatcher) update(*core) {}

// dispatch has nothing to do either: the signals are not known.
func (w *timedWatcher) dispatch() {}

func (w *timedWatcher) pauses() bool { return false }

func (w *timedWatcher) unwatch(c *core) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.cores, c)
}

func (w *timedWatcher) close() { w.once.Do(func() { close(w.ended) }) }
