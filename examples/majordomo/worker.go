package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// services are the functions that workers offer, by name.
var services = map[string]func([]byte) []byte{
	"upper":  bytes.ToUpper,
	"lower":  bytes.ToLower,
	"length": func(text []byte) []byte { return fmt.Append(nil, len(text)) },
}

// errGone reports that the broker is silent, or does not know the worker.
var errGone = errors.New("the broker is gone")

// work connects again each time the broker is lost.
func work(ctx context.Context, z *zmq.Context) error {
	do, known := services[*service]
	if !known {
		return fmt.Errorf("unknown service %q", *service)
	}
	for {
		if err := serve(ctx, z, do); err != errGone {
			return err
		}
		fmt.Println("connecting again")
	}
}

// serve handles the broker's requests. Each call opens a new socket, which the broker takes for a new worker.
func serve(ctx context.Context, z *zmq.Context, do func([]byte) []byte) error {
	s, err := z.Open(zmq.Dealer, zmq.Linger(100*time.Millisecond), zmq.Connect(cmp.Or(*endpoint, "tcp://127.0.0.1:5562")))
	if err != nil {
		return err
	}
	defer s.Close()
	if err := tell(ctx, s, commandReady, []byte(*service)); err != nil {
		return err
	}
	ending := context.WithoutCancel(ctx)
	defer func() { _ = tell(ending, s, commandDisconnect) }() // otherwise, the broker notices by itself

	messages := s.Incoming(ctx, 0)
	beats := time.NewTicker(*heartbeat)
	defer beats.Stop()
	for heard := time.Now(); ; {
		select {
		case message, ok := <-messages.C:
			if !ok {
				return messages.Err()
			}
			heard = time.Now()
			err = obey(ctx, s, message, do)
		case <-beats.C:
			if time.Since(heard) > patience() {
				return errGone
			}
			err = tell(ctx, s, commandHeartbeat)
		}
		if err != nil {
			return err
		}
	}
}

// obey carries out one command of the broker.
func obey(ctx context.Context, s *zmq.Socket, message zmq.Message, do func([]byte) []byte) error {
	_, content := message.Envelope()
	if len(content) < 2 || string(content[0]) != workerProtocol {
		return nil
	}
	switch rest := content[2:]; {
	case string(content[1]) == commandDisconnect:
		return errGone
	case string(content[1]) == commandRequest && len(rest) > 2: // the client, an empty part, the body
		return tell(ctx, s, commandReply, rest[0], nil, do(rest[2]))
	}
	return nil
}

// tell sends a command to the broker.
func tell(ctx context.Context, s *zmq.Socket, command string, rest ...[]byte) error {
	parts := [][]byte{nil, []byte(workerProtocol), []byte(command)}
	return s.SendParts(ctx, append(parts, rest...)...)
}
