package zmq_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// Sockets as channels: a select reads two of them, and could wait for timers and other channels too.
func ExampleSocket_Incoming() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	tasks, err := z.Open(zmq.Pull, zmq.Bind("inproc://tasks"))
	if err != nil {
		log.Fatal(err)
	}
	control, err := z.Open(zmq.Pair, zmq.Bind("inproc://control"))
	if err != nil {
		log.Fatal(err)
	}

	// The goroutine that hands out the tasks says when they are done.
	go func() {
		sender, err := z.Open(zmq.Push, zmq.Connect("inproc://tasks"))
		if err != nil {
			log.Fatal(err)
		}
		defer sender.Close()
		for i := range 3 {
			if err := sender.SendString(ctx, fmt.Sprint("task ", i)); err != nil {
				log.Fatal(err)
			}
		}
	}()
	stop, err := z.Open(zmq.Pair, zmq.Connect("inproc://control"))
	if err != nil {
		log.Fatal(err)
	}

	reading, cancelReading := context.WithCancel(ctx)
	defer cancelReading()
	taskMessages, controlMessages := tasks.Incoming(reading, 0), control.Incoming(reading, 0)
	for done := 0; ; {
		select {
		case task, ok := <-taskMessages.C:
			if !ok {
				log.Fatal(taskMessages.Err())
			}
			fmt.Println(task)
			if done++; done == 3 {
				if err := stop.SendString(ctx, "stop"); err != nil {
					log.Fatal(err)
				}
			}
		case command := <-controlMessages.C:
			fmt.Println(command)
			cancelReading()
			_, err := taskMessages.Wait()
			fmt.Println(errors.Is(err, context.Canceled))
			return
		}
	}
	// Output:
	// task 0
	// task 1
	// task 2
	// stop
	// true
}

// Messages put into a channel are sent. Wait returns those that were not.
func ExampleSocket_Outgoing() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	receiver, err := z.Open(zmq.Pull, zmq.Bind("inproc://lines"))
	if err != nil {
		log.Fatal(err)
	}
	sender, err := z.Open(zmq.Push, zmq.Connect("inproc://lines"))
	if err != nil {
		log.Fatal(err)
	}

	out := sender.Outgoing(ctx, 10)
	for _, line := range []string{"one", "two"} {
		select {
		case out.C <- zmq.Text(line):
		case <-out.Done: // no more are sent: Wait returns the reason
		}
	}
	close(out.C)
	unsent, err := out.Wait()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("not sent:", len(unsent))
	for range 2 {
		line, err := receiver.RecvString(ctx)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(line)
	}
	// Output:
	// not sent: 0
	// one
	// two
}
