package zmq_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// A publisher sends the weather of all places, and a subscriber averages the temperature of one.
func Example_weather() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)

	publisher, err := z.Open(zmq.XPub, zmq.Bind("tcp://127.0.0.1:*"))
	if err != nil {
		log.Fatal(err)
	}
	subscriber, err := z.Open(zmq.Sub, zmq.Connect(publisher.Endpoint()), zmq.Subscribe("10001 "))
	if err != nil {
		log.Fatal(err)
	}
	published := make(chan error, 1)
	go func() { published <- publishWeather(ctx, publisher, 10) }()

	average, err := averageTemperature(ctx, subscriber, 10)
	if err != nil {
		log.Fatal(err)
	}
	if err := <-published; err != nil {
		log.Fatal(err)
	}
	fmt.Printf("10001: %.1f degrees on average\n", average)
	// Output:
	// 10001: 24.5 degrees on average
}

// publishWeather sends some rounds of updates, once somebody has subscribed. A Pub does not wait for that
// and drops messages that nobody subscribed to; an XPub learns of each new subscription.
func publishWeather(ctx context.Context, publisher *zmq.Socket, rounds int) error {
	if _, err := publisher.Recv(ctx); err != nil {
		return err
	}
	for round := range rounds {
		for zip := 10000; zip < 10005; zip++ {
			update := fmt.Sprintf("%05d %d", zip, 20+round)
			if err := publisher.SendString(ctx, update); err != nil {
				return err
			}
		}
	}
	return nil
}

// averageTemperature reads some updates of the one place that the socket subscribed to.
func averageTemperature(ctx context.Context, subscriber *zmq.Socket, updates int) (float64, error) {
	total := 0
	for range updates {
		update, err := subscriber.RecvString(ctx)
		if err != nil {
			return 0, err
		}
		var zip, degrees int
		if _, err := fmt.Sscan(update, &zip, &degrees); err != nil {
			return 0, fmt.Errorf("update %q: %w", update, err)
		}
		total += degrees
	}
	return float64(total) / float64(updates), nil
}
