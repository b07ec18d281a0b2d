package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"

	"github.com/zmqgen/zmqgen/zmq"
)

// ask requests the service for each argument of the command line.
func ask(ctx context.Context, z *zmq.Context) error {
	for _, text := range flag.Args()[1:] {
		reply, err := askAgain(ctx, z, text)
		if err != nil {
			return err
		}
		fmt.Println(reply)
	}
	return nil
}

// askAgain sends a request until a reply arrives in time, at most a few times.
func askAgain(ctx context.Context, z *zmq.Context, text string) (string, error) {
	for range *attempts {
		reply, err := askOnce(ctx, z, text)
		if ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded) {
			return reply, err
		}
	}
	return "", fmt.Errorf("no reply from the service %q", *service)
}

// askOnce sends a request with a socket of its own, because a Req cannot send again without a reply. A Relaxed one can,
// but it adds a number before the empty part, which the protocol does not allow.
func askOnce(ctx context.Context, z *zmq.Context, text string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, *timeout)
	defer cancel()
	s, err := z.Open(zmq.Req, zmq.Linger(0), zmq.Connect(cmp.Or(*endpoint, "tcp://127.0.0.1:5562")))
	if err != nil {
		return "", err
	}
	defer s.Close()
	if err := s.SendMessage(ctx, zmq.Text(clientProtocol, *service, text)); err != nil {
		return "", err
	}
	var reply zmq.Message
	err = s.RecvMessage(ctx, &reply)
	return string(reply.Body()), err
}
