package zmq

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// A message over inproc has arrived when the send returns, so the sender can wake a receiver at the other end directly:
// the path through libzmq's descriptor, epoll and Go's poller takes two more system calls and another goroutine. It is
// only a hint. The descriptor signals as well, so nothing is lost if the peer is unknown.

// inprocRegistry records which sockets of a Context use which inproc names.
type inprocRegistry struct {
	mu     sync.Mutex // may be taken under the lock of a core
	byName map[string]*inprocName
}

// inprocName is one inproc endpoint.
type inprocName struct {
	bound     *core // or nil
	connected map[*core]struct{}
	pending   []string // aliases of the connects that wait for the name to be bound
}

// aliases makes the names of pending connects unique in the process.
var aliases atomic.Uint64

func isInproc(endpoint string) bool {
	return strings.HasPrefix(endpoint, "inproc://") && endpoint != "inproc://"
}

// bind binds c to a name, and connects those that wait for it.
func (r *inprocRegistry) bind(c *core, name string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := c.raw.Bind(name); err != nil {
		return err
	}
	p := r.entry(name)
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
		p.setPeers(other)
	}
	return nil
}

// connectPending connects the socket that waits under an alias to raw.
func connectPending(raw *RawSocket, alias string) error {
	if err := raw.Bind(alias); err != nil {
		return err
	}
	return raw.Unbind(alias)
}

// connect connects c to a name and returns what libzmq knows the connection by.
//
// libzmq keeps a connect to an unbound name until the name is bound, and keeps the socket with it, even if that is
// closed earlier; zmq_ctx_term aborts if it has no room for a socket to bind the name with. Such a connect therefore
// goes to an alias of its own, which the socket that binds the name binds as well. A connect can thus be abandoned
// without affecting the others that wait for the name.
func (r *inprocRegistry) connect(c *core, name string, connect func(endpoint string) error) (alias string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.entry(name)
	alias = name
	if p.bound == nil {
		alias = fmt.Sprintf("inproc://zmq.pending.%d", aliases.Add(1))
	}
	if err := connect(alias); err != nil {
		r.dropUnused(name)
		return "", err
	}
	if p.bound == nil {
		p.pending = append(p.pending, alias)
	}
	p.connected[c] = struct{}{}
	p.setPeers(c)
	return alias, nil
}

// entry returns the entry of a name, and creates it if there is none.
func (r *inprocRegistry) entry(name string) *inprocName {
	p := r.byName[name]
	if p == nil {
		p = &inprocName{connected: make(map[*core]struct{})}
		if r.byName == nil {
			r.byName = make(map[string]*inprocName)
		}
		r.byName[name] = p
	}
	return p
}

// dropUnused deletes the entry of a name that no socket uses.
func (r *inprocRegistry) dropUnused(name string) {
	if p := r.byName[name]; p != nil && p.bound == nil && len(p.connected) == 0 && len(p.pending) == 0 {
		delete(r.byName, name)
	}
}

// isPending reports whether a connect waits for the name to be bound.
func (r *inprocRegistry) isPending(name, alias string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.byName[name]
	return p != nil && slices.Contains(p.pending, alias)
}

// abandonPending completes a pending connect to a socket that is about to be closed, so that libzmq can release it.
func (r *inprocRegistry) abandonPending(name, alias string, raw *RawSocket) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.byName[name]
	if p == nil {
		return nil
	}
	i := slices.Index(p.pending, alias)
	if i < 0 {
		return nil
	}
	p.pending = slices.Delete(p.pending, i, i+1)
	r.dropUnused(name)
	return connectPending(raw, alias)
}

// setPeers makes the socket that is bound the peer of c, and c the peer of that socket if it is the only one.
func (p *inprocName) setPeers(c *core) {
	if p.bound == nil {
		return
	}
	c.inprocPeer.Store(p.bound)
	if len(p.connected) == 1 {
		p.bound.inprocPeer.Store(c)
	} else {
		p.bound.inprocPeer.Store(nil)
	}
}

// unbind undoes a bind. The sockets that were connected to c no longer are, and will not be again.
func (r *inprocRegistry) unbind(c *core, name string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := c.raw.Unbind(name); err != nil {
		return err
	}
	c.inprocPeer.Store(nil)
	if p := r.byName[name]; p != nil && p.bound == c {
		for other := range p.connected {
			other.inprocPeer.CompareAndSwap(c, nil)
		}
		delete(r.byName, name)
	}
	return nil
}

// removeConnect records that c is no longer connected to a name.
func (r *inprocRegistry) removeConnect(c *core, name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.byName[name]
	if p == nil {
		return
	}
	c.inprocPeer.Store(nil)
	delete(p.connected, c)
	if p.bound != nil {
		p.bound.inprocPeer.CompareAndSwap(c, nil)
	}
	for other := range p.connected {
		if len(p.connected) == 1 {
			p.setPeers(other)
		}
		break
	}
	r.dropUnused(name)
}

// wakePeer wakes a receiver at the other end over inproc after a send. A publisher does not, because its message may not
// match the subscription. Then the sender yields if the receiver should run first.
func (c *core) wakePeer(size int) {
	other := c.inprocPeer.Load()
	if other == nil || c.typ == Pub || c.typ == XPub || c.typ == typeRadio {
		return
	}
	if other.receivers.len.Load() > 0 {
		other.mu.Lock()
		other.receivers.signal()
		other.mu.Unlock()
	}
	if size >= longMessage || c.typ == Req || c.typ == Rep {
		yield(false)
	}
}

// longMessage is the size from which a message should be received before the next one is sent, although switching
// goroutines takes some microseconds: its memory is then still in the cache, and is reused for the next one. After a
// request or a reply, the peer must act first in any case, and the caller then finds the answer waiting.
const longMessage = 32 << 10
