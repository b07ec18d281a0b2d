package worker

import (
	"context"
	"slices"
	"time"

	"github.com/zmqgen/zmqgen/bench/task"
	"github.com/zmqgen/zmqgen/zmq"
)

// zmqForms are the ways to send and receive with package zmq.
var zmqForms = []Implementation{
	{Name: "zmq", Title: "zmq Send, RecvInto", NoCgo: true, Workloads: everything, Open: openZMQ(newZMQInto)},
	{Name: "zmq-poll", Title: "zmq Send, RecvInto, BusyPoll", Workloads: []string{task.RoundTrip}, Open: openZMQ(newZMQInto, zmq.BusyPoll(time.Millisecond))},
	{Name: "zmq-recv", Title: "zmq Send, Recv", Workloads: onlyPushPull, Open: openZMQ(newZMQRecv)},
	{Name: "zmq-batch", Title: "zmq SendBatch, RecvBatch", NoCgo: true, Workloads: throughput, Open: openZMQ(newZMQBatches)},
}

// background is the context of every call: nothing here ends before its time.
var background = context.Background()

type zmqContext struct {
	*zmq.Context
	form    func(zmqSocket) Socket
	options []zmq.Option // of each socket
}

func openZMQ(form func(zmqSocket) Socket, options ...zmq.Option) func(int) (Context, error) {
	return func(sockets int) (Context, error) {
		ctx, err := zmq.NewContext(zmq.MaxSockets(sockets))
		if err != nil {
			return nil, err
		}
		return zmqContext{ctx, form, append(options, zmq.Linger(0))}, nil
	}
}

var zmqKinds = map[Kind]zmq.SocketType{
	Push: zmq.Push, Pull: zmq.Pull, Req: zmq.Req, Rep: zmq.Rep, Pub: zmq.Pub, Sub: zmq.Sub,
	Dealer: zmq.Dealer, Router: zmq.Router,
}

func (ctx zmqContext) Socket(kind Kind, size int) (Socket, error) {
	socket, err := ctx.Open(zmqKinds[kind], ctx.options...)
	if err != nil {
		return nil, err
	}
	keepOpen(ctx.Context, socket)
	return ctx.form(zmqSocket{socket, make([]byte, size)}), nil
}

func (ctx zmqContext) Poller(sockets []Socket) func() (int, error) {
	items := make([]zmq.PollItem, len(sockets))
	for i, s := range sockets {
		items[i] = zmq.PollItem{Socket: s.(zmqInto).Socket, Events: zmq.PollIn}
	}
	return func() (int, error) {
		n, err := zmq.Poll(background, items)
		return slices.IndexFunc(items, func(item zmq.PollItem) bool { return item.Ready != 0 }), onlyOne(n, err)
	}
}

func (ctx zmqContext) Proxy(frontend, backend, capture Socket) error {
	proxy := zmq.Proxy{Frontend: frontend.(zmqInto).Socket, Backend: backend.(zmqInto).Socket}
	if capture != nil {
		proxy.Capture = capture.(zmqInto).Socket
	}
	return proxy.Run(background)
}

// zmqSocket is what the forms have in common.
type zmqSocket struct {
	*zmq.Socket
	buffer []byte
}

func (s zmqSocket) Subscribe() error {
	return s.Set(zmq.Subscribe(""))
}

func (s zmqSocket) Unlimited() error {
	return s.Set(zmq.SendHWM(0), zmq.RecvHWM(0))
}

func (s zmqSocket) SendSize(size int) error {
	return s.Send(background, s.buffer[:size])
}

func (s zmqSocket) RecvSize() (int, error) {
	return s.RecvInto(background, s.buffer)
}

func (s zmqSocket) SendN(n int) error {
	for range n {
		if err := s.Send(background, s.buffer); err != nil {
			return err
		}
	}
	return nil
}

func (s zmqSocket) RecvRouted(n int) error {
	var m zmq.Message
	for range n {
		if err := s.RecvMessage(background, &m); err != nil {
			return err
		}
		if size := len(m.Body()); m.Len() != 2 || size != len(s.buffer) {
			return wrongSize(size, len(s.buffer))
		}
	}
	return nil
}

// zmqInto receives into one buffer.
type zmqInto struct{ zmqSocket }

func newZMQInto(s zmqSocket) Socket { return zmqInto{s} }

func (s zmqInto) RecvN(n int) error {
	for range n {
		size, err := s.RecvInto(background, s.buffer)
		if err != nil {
			return err
		}
		if size != len(s.buffer) {
			return wrongSize(size, len(s.buffer))
		}
	}
	return nil
}

// zmqRecv receives each message into memory of its own.
type zmqRecv struct {
	zmqSocket
	kept *kept
}

func newZMQRecv(s zmqSocket) Socket { return zmqRecv{s, new(kept)} }

func (s zmqRecv) RecvN(n int) error {
	for range n {
		received, err := s.Recv(background)
		if err != nil {
			return err
		}
		if len(received) != len(s.buffer) {
			return wrongSize(len(received), len(s.buffer))
		}
		s.kept.add(received)
	}
	return nil
}
