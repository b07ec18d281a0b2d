package zmq

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"
)

// PollItem is a socket to poll.
type PollItem struct {
	Socket *Socket
	Events PollEvents // events to wait for
	Ready  PollEvents // events that occurred, set by Poll
}

// Poll waits until at least one socket is ready for the events of its item, or until ctx is done, and returns the
// number of ready sockets. If ctx is done before the call, it checks once. It always sets Ready in each item, to 0 if
// it fails. It fails with [ErrClosed] if one of the sockets is closed, before or during the call, and with [EINVAL] if
// an item has no socket.
//
// If other goroutines use the sockets too, a socket may no longer be ready when the caller uses it. A receive then
// waits again, so pass it a context that ends.
func Poll(ctx context.Context, items []PollItem) (int, error) {
	return poll(ctx, items, nil, false)
}

// PollTimeout is [Poll] with a timeout: it returns 0 and no error after it has waited for d. A loop can thus do
// other work from time to time, without a context for each iteration.
func PollTimeout(ctx context.Context, items []PollItem, d time.Duration) (int, error) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	return poll(ctx, items, timer.C, d <= 0)
}

func poll(ctx context.Context, items []PollItem, timeout <-chan time.Time, over bool) (int, error) {
	defer runtime.KeepAlive(items)
	clearReady(items)
	for i, item := range items {
		if item.Socket == nil || item.Socket.core == nil {
			return 0, fmt.Errorf("zmq: poll: item %d has no socket: %w", i, EINVAL)
		}
	}
	p := pollers.Get().(*poller)
	defer pollers.Put(p)
	for {
		n, err := p.look(items, ctx.Err() == nil && !over)
		if n == 0 && err == nil && !over {
			select {
			case <-p.ready:
			case <-timeout:
				over = true
			case <-ctx.Done():
				err = contextError(ctx)
			}
		}
		p.leave(items)
		if n > 0 || err != nil || over {
			return n, err
		}
	}
}

// poller is the state of one call of Poll.
type poller struct {
	ready   chan struct{} // room for one signal, which all waiters share
	waiters []waiter      // two for each item that was not ready, for PollIn and PollOut
}

var pollers = sync.Pool{New: func() any { return &poller{ready: make(chan struct{}, 1)} }}

// look sets Ready of all items, and queues a waiter at each until one is ready.
func (p *poller) look(items []PollItem, mayWait bool) (int, error) {
	if mayWait && cap(p.waiters) < 2*len(items) {
		p.waiters = make([]waiter, 0, 2*len(items)) // must not move later
	}
	n := 0
	for i := range items {
		ready, err := items[i].Socket.core.poll(&items[i], p, mayWait && n == 0)
		if err != nil {
			clearReady(items)
			return 0, err
		}
		if ready {
			n++
		}
	}
	return n, nil
}

func clearReady(items []PollItem) {
	for i := range items {
		items[i].Ready = 0
	}
}

// poll notes what the socket is ready for. If that is nothing, it puts a waiter into each queue.
func (c *core) poll(item *PollItem, p *poller, mayWait bool) (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return false, ErrClosed
	}
	c.noteContention()
	c.endBusy()
	if item.Events == PollIn {
		c.answerRefused()
	}
	events, err := c.ready()
	if err != nil {
		return false, c.failed("poll", "", err)
	}
	item.Ready = events & item.Events
	if item.Ready != 0 || !mayWait {
		return item.Ready != 0, nil
	}
	for _, event := range []PollEvents{PollIn, PollOut} {
		p.waiters = append(p.waiters, waiter{ready: p.ready})
		if item.Events&event != 0 {
			c.queue(event).push(&p.waiters[len(p.waiters)-1])
		}
	}
	return false, nil
}

// leave removes the waiters from the queues. Poll does not receive or send, so it passes on the signals that they
// received.
func (p *poller) leave(items []PollItem) {
	for i := range len(p.waiters) / 2 {
		c := items[i].Socket.core
		c.mu.Lock()
		in, out := &p.waiters[2*i], &p.waiters[2*i+1]
		c.receivers.remove(in)
		c.senders.remove(out)
		if (in.signalled || out.signalled) && !c.closed {
			c.notify()
		}
		c.mu.Unlock()
	}
	p.waiters = p.waiters[:0]
	select {
	case <-p.ready:
	default:
	}
}
