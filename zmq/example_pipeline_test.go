package zmq_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strconv"
	"sync"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// A pipeline: a ventilator hands out work, workers do it in parallel, and a sink collects the results.
func Example_pipeline() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	var workers sync.WaitGroup
	defer workers.Wait() // they end with the context's Close
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)

	ventilator, err := z.Open(zmq.Push, zmq.Bind("inproc://tasks"))
	if err != nil {
		log.Fatal(err)
	}
	sink, err := z.Open(zmq.Pull, zmq.Bind("inproc://results"))
	if err != nil {
		log.Fatal(err)
	}
	for range 4 {
		workers.Go(func() {
			if err := squareTasks(ctx, z); !errors.Is(err, zmq.ErrClosed) {
				log.Println("worker:", err)
			}
		})
	}

	for i := range 100 { // the first waits until there is a worker
		if err := ventilator.SendString(ctx, strconv.Itoa(i)); err != nil {
			log.Fatal(err)
		}
	}
	sum := 0
	for range 100 {
		result, err := sink.RecvString(ctx)
		if err != nil {
			log.Fatal(err)
		}
		square, err := strconv.Atoi(result)
		if err != nil {
			log.Fatal(err)
		}
		sum += square
	}
	fmt.Println("sum of the squares:", sum)
	// Output:
	// sum of the squares: 328350
}

// squareTasks is a worker: it squares each number that arrives, until the context is closed.
func squareTasks(ctx context.Context, z *zmq.Context) error {
	tasks, err := z.Open(zmq.Pull, zmq.Connect("inproc://tasks"))
	if err != nil {
		return err
	}
	results, err := z.Open(zmq.Push, zmq.Connect("inproc://results"))
	if err != nil {
		return err
	}
	for {
		task, err := tasks.RecvString(ctx)
		if err != nil {
			return err
		}
		n, err := strconv.Atoi(task)
		if err != nil {
			return err
		}
		if err := results.SendString(ctx, strconv.Itoa(n*n)); err != nil {
			return err
		}
	}
}
