package zmq

import (
	"strings"
	"sync"
)

// A message over inproc has arrived when the send returns. So the sender can wake a receiver at the other
// end itself: a goroutine for a goroutine, where the way through libzmq's descriptor, epoll and Go's
// poller takes two system calls and a goroutine more. It is a hint and no more. The descriptor signals
// all the same, so that nothing is lost where nobody is known at the other end.

// places knows who meets at the inproc endpoints of a Context.
type places struct {
	mu     sync.Mutex // may be taken under the lock of a core
	byName map[string]*place
}

// place is one inproc endpoint.
type place struct {
	bound     *core // or nil
	connected map[*core]struct{}
}

func isInproc(endpoint string) bool { return strings.HasPrefix(endpoint, "inproc:") }

// arrive notes that c is bound or connected to an endpoint.
func (z *places) arrive(c *core, endpoint string, binds bool) {
	if !isInproc(endpoint) {
		return
	}
	z.mu.Lock()
	defer z.mu.Unlock()
	p := z.byName[endpoint]
	if p == nil {
		p = &place{connected: make(map[*core]struct{})}
		if z.byName == nil {
			z.byName = make(map[string]*place)
		}
		z.byName[endpoint] = p
	}
	if !binds {
		p.connected[c] = struct{}{}
		p.introduce(c)
		return
	}
	p.bound = c
	for other := range p.connected { // they came first
		p.introduce(other)
	}
}

// introduce tells c who is bound here, and who is bound that c is the one at the other end, if c is the
// only one.
func (p *place) introduce(c *core) {
	if p.bound == nil {
		return
	}
	c.neighbour.Store(p.bound)
	if len(p.connected) == 1 {
		p.bound.neighbour.Store(c)
	} else {
		p.bound.neighbour.Store(nil)
	}
}

// leave notes that c has left an endpoint. Those who were connected to it are not any more where c was
// bound to it, nor will they be again.
func (z *places) leave(c *core, endpoint string) {
	if !isInproc(endpoint) {
		return
	}
	z.mu.Lock()
	defer z.mu.Unlock()
	p := z.byName[endpoint]
	if p == nil {
		return
	}
	c.neighbour.Store(nil)
	if p.bound == c {
		for other := range p.connected {
			other.neighbour.CompareAndSwap(c, nil)
		}
		delete(z.byName, endpoint)
		return
	}
	delete(p.connected, c)
	if p.bound != nil {
		p.bound.neighbour.CompareAndSwap(c, nil)
	}
	for other := range p.connected {
		if len(p.connected) == 1 {
			p.introduce(other)
		}
		break
	}
	if p.bound == nil && len(p.connected) == 0 {
		delete(z.byName, endpoint)
	}
}

// nudge wakes who waits for a message at the other end, where one was sent to. What a publisher sends may
// not be for the subscriber, and would wake it for nothing.
//
// Then the sender gives way, where it is the other one's turn.
func (c *core) nudge(size int) {
	other := c.neighbour.Load()
	if other == nil || c.typ == Pub || c.typ == XPub {
		return
	}
	if other.receivers.len.Load() > 0 {
		other.mu.Lock()
		other.receivers.signal()
		other.mu.Unlock()
	}
	if size >= longMessage || c.typ == Req || c.typ == Rep {
		giveWay()
	}
}

// longMessage is the size from which a message should be received before the next one is sent, though it takes
// some microseconds to change places for each: its memory is warm then, and serves for the next. After a request
// or a reply it is the other one's turn in any case, and who comes back finds the answer without going to sleep.
const longMessage = 32 << 10
