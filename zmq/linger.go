package zmq

import (
	"slices"
	"time"
)

// libzmq gives the messages of a closed socket the linger period that the socket has at that time, and does not let
// it be changed afterwards. How long the messages may take is known only when the context is closed. So a socket whose
// messages may not have left yet is held: closed for its user, and open for libzmq until its linger period ends or
// its context is closed.
//
// libzmq does not tell whether messages are left. A held socket is still connected, so one whose peers may send it
// something is not held for more than it: see [core.mayBeUnsent].

// mostHeld is how many sockets of a context are held at a time. Beyond it, the first ones are closed with what is left
// of their linger period.
const mostHeld = 64

// tick is how much too early a timer of libzmq may be.
const tick = 2 * time.Millisecond

// leftovers is what may remain of the messages of sockets that were closed.
type leftovers struct {
	until time.Time // when libzmq drops the last, or no time
	lost  bool      // some were dropped for certain
}

// noteLeftovers adds what may remain of the messages of a socket.
func (z *shared) noteLeftovers(l leftovers) {
	z.mu.Lock()
	defer z.mu.Unlock()
	if l.until.After(z.left.until) {
		z.left.until = l.until
	}
	z.left.lost = z.left.lost || l.lost
}

// close closes the socket, whose messages get until the deadline at most, if there is one. Without one it may be held.
func (c *core) close(left time.Duration, deadline bool) error {
	err := c.closeLocked(left, deadline)
	c.shared.releaseBeyond(mostHeld)
	return c.failed("close", "", err)
}

func (c *core) closeLocked(left time.Duration, deadline bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return nil
	}
	c.closedAt = time.Now()
	c.endWaits()
	c.closeFeed()
	c.held = !deadline && c.mayBeUnsent() && c.shared.hold(c)
	c.leaveEndpoints()
	var err error
	if !c.held {
		if !deadline {
			left, deadline = c.shared.closingLimit()
		}
		err = c.end(left, deadline)
	}
	c.shared.forget(c)
	return err
}

// mayBeUnsent reports whether messages may be left that are worth holding the socket for. A socket that gets messages
// from a peer is not held, for its peers are to learn at once that they should send to others.
func (c *core) mayBeUnsent() bool {
	switch {
	case c.linger.d == 0 || c.stats.Sent == 0 || c.isBound():
		return false
	case c.isPending():
		return true
	}
	sendsOnly := c.typ == Push || c.typ == Pub || c.typ == XPub || c.typ == Req
	return c.remote && (sendsOnly || c.stats.Received == 0)
}

// isBound reports whether the socket is bound for other processes. To hold it would keep the port in use, and Unbind
// drops what the socket's peers have not got.
func (c *core) isBound() bool {
	return slices.ContainsFunc(c.endpoints, func(e endpoint) bool { return e.bound && !isInproc(e.given) })
}

// isPending reports whether one of the socket's connects waits for somebody to bind the name.
func (c *core) isPending() bool {
	return slices.ContainsFunc(c.endpoints, func(e endpoint) bool { return c.shared.places.isPending(e.given, e.raw) })
}

// end closes the socket for libzmq.
func (c *core) end(left time.Duration, deadline bool) error {
	if c.rawClosed {
		return nil
	}
	c.rawClosed, c.held = true, false
	linger := c.lingerWithin(left, deadline)
	c.shared.noteLeftovers(c.leftovers(linger))
	c.shared.watcher.unwatch(c)
	for _, e := range c.endpoints {
		_ = c.shared.places.giveUp(e.given, e.raw, c.raw) // fails where the context is gone
	}
	err := c.lingerHalfway(linger)
	if closed := c.raw.Close(); err == nil {
		err = closed
	}
	_ = c.batch.Close()
	if err == error(errnoTerm) { // the context is gone, and the socket with it
		err = nil
	}
	return err
}

// lingerWithin returns how long messages may take from now on: as long as the socket says, and until the deadline.
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

// leftovers returns what may remain when the socket is closed with that linger period.
func (c *core) leftovers(linger time.Duration) leftovers {
	var l leftovers
	switch {
	case c.linger.d == 0 || c.stats.Sent == 0:
	case c.remote && linger < 0:
		l.until = c.closedAt.AddDate(1000, 0, 0)
	case c.remote && linger > 0:
		l.until = time.Now().Add(linger - min(tick, linger/2))
	case !c.remote && !c.met && c.queues():
		l.lost = c.isPending()
	}
	return l
}

// queues reports whether a socket of this type keeps messages for a peer that is not there yet.
func (c *core) queues() bool {
	return c.typ == Push || c.typ == Dealer || c.typ == Req || c.typ == Pair
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

// release ends a socket that was held, with what is left of its linger period.
func (z *shared) release(c *core) {
	c.mu.Lock()
	_ = c.end(z.closingLimit()) // there is nothing to be done about an error
	c.mu.Unlock()
	z.mu.Lock()
	defer z.mu.Unlock()
	z.held = slices.DeleteFunc(z.held, func(other *core) bool { return other == c })
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

// closingLimit returns how long the context gives to messages, if it is being closed.
func (z *shared) closingLimit() (left time.Duration, deadline bool) {
	z.mu.Lock()
	defer z.mu.Unlock()
	return max(0, time.Until(z.deadline)), z.limited
}
