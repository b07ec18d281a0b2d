package worker

import (
	"errors"
	"time"

	"github.com/zmqgen/zmqgen/bench/task"
)

// Messages of these sizes come before the others: the first kind until everyone has had one, which
// shows that the subscription is in place, and the second kind once.
const (
	probeSize = 1
	startSize = 2
)

// fanOut measures how long it takes until each subscriber has every message.
func fanOut(ctx Context, t task.Task) (task.Result, error) {
	pub, err := ctx.Socket(Pub, t.Size)
	if err != nil {
		return task.Result{}, err
	}
	if err := pub.Unlimited(); err != nil {
		return task.Result{}, err
	}
	endpoint, err := pub.Bind(listenAt(t.Transport, 0))
	if err != nil {
		return task.Result{}, err
	}
	audience := &audience{task: t, steps: make(chan error, t.Peers)}
	if err := audience.join(ctx, endpoint); err != nil {
		return task.Result{}, err
	}
	if err := audience.probe(pub); err != nil {
		return task.Result{}, err
	}
	if err := errors.Join(pub.SendN(t.Warmup), audience.wait()); err != nil {
		return task.Result{}, err
	}
	meter := start()
	if err := errors.Join(pub.SendN(t.Count), audience.wait()); err != nil {
		return task.Result{}, err
	}
	return meter.stop(t.Count * t.Peers), nil
}

// audience is the subscribers, each in a goroutine of its own, which reports each step it has done.
type audience struct {
	task  task.Task
	steps chan error
}

// join opens the subscribers.
func (a *audience) join(ctx Context, endpoint string) error {
	for range a.task.Peers {
		sub, err := ctx.Socket(Sub, a.task.Size)
		if err != nil {
			return err
		}
		if err := errors.Join(sub.Unlimited(), sub.Subscribe(), sub.Connect(endpoint)); err != nil {
			return err
		}
		go a.listen(sub)
	}
	return nil
}

// listen is the subscriber's part: the probes, the warm-up and what is measured.
func (a *audience) listen(sub Socket) {
	size, err := sub.RecvSize()
	a.steps <- err
	for err == nil && size != startSize {
		size, err = sub.RecvSize()
	}
	for _, n := range []int{a.task.Warmup, a.task.Count} {
		if err == nil {
			err = sub.RecvN(n)
		}
		a.steps <- err
	}
}

// probe publishes until everyone has heard it, and then says that it begins.
func (a *audience) probe(pub Socket) error {
	for heard := 0; heard < a.task.Peers; {
		if err := pub.SendSize(probeSize); err != nil {
			return err
		}
		time.Sleep(time.Millisecond)
		for len(a.steps) > 0 {
			if err := <-a.steps; err != nil {
				return err
			}
			heard++
		}
	}
	return pub.SendSize(startSize)
}

// wait waits until all subscribers have done a step.
func (a *audience) wait() error {
	for range a.task.Peers {
		if err := <-a.steps; err != nil {
			return err
		}
	}
	return nil
}
