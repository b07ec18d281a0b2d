package zmq

import (
	"context"
	"fmt"
	"runtime"
)

// PollItem is a socket to poll.
type PollItem struct {
	Socket *Socket
	Events PollEvents // what to wait for
	Ready  PollEvents // what came, set by Poll
}

// Poll waits until one of the sockets is ready for what its item says, or until ctx is done, and returns
// how many are. It looks once where ctx is done from the start, and sets Ready in each item in any case: to 0 if it
// fails. The error is [ErrClosed] if one of the sockets is closed, also while Poll waits, and [EINVAL] if an item
// has no socket.
//
// Where other goroutines use the sockets too, what is ready may be gone by the time that the
// caller comes: a receive then waits again, so give it a context that ends.
func Poll(ctx context.Context, items []PollItem) (int, error) {
	defer runtime.KeepAlive(items)
	clearReady(items)
	for i, item := range items {
		if item.Socket == nil || item.Socket.core == nil {
			return 0, fmt.Errorf("zmq: poll: item %d has no socket: %w", i, EINVAL)
		}
	}
	ready := make(chan struct{}, 1)
	queued := make([]waiter, 2*len(items))
	for {
		n, err := pollOnce(items, queued, ready, ctx.Err() == nil)
		if n == 0 && err == nil {
			select {
			case <-ready:
			case <-ctx.Done():
				err = contextError(ctx)
			}
		}
		leaveAll(items, queued)
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// pollOnce looks at all sockets, and waits at each until one is found ready.
func pollOnce(items []PollItem, queued []waiter, ready chan struct{}, mayWait bool) (int, error) {
	n := 0
	for i := range items {
		found, err := items[i].Socket.core.poll(&items[i], queued[2*i:2*i+2], ready, mayWait && n == 0)
		if err != nil {
			clearReady(items)
			return 0, err
		}
		if found {
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
func (c *core) poll(item *PollItem, w []waiter, ready chan struct{}, mayWait bool) (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return false, ErrClosed
	}
	c.minding()
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
	for i, event := range []PollEvents{PollIn, PollOut} {
		if item.Events&event != 0 {
			w[i].ready = ready
			c.queue(event).push(&w[i])
		}
	}
	return false, nil
}

// leaveAll takes the waiters out of the queues, and hands the signals on that they got: Poll takes
// nothing from a socket.
func leaveAll(items []PollItem, queued []waiter) {
	for i := range items {
		c := items[i].Socket.core
		c.mu.Lock()
		signalled := false
		for j, event := range []PollEvents{PollIn, PollOut} {
			w := &queued[2*i+j]
			c.queue(event).remove(w)
			signalled = signalled || w.signalled
			*w = waiter{}
		}
		if signalled && !c.closed {
			c.notify()
		}
		c.mu.Unlock()
	}
}
