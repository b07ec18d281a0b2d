package worker

import (
	"github.com/zmqgen/zmqgen/bench/task"
)

// pushPull measures how long it takes until all messages have arrived, from one goroutine to another.
func pushPull(ctx Context, t task.Task) (task.Result, error) {
	push, pull, err := pair(ctx, t, Push, Pull)
	if err != nil {
		return task.Result{}, err
	}
	received := make(chan error)
	go func() {
		received <- pull.RecvN(t.Warmup)
		received <- pull.RecvN(t.Count)
	}()
	if err := push.SendN(t.Warmup); err != nil {
		return task.Result{}, err
	}
	if err := <-received; err != nil {
		return task.Result{}, err
	}
	meter := start()
	if err := push.SendN(t.Count); err != nil {
		return task.Result{}, err
	}
	if err := <-received; err != nil {
		return task.Result{}, err
	}
	result := meter.stop(t.Count)
	return result, closeAll(ctx, push, pull)
}

// pair opens two sockets, of which the second is bound and the first connected to it.
func pair(ctx Context, t task.Task, connecting, binding Kind) (Socket, Socket, error) {
	bound, err := ctx.Socket(binding, t.Size)
	if err != nil {
		return nil, nil, err
	}
	endpoint, err := bound.Bind(listenAt(t.Transport, 0))
	if err != nil {
		return nil, nil, err
	}
	connected, err := ctx.Socket(connecting, t.Size)
	if err != nil {
		return nil, nil, err
	}
	return connected, bound, connected.Connect(endpoint)
}

func closeAll(ctx Context, sockets ...Socket) error {
	for _, socket := range sockets {
		if err := socket.Close(); err != nil {
			return err
		}
	}
	return ctx.Close()
}
