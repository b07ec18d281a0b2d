package zmq_test

import (
	"context"
	"fmt"
	"log"
	"sync"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// One goroutine reads two sockets: Poll reports which of them has a message.
func ExamplePoll() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)

	// The sockets to read, and their peers.
	var read, write [2]*zmq.Socket
	for i, name := range []string{"inproc://tasks", "inproc://news"} {
		if read[i], err = z.Open(zmq.Pull, zmq.Bind(name)); err != nil {
			log.Fatal(err)
		}
		if write[i], err = z.Open(zmq.Push, zmq.Connect(name)); err != nil {
			log.Fatal(err)
		}
	}
	for i, text := range []string{"a task", "news", "a further task"} {
		if err := write[i%2].SendString(ctx, text); err != nil {
			log.Fatal(err)
		}
	}

	items := []zmq.PollItem{
		{Socket: read[0], Events: zmq.PollIn},
		{Socket: read[1], Events: zmq.PollIn},
	}
	for left := 3; left > 0; {
		n, err := zmq.Poll(ctx, items)
		if err != nil {
			log.Fatal(err)
		}
		left -= n
		for _, item := range items {
			if item.Ready&zmq.PollIn == 0 {
				continue
			}
			text, err := item.Socket.RecvString(ctx)
			if err != nil {
				log.Fatal(err)
			}
			fmt.Println(text)
		}
	}
	// Output:
	// a task
	// news
	// a further task
}

// A goroutine for each of two sockets does the same without Poll. Most programs are simpler that way.
func Example_goroutines() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)

	var readers sync.WaitGroup
	for _, name := range []string{"inproc://tasks", "inproc://news"} {
		read, err := z.Open(zmq.Pull, zmq.Bind(name))
		if err != nil {
			log.Fatal(err)
		}
		readers.Go(func() {
			text, err := read.RecvString(ctx)
			if err != nil {
				log.Fatal(err)
			}
			fmt.Println(text)
		})
		write, err := z.Open(zmq.Push, zmq.Connect(name))
		if err != nil {
			log.Fatal(err)
		}
		if err := write.SendString(ctx, "came over "+name); err != nil {
			log.Fatal(err)
		}
	}
	readers.Wait()
	// Unordered output:
	// came over inproc://news
	// came over inproc://tasks
}
