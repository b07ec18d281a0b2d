package worker

import (
	"github.com/zmqgen/zmqgen/bench/task"
)

// pushPull measures messages from one goroutine to another.
func pushPull(ctx Context, t task.Task) (task.Result, error) {
	push, pull, err := pair(t, 0, ctx, Push, ctx, Pull)
	if err != nil {
		return task.Result{}, err
	}
	return stream(push, pull, t)
}

type (
	sender   interface{ SendN(n int) error }
	receiver interface{ RecvN(n int) error }
)

// stream measures how long it takes until all messages have arrived.
func stream(from sender, to receiver, t task.Task) (task.Result, error) {
	received := make(chan error)
	go func() {
		received <- to.RecvN(t.Warmup)
		received <- to.RecvN(t.Count)
	}()
	if err := from.SendN(t.Warmup); err != nil {
		return task.Result{}, err
	}
	if err := <-received; err != nil {
		return task.Result{}, err
	}
	meter := start()
	if err := from.SendN(t.Count); err != nil {
		return task.Result{}, err
	}
	if err := <-received; err != nil {
		return task.Result{}, err
	}
	return meter.stop(t.Count), nil
}

// pair binds a socket of one context, and connects one of another to it.
func pair(t task.Task, number int, connects Context, connecting Kind, binds Context, binding Kind) (connected, bound Socket, err error) {
	bound, err = binds.Socket(binding, t.Size)
	if err != nil {
		return nil, nil, err
	}
	endpoint, err := bound.Bind(listenAt(t.Transport, number))
	if err != nil {
		return nil, nil, err
	}
	connected, err = connects.Socket(connecting, t.Size)
	if err != nil {
		return nil, nil, err
	}
	return connected, bound, connected.Connect(endpoint)
}
