// Command bench measures how fast messages pass through package libzmq, and through other ways to use
// ZeroMQ from Go, as ratios to libzmq in C in the same run.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"github.com/zmqgen/zmqgen/bench/runner"
	"github.com/zmqgen/zmqgen/bench/task"
	"github.com/zmqgen/zmqgen/bench/worker"
)

func main() {
	if err := run(os.Args[1:]); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) > 1 && args[0] == "-worker" {
		return work(args[1], args[2:])
	}
	f, err := parseFlags(args)
	if err != nil {
		return err
	}
	options, err := f.options()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	r, err := runner.Run(ctx, options)
	if err != nil {
		return err
	}
	return f.write(r)
}

// work is what the runner starts this program for, once for each run.
func work(name string, args []string) error {
	t, err := task.Parse(args)
	if err != nil {
		return err
	}
	result, err := worker.Run(name, t)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(result)
}
