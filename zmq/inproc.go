package zmq

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
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
	pending   []string // aliases of the connects that wait for somebody to bind the name
}

// aliases makes the names of pending connects unique in the process.
var aliases atomic.Uint64

func isInproc(endpoint string) bool {
	return strings.HasPrefix(endpoint, "inproc://") && endpoint != "inproc://"
}

// bind binds c to a name, and connects those that wait for it.
func (z *places) bind(c *core, name string) error {
	z.mu.Lock()
	defer z.mu.Unlock()
	if err := c.raw.Bind(name); err != nil {
		return err
	}
	p := z.at(name)
	p.bound = c
	for _, alias := range p.pending {
		if err := connectPending(c.raw, alias); err != nil {
			return err
		}
	}
	if p.pending != nil { // let libzmq's last endpoint be the name, not an alias
		p.pending = nil
		if err := c.raw.Unbind(name); err != nil {
			return err
		}
		if err := c.raw.Bind(name); err != nil {
			return err
		}
	}
	for other := range p.connected { // they came first
		p.introduce(other)
	}
	return nil
}

// connectPending connects the socket that waits under an alias with raw.
func connectPending(raw *RawSocket, alias string) error {
	if err := raw.Bind(alias); err != nil {
		return err
	}
	return raw.Unbind(alias)
}

// connect connects c to a name and returns what libzmq knows the connection by.
//
// libzmq keeps a connect to a name that nobody has bound until somebody does, and the socket with it, even if it
// is closed before; zmq_ctx_term aborts if it has no room for a socket to bind the name with. So such a connect
// goes to an alias of its own, which the socket that binds the name binds as well. A connect that is given up can be
// ended without the others that wait for the name.
func (z *places) connect(c *core, name string) (alias string, err error) {
	z.mu.Lock()
	defer z.mu.Unlock()
	p := z.at(name)
	alias = name
	if p.bound == nil {
		alias = fmt.Sprintf("inproc://zmq.pending.%d", aliases.Add(1))
	}
	if err := c.raw.Connect(alias); err != nil {
		z.tidy(name)
		return "", err
	}
	if p.bound == nil {
		p.pending = append(p.pending, alias)
	}
	p.connected[c] = struct{}{}
	p.introduce(c)
	return alias, nil
}

// at returns what is known of a name.
func (z *places) at(name string) *place {
	p := z.byName[name]
	if p == nil {
		p = &place{connected: make(map[*core]struct{})}
		if z.byName == nil {
			z.byName = make(map[string]*place)
		}
		z.byName[name] = p
	}
	return p
}

// tidy forgets a name that nobody uses.
func (z *places) tidy(name string) {
	if p := z.byName[name]; p != nil && p.bound == nil && len(p.connected) == 0 && len(p.pending) == 0 {
		delete(z.byName, name)
	}
}

// isPending reports whether a connect waits for the name to be bound.
func (z *places) isPending(name, alias string) bool {
	z.mu.Lock()
	defer z.mu.Unlock()
	p := z.byName[name]
	return p != nil && slices.Contains(p.pending, alias)
}

// giveUp connects a pending connect with a socket that is about to be closed: nobody else will have it.
func (z *places) giveUp(name, alias string, raw *RawSocket) error {
	z.mu.Lock()
	defer z.mu.Unlock()
	p := z.byName[name]
	if p == nil {
		return nil
	}
	i := slices.Index(p.pending, alias)
	if i < 0 {
		return nil
	}
	p.pending = slices.Delete(p.pending, i, i+1)
	z.tidy(name)
	return connectPending(raw, alias)
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

// unbind undoes a bind. Those who were connected to c are not any more, nor will they be again.
func (z *places) unbind(c *core, name string) error {
	z.mu.Lock()
	defer z.mu.Unlock()
	if err := c.raw.Unbind(name); err != nil {
		return err
	}
	c.neighbour.Store(nil)
	if p := z.byName[name]; p != nil && p.bound == c {
		for other := range p.connected {
			other.neighbour.CompareAndSwap(c, nil)
		}
		delete(z.byName, name)
	}
	return nil
}

// leave notes that c is not connected to a name any more.
func (z *places) leave(c *core, name string) {
	z.mu.Lock()
	defer z.mu.Unlock()
	p := z.byName[name]
	if p == nil {
		return
	}
	c.neighbour.Store(nil)
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
	z.tidy(name)
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
