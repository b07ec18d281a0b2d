package worker

import (
	"fmt"
	"runtime/debug"

	"github.com/zmqgen/zmqgen/bench/task"
)

// blocked measures what receivers cost that wait at once, each in a goroutine of its own. Then each of
// them gets a message, which shows that it did wait.
func blocked(ctx Context, t task.Task) (task.Result, error) {
	debug.SetMaxThreads(t.Peers + 10_000) // Go ends a program with more than 10,000
	push, err := ctx.Socket(Push, t.Size)
	if err != nil {
		return task.Result{}, err
	}
	pulls, err := bindAll(ctx, t, push)
	if err != nil {
		return task.Result{}, err
	}
	before, err := settled()
	if err != nil {
		return task.Result{}, err
	}
	received := make(chan error, len(pulls))
	for _, pull := range pulls {
		go func() { received <- pull.RecvN(1) }()
	}
	during, err := settled()
	if err != nil {
		return task.Result{}, err
	}
	if len(received) > 0 {
		return task.Result{}, fmt.Errorf("%d receivers did not block: %v", len(received), <-received)
	}
	wakeups, err := wakeups()
	if err != nil {
		return task.Result{}, err
	}
	if err := push.SendN(len(pulls)); err != nil { // to each in turn
		return task.Result{}, err
	}
	for range pulls {
		if err := <-received; err != nil {
			return task.Result{}, err
		}
	}
	return task.Result{
		Count:     len(pulls),
		Threads:   during.threads - before.threads,
		Kilobytes: during.kilobytes - before.kilobytes,
		Wakeups:   wakeups,
	}, nil
}

// bindAll opens the receivers, and connects the sender to each.
func bindAll(ctx Context, t task.Task, push Socket) ([]Socket, error) {
	pulls := make([]Socket, t.Peers)
	for i := range pulls {
		var err error
		if pulls[i], err = ctx.Socket(Pull, t.Size); err != nil {
			return nil, err
		}
		endpoint, err := pulls[i].Bind(listenAt(task.Inproc, i))
		if err != nil {
			return nil, err
		}
		if err := push.Connect(endpoint); err != nil {
			return nil, err
		}
	}
	return pulls, nil
}
