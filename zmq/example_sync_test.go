package zmq_test

import (
	"context"
	"fmt"
	"log"
	"sync"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// A publisher that knows how many subscribers to expect begins when all of them listen. They say so over
// a second connection, and only after the feed has reached them: messages on two connections have no
// common order.
func Example_synchronizedPublisher() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	feed, err := z.Open(zmq.Pub, zmq.Bind("tcp://127.0.0.1:*"))
	if err != nil {
		log.Fatal(err)
	}
	ready, err := z.Open(zmq.Pull, zmq.Bind("tcp://127.0.0.1:*"))
	if err != nil {
		log.Fatal(err)
	}

	const expected = 3
	var subscribers sync.WaitGroup
	for range expected {
		subscribers.Go(func() {
			n, err := countUpdates(ctx, z, feed.Endpoint(), ready.Endpoint())
			if err != nil {
				log.Fatal(err)
			}
			fmt.Println(n, "updates")
		})
	}
	if err := publishWhenReady(ctx, feed, ready, expected); err != nil {
		log.Fatal(err)
	}
	subscribers.Wait()
	// Output:
	// 100 updates
	// 100 updates
	// 100 updates
}

// publishWhenReady calls the subscribers until all have answered, and then publishes.
func publishWhenReady(ctx context.Context, feed, ready *zmq.Socket, expected int) error {
	answers := ready.Incoming(ctx, 0)
	calls := time.NewTicker(time.Millisecond)
	defer calls.Stop()
	for answered := 0; answered < expected; {
		select {
		case _, ok := <-answers.C:
			if !ok {
				return answers.Err()
			}
			answered++
		case <-calls.C:
			if err := feed.SendString(ctx, "who listens?"); err != nil {
				return err
			}
		}
	}
	for i := range 100 {
		if err := feed.SendString(ctx, fmt.Sprint("update ", i)); err != nil {
			return err
		}
	}
	return feed.SendString(ctx, "end")
}

// countUpdates answers the first call and counts the updates up to the end.
func countUpdates(ctx context.Context, z *zmq.Context, feed, ready string) (int, error) {
	updates, err := z.Open(zmq.Sub, zmq.Connect(feed), zmq.Subscribe(""))
	if err != nil {
		return 0, err
	}
	defer updates.Close()
	answer, err := z.Open(zmq.Push, zmq.Connect(ready))
	if err != nil {
		return 0, err
	}
	defer answer.Close()
	if _, err := updates.Recv(ctx); err != nil {
		return 0, err
	}
	if err := answer.SendString(ctx, "I do"); err != nil {
		return 0, err
	}
	for n := 0; ; {
		update, err := updates.RecvString(ctx)
		switch {
		case err != nil:
			return n, err
		case update == "end":
			return n, nil
		case update != "who listens?": // others have not answered yet
			n++
		}
	}
}
