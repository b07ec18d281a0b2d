package worker

import (
	"fmt"
	"os"

	"github.com/zmqgen/zmqgen/bench/task"
)

// proxyThroughput measures messages through a proxy. Both ends are always sockets of package libzmq.
func proxyThroughput(ctx Context, t task.Task) (task.Result, error) {
	push, pull, err := throughProxy(ctx, t, newBatches, [4]Kind{Push, Pull, Push, Pull})
	if err != nil {
		return task.Result{}, err
	}
	return stream(push, pull, t)
}

// proxyTrips measures requests and replies through a proxy, with ends as above.
func proxyTrips(ctx Context, t task.Task) (task.Result, error) {
	req, rep, err := throughProxy(ctx, t, newCopies, [4]Kind{Req, Router, Dealer, Rep})
	if err != nil {
		return task.Result{}, err
	}
	return trips(req, rep, t)
}

// throughProxy starts a proxy, and returns the ends that are connected to it. The kinds are those of the sockets
// on the way of a message.
func throughProxy(ctx Context, t task.Task, form func(libzmqSocket) Socket, kinds [4]Kind) (from, to Socket, err error) {
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
	go func() {
		err := ctx.(proxier).Proxy(frontend, backend)
		fmt.Fprintln(os.Stderr, "bench: the proxy ended:", err)
		os.Exit(1)
	}()
	return from, to, nil
}
