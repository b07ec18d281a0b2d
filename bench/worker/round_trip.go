package worker

import (
	"slices"
	"time"

	"github.com/zmqgen/zmqgen/bench/task"
)

// roundTrips measures the time of each request until its reply.
func roundTrips(ctx Context, t task.Task) (task.Result, error) {
	req, rep, err := pair(t, 0, ctx, Req, ctx, Rep)
	if err != nil {
		return task.Result{}, err
	}
	return trips(req, rep, t)
}

func trips(req, rep Socket, t task.Task) (task.Result, error) {
	replied := make(chan error)
	go func() { replied <- reply(rep, t.Warmup+t.Count) }()
	times := make([]int64, max(t.Warmup, t.Count))
	if err := ask(req, times[:t.Warmup]); err != nil {
		return task.Result{}, err
	}
	meter := start()
	if err := ask(req, times[:t.Count]); err != nil {
		return task.Result{}, err
	}
	result := meter.stop(t.Count)
	if err := <-replied; err != nil {
		return task.Result{}, err
	}
	times = times[:t.Count]
	slices.Sort(times)
	result.P50, result.P99 = times[t.Count/2], times[t.Count*99/100]
	return result, nil
}

func reply(rep Socket, n int) error {
	for range n {
		if err := rep.RecvN(1); err != nil {
			return err
		}
		if err := rep.SendN(1); err != nil {
			return err
		}
	}
	return nil
}

func ask(req Socket, times []int64) error {
	for i := range times {
		began := time.Now()
		if err := req.SendN(1); err != nil {
			return err
		}
		if err := req.RecvN(1); err != nil {
			return err
		}
		times[i] = time.Since(began).Nanoseconds()
	}
	return nil
}
