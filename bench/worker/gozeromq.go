package worker

import (
	"context"
	"strings"

	gozeromq "github.com/go-zeromq/zmq4"

	"github.com/zmqgen/zmqgen/bench/task"
)

// Its Push sends each message to all peers, so it cannot take part in task.Blocked.
var goZeroMQForms = []Implementation{{
	Name: "go-zeromq", Title: "go-zeromq/zmq4", Open: openGoZeroMQ,
	Workloads: []string{task.PushPull, task.RoundTrip, task.FanOut},
}}

type goZeroMQContext struct{}

func openGoZeroMQ(int) (Context, error) {
	return goZeroMQContext{}, nil
}

var goZeroMQKinds = map[Kind]func(context.Context, ...gozeromq.Option) gozeromq.Socket{
	Push: gozeromq.NewPush, Pull: gozeromq.NewPull,
	Req: gozeromq.NewReq, Rep: gozeromq.NewRep,
	Pub: gozeromq.NewPub, Sub: gozeromq.NewSub,
}

func (goZeroMQContext) Socket(kind Kind, size int) (Socket, error) {
	return goZeroMQSocket{goZeroMQKinds[kind](context.Background()), make([]byte, size), new(kept)}, nil
}

type goZeroMQSocket struct {
	gozeromq.Socket
	buffer []byte
	kept   *kept
}

func (s goZeroMQSocket) Bind(endpoint string) (string, error) {
	if err := s.Listen(anyPort(endpoint)); err != nil {
		return "", err
	}
	if strings.HasPrefix(endpoint, "tcp:") {
		return "tcp://" + s.Addr().String(), nil
	}
	return endpoint, nil
}

func (s goZeroMQSocket) Connect(endpoint string) error {
	return s.Dial(endpoint)
}

func (s goZeroMQSocket) Subscribe() error {
	return s.SetOption(gozeromq.OptionSubscribe, "")
}

// Unlimited has nothing to take away: the option for the high-water mark is not implemented.
func (s goZeroMQSocket) Unlimited() error {
	return nil
}

func (s goZeroMQSocket) SendSize(size int) error {
	return s.Send(gozeromq.NewMsg(s.buffer[:size]))
}

func (s goZeroMQSocket) RecvSize() (int, error) {
	received, err := s.Recv()
	return len(received.Bytes()), err
}

func (s goZeroMQSocket) SendN(n int) error {
	for range n {
		if err := s.Send(gozeromq.NewMsg(s.buffer)); err != nil {
			return err
		}
	}
	return nil
}

func (s goZeroMQSocket) RecvN(n int) error {
	for range n {
		received, err := s.Recv()
		if err != nil {
			return err
		}
		message := received.Bytes()
		if len(message) != len(s.buffer) {
			return wrongSize(len(message), len(s.buffer))
		}
		s.kept.add(message)
	}
	return nil
}
