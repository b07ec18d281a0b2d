package worker

import (
	"fmt"

	"github.com/zmqgen/zmqgen/bench/task"
)

// poll measures how long it takes to find the one of many sockets that has a message, which was sent just before, and
// to receive it.
func poll(ctx Context, t task.Task) (task.Result, error) {
	push, err := ctx.Socket(Push, t.Size)
	if err != nil {
		return task.Result{}, err
	}
	pulls, err := bindAll(ctx, t, push)
	if err != nil {
		return task.Result{}, err
	}
	wait := ctx.(poller).Poller(pulls)
	if err := findN(push, pulls, wait, t.Warmup); err != nil {
		return task.Result{}, err
	}
	meter := start()
	if err := findN(push, pulls, wait, t.Count); err != nil {
		return task.Result{}, err
	}
	return meter.stop(t.Count), nil
}

func findN(push Socket, pulls []Socket, wait func() (int, error), n int) error {
	for range n {
		if err := push.SendN(1); err != nil { // to each in turn
			return err
		}
		ready, err := wait()
		if err != nil {
			return err
		}
		if err := pulls[ready].RecvN(1); err != nil {
			return err
		}
	}
	return nil
}

// onlyOne returns the error of a poll that should find one socket ready.
func onlyOne(n int, err error) error {
	if err == nil && n != 1 {
		return fmt.Errorf("%d sockets are ready where 1 has a message", n)
	}
	return err
}
