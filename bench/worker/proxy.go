package worker

import (
	"fmt"
	"math"
	"os"

	"github.com/zmqgen/zmqgen/bench/task"
)

// proxyThroughput measures messages through a proxy. Both ends are always sockets of package libzmq.
func proxyThroughput(ctx Context, t task.Task) (task.Result, error) {
	push, pull, err := throughProxy(ctx, t, newBatches, [4]Kind{Push, Pull, Push, Pull}, nil)
	if err != nil {
		return task.Result{}, err
	}
	return stream(push, pull, t)
}

// capturedThroughput is proxyThroughput with a third socket, which gets a copy of each message. A goroutine reads them.
func capturedThroughput(ctx Context, t task.Task) (task.Result, error) {
	ends, err := openLibzmq(newBatches)(1)
	if err != nil {
		return task.Result{}, err
	}
	reader, capture, err := pair(t, 2, ends, Pull, ctx, Push)
	if err != nil {
		return task.Result{}, err
	}
	go func() { stopped("reader of copies", reader.RecvN(math.MaxInt)) }()
	push, pull, err := throughProxy(ctx, t, newBatches, [4]Kind{Push, Pull, Push, Pull}, capture)
	if err != nil {
		return task.Result{}, err
	}
	return stream(push, pull, t)
}

// stopped ends the program over what should go on as long as it.
func stopped(what string, err error) {
	fmt.Fprintf(os.Stderr, "bench: the %s ended: %v\n", what, err)
	os.Exit(1)
}

// proxyTrips measures requests and replies through a proxy, with ends as above.
func proxyTrips(ctx Context, t task.Task) (task.Result, error) {
	req, rep, err := throughProxy(ctx, t, newCopies, [4]Kind{Req, Router, Dealer, Rep}, nil)
	if err != nil {
		return task.Result{}, err
	}
	return trips(req, rep, t)
}

// throughProxy starts a proxy, and returns the ends that are connected to it. The kinds are those of the sockets
// on the way of a message. A socket that captures messages is optional.
func throughProxy(ctx Context, t task.Task, form func(libzmqSocket) Socket, kinds [4]Kind, capture Socket) (from, to Socket, err error) {
	ends, err := openLibzmq(form)(2)
	if err != nil {
		return nil, nil, err
	}
	from, frontend, err := pair(t, 0, ends, kinds[0], ctx, kinds[1])
	if err != nil {
		return nil, nil, err
	}
	to, backend, err := pair(t, 1, ends, kinds[3], ctx, kinds[2])
	if err != nil {
		return nil, nil, err
	}
	go func() { stopped("proxy", ctx.(proxier).Proxy(frontend, backend, capture)) }()
	return from, to, nil
}
