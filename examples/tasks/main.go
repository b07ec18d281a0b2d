// Tasks shares work between any number of workers: a ventilator hands it out, and a sink collects the results.
//
//	$ go run ./examples/tasks sink &
//	listening on tcp://0.0.0.0:5558
//	$ go run ./examples/tasks worker &
//	$ go run ./examples/tasks worker &
//	$ go run ./examples/tasks -workers 2 ventilator
//	listening on tcp://0.0.0.0:5557
//	100 tasks of 5.1s are on their way
//
// The sink then prints how long it took. The flags -tasks and -results set where the ventilator and the sink listen, -n
// sets the number of tasks, and -workers the number of workers to wait for.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

var (
	tasks   = flag.String("tasks", "", "where the ventilator listens (default \"tcp://*:5557\", or for workers tcp://127.0.0.1:5557)")
	results = flag.String("results", "", "where the sink listens (default \"tcp://*:5558\", or for the others tcp://127.0.0.1:5558)")
	number  = flag.Int("n", 100, "how many tasks to hand out")
	workers = flag.Int("workers", 1, "how many workers to wait for")
)

var roles = map[string]func(context.Context, *zmq.Context) error{"ventilator": ventilate, "worker": work, "sink": collect}

func main() {
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: tasks [flags] ventilator|worker|sink")
		flag.PrintDefaults()
	}
	flag.Parse()
	role, known := roles[flag.Arg(0)]
	if !known {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, role); err != nil {
		fmt.Fprintln(os.Stderr, "tasks:", err)
		os.Exit(1)
	}
}

// run runs the role with a ZeroMQ context. Messages that are unsent when the role ends get one second.
func run(ctx context.Context, role func(context.Context, *zmq.Context) error) (err error) {
	z, err := zmq.NewContext()
	if err != nil {
		return err
	}
	defer func() {
		ending, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		err = errors.Join(err, z.Close(ending))
	}()
	if err := role(ctx, z); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil // interrupted: a clean end
}

// ventilate waits for the workers and hands out the tasks in turn, no matter how long each takes.
func ventilate(ctx context.Context, z *zmq.Context) error {
	sink, err := z.Open(zmq.Push, zmq.Connect(cmp.Or(*results, "tcp://127.0.0.1:5558")))
	if err != nil {
		return err
	}
	s, err := z.Open(zmq.Push)
	if err != nil {
		return err
	}
	connections, err := s.Monitor(zmq.EventAccepted) // before any worker can connect
	if err != nil {
		return err
	}
	if _, err := s.Bind(cmp.Or(*tasks, "tcp://*:5557")); err != nil {
		return err
	}
	fmt.Println("listening on", s.Endpoint())
	for range *workers {
		if _, err := connections.Next(ctx); err != nil {
			return err
		}
	}

	if err := sink.SendParts(ctx, []byte("expect"), fmt.Append(nil, *number)); err != nil {
		return err
	}
	var total time.Duration
	for range *number {
		task := time.Duration(1+rand.IntN(100)) * time.Millisecond
		if err := s.SendString(ctx, task.String()); err != nil {
			return err
		}
		total += task
	}
	fmt.Printf("%d tasks of %v are on their way\n", *number, total)
	return nil
}

// work does each task, which is to sleep for a while.
func work(ctx context.Context, z *zmq.Context) error {
	s, err := z.Open(zmq.Pull, zmq.Connect(cmp.Or(*tasks, "tcp://127.0.0.1:5557")))
	if err != nil {
		return err
	}
	sink, err := z.Open(zmq.Push, zmq.Connect(cmp.Or(*results, "tcp://127.0.0.1:5558")))
	if err != nil {
		return err
	}
	for task, err := range s.Messages(ctx) {
		if err != nil {
			return err
		}
		effort, err := time.ParseDuration(task.String())
		if err != nil {
			return err
		}
		select {
		case <-time.After(effort):
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := sink.SendParts(ctx, []byte("done"), task.Body()); err != nil {
			return err
		}
	}
	return nil
}

// collect counts results until it has as many as the ventilator announced. Results and announcement arrive over
// different connections, in any order.
func collect(ctx context.Context, z *zmq.Context) error {
	s, err := z.Open(zmq.Pull, zmq.Bind(cmp.Or(*results, "tcp://*:5558")))
	if err != nil {
		return err
	}
	fmt.Println("listening on", s.Endpoint())
	var start time.Time
	for done, expected := 0, -1; done != expected; {
		var m zmq.Message
		if err := s.RecvMessage(ctx, &m); err != nil {
			return err
		}
		if start.IsZero() {
			start = time.Now()
		}
		switch string(m.Part(0)) {
		case "expect":
			if expected, err = strconv.Atoi(string(m.Body())); err != nil {
				return err
			}
		case "done":
			done++
		}
	}
	fmt.Println("all done in", time.Since(start).Round(time.Millisecond))
	return nil
}
