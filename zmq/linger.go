package zmq

import (
	"slices"
	"time"
)

// libzmq keeps the messages of a closed socket for the linger period that the socket has at that time, which cannot be
// changed afterwards. How long the messages may take is known only when the context is closed. A socket that may have
// unsent messages is therefore held: closed for its user, but open for libzmq until its linger period ends or its
// context is closed.
//
// libzmq does not tell whether messages are left. A held socket is still connected, so one that peers may send messages
// to, or whose identity another socket may take over, is not held: see [core.mayBeUnsent].

// maxHeld is the maximum number of held sockets of a context. If there are more, the first ones are closed with the
// rest of their linger period.
const maxHeld = 64

// timerSlack is how much too early a timer of libzmq may fire.
const timerSlack = 2 * time.Millisecond

// unsent describes the messages of closed sockets that may be unsent.
type unsent struct {
	deadlines []time.Time // when libzmq drops them: a time for each socket or endpoint
	lost      bool        // some have certainly been dropped
}

// until returns when libzmq drops the last of the messages, or zero.
func (u unsent) until() (last time.Time) {
	for _, deadline := range u.deadlines {
		if deadline.After(last) {
			last = deadline
		}
	}
	return last
}

// droppedBy reports whether messages have been dropped if libzmq ended at that time: nothing was left then, so libzmq
// had sent the last messages, or dropped them just before.
func (u unsent) droppedBy(ended time.Time) bool {
	last := u.until()
	return u.lost || slices.ContainsFunc(u.deadlines, func(deadline time.Time) bool {
		return !ended.Before(deadline) && (deadline.Equal(last) || ended.Sub(deadline) < settleTime/10)
	})
}

// noteUnsent adds messages that libzmq keeps until the deadline.
func (z *shared) noteUnsent(deadline time.Time) {
	z.mu.Lock()
	defer z.mu.Unlock()
	if !z.closing {
		z.unsent.forgetBefore(time.Now())
	}
	z.unsent.deadlines = append(z.unsent.deadlines, deadline)
}

// noteLate notes messages that have no time left, if [Context.Close] had time for them when it was called.
func (z *shared) noteLate() {
	z.mu.Lock()
	defer z.mu.Unlock()
	if now := time.Now(); !z.deadline.IsZero() && !now.Before(z.deadline) {
		z.unsent.deadlines = append(z.unsent.deadlines, now)
	}
}

// forgetBefore forgets the deadlines that are over: it is unknown what became of those messages.
func (u *unsent) forgetBefore(now time.Time) {
	u.deadlines = slices.DeleteFunc(u.deadlines, func(deadline time.Time) bool { return deadline.Before(now) })
}

// close closes the socket, whose messages are kept until the deadline at most, if there is one. Without one, the socket
// may be held.
func (c *core) close(left time.Duration, deadline bool) error {
	err := c.closeLocked(left, deadline)
	c.shared.releaseBeyond(maxHeld)
	return c.failed("close", "", err)
}

func (c *core) closeLocked(left time.Duration, deadline bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return nil
	}
	c.closedAt = time.Now()
	c.markClosed()
	c.closeFeed()
	c.held = !deadline && c.mayBeUnsent() && c.shared.hold(c)
	c.releaseEndpoints()
	var err error
	if !c.held {
		if !deadline {
			left, deadline = c.shared.closingLimit()
		}
		err = c.closeRaw(left, deadline)
	}
	c.shared.forget(c)
	return err
}

// mayBeUnsent reports whether there may be unsent messages that are worth holding the socket for.
func (c *core) mayBeUnsent() bool {
	switch {
	case c.linger.d == 0 || c.stats.Sent == 0 || len(c.listeners()) > 0:
		return false // holding the socket would keep its port in use, and Unbind drops unsent messages
	case c.isPending():
		return true
	}
	return c.remote && !c.hasPeers()
}

// hasPeers reports whether a peer would take a held socket for one that is still in use: it would send messages to it,
// and refuse the next socket, if it is a Pair or knows the socket by its identity.
func (c *core) hasPeers() bool {
	switch c.typ {
	case Push, Pub, XPub, typeRadio, typeScatter:
		return false
	case Req:
		identity, err := c.raw.RoutingID()
		return err != nil || len(identity) > 0
	}
	return true
}

// isPending reports whether one of the socket's connects waits for its name to be bound.
func (c *core) isPending() bool {
	return slices.ContainsFunc(c.endpoints, func(e endpoint) bool { return c.shared.inproc.isPending(e.given, e.raw) })
}

// closeRaw closes the socket for libzmq.
func (c *core) closeRaw(left time.Duration, deadline bool) error {
	if c.rawClosed {
		return nil
	}
	c.rawClosed, c.held = true, false
	linger := c.lingerWithin(left, deadline)
	c.noteUnsentAfter(linger)
	c.shared.watcher.unwatch(c)
	for _, e := range c.endpoints {
		_ = c.shared.inproc.abandonPending(e.given, e.raw, c.raw) // fails if the context has ended
	}
	err := c.setLinger(linger)
	c.closePoller()
	if closed := c.raw.Close(); err == nil {
		err = closed
	}
	_ = c.batch.Close()
	if err == error(errnoTerm) { // the context has ended, and the socket with it
		err = nil
	}
	return err
}

// lingerWithin returns how long messages can take from now on: for the socket's linger period, at most until the
// deadline.
func (c *core) lingerWithin(left time.Duration, deadline bool) time.Duration {
	own := c.linger.d
	if own > 0 {
		own = max(0, own-time.Since(c.closedAt))
	}
	switch {
	case !deadline:
		return own
	case !c.linger.set || own < 0:
		return left
	}
	return min(own, left)
}

// noteUnsentAfter notes the messages that may remain when the socket is closed with that linger period.
func (c *core) noteUnsentAfter(linger time.Duration) {
	switch {
	case c.linger.d == 0 || c.stats.Sent == 0:
	case c.remote && linger < 0:
		c.shared.noteUnsent(c.closedAt.AddDate(1000, 0, 0))
	case c.remote && linger > 0:
		c.shared.noteUnsent(lingerEnd(linger))
	case c.remote:
		c.shared.noteLate()
	case !c.remote && !c.delivered && c.queues() && c.isPending():
		c.shared.mu.Lock()
		c.shared.unsent.lost = true
		c.shared.mu.Unlock()
	}
}

// lingerEnd returns when a linger period that begins now is over at the earliest.
func lingerEnd(linger time.Duration) time.Time {
	return time.Now().Add(linger - min(timerSlack, linger/2))
}

// queues reports whether a socket of this type keeps messages for a peer that is not there yet.
func (c *core) queues() bool {
	switch c.typ {
	case Push, Dealer, Req, Pair, typeClient, typeScatter, typePeer, typeChannel:
		return true
	}
	return false
}

// hold holds the socket, unless its context is being closed.
func (z *shared) hold(c *core) bool {
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.closing {
		return false
	}
	z.held = append(z.held, c)
	if c.linger.d > 0 {
		time.AfterFunc(c.linger.d, func() { z.release(c) })
	}
	return true
}

// release closes a socket that was held, with the rest of its linger period.
func (z *shared) release(c *core) {
	c.mu.Lock()
	_ = c.closeRaw(z.closingLimit()) // an error cannot be handled
	c.mu.Unlock()
	z.mu.Lock()
	defer z.mu.Unlock()
	z.held = slices.DeleteFunc(z.held, func(other *core) bool { return other == c })
}

// releaseConnected releases the held sockets that waited for an inproc name and found a peer there.
func (z *shared) releaseConnected() {
	z.mu.Lock()
	held := slices.Clone(z.held)
	z.mu.Unlock()
	for _, c := range held {
		c.mu.Lock()
		connected := c.held && c.hasPeers() && !c.isPending()
		c.mu.Unlock()
		if connected {
			z.release(c)
		}
	}
}

// releaseBeyond releases the sockets that have been held for longest, so that no more than n are left.
func (z *shared) releaseBeyond(n int) {
	z.mu.Lock()
	held := slices.Clone(z.held[:max(0, len(z.held)-n)])
	z.mu.Unlock()
	for _, c := range held {
		z.release(c)
	}
}

// closingLimit returns how long the context keeps messages, if it is being closed.
func (z *shared) closingLimit() (left time.Duration, deadline bool) {
	z.mu.Lock()
	defer z.mu.Unlock()
	return max(0, time.Until(z.deadline)), z.limited
}
