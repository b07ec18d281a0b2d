//go:build cgo

package worker

import (
	"errors"

	pebbe "github.com/pebbe/zmq4"
)

var pebbeForms = []Implementation{{Name: "pebbe", Title: "pebbe/zmq4", Workloads: everything, Open: openPebbe}}

type pebbeContext struct{ *pebbe.Context }

func openPebbe(sockets int) (Context, error) {
	ctx, err := pebbe.NewContext()
	if err != nil {
		return nil, err
	}
	return pebbeContext{ctx}, ctx.SetMaxSockets(sockets)
}

var pebbeKinds = map[Kind]pebbe.Type{
	Push: pebbe.PUSH, Pull: pebbe.PULL, Req: pebbe.REQ, Rep: pebbe.REP, Pub: pebbe.PUB, Sub: pebbe.SUB,
	Dealer: pebbe.DEALER, Router: pebbe.ROUTER,
}

func (ctx pebbeContext) Socket(kind Kind, size int) (Socket, error) {
	socket, err := ctx.NewSocket(pebbeKinds[kind])
	if err != nil {
		return nil, err
	}
	keepOpen(ctx.Context, socket)
	return pebbeSocket{socket, make([]byte, size), new(kept)}, socket.SetLinger(0)
}

func (ctx pebbeContext) Poller(sockets []Socket) func() (int, error) {
	items := pebbe.NewPoller()
	index := make(map[*pebbe.Socket]int)
	for i, s := range sockets {
		socket := s.(pebbeSocket).Socket
		items.Add(socket, pebbe.POLLIN)
		index[socket] = i
	}
	return func() (int, error) {
		ready, err := items.Poll(-1)
		if err := onlyOne(len(ready), err); err != nil {
			return 0, err
		}
		return index[ready[0].Socket], nil
	}
}

func (ctx pebbeContext) Proxy(frontend, backend, capture Socket) error {
	var copied *pebbe.Socket
	if capture != nil {
		copied = capture.(pebbeSocket).Socket
	}
	return pebbe.Proxy(frontend.(pebbeSocket).Socket, backend.(pebbeSocket).Socket, copied)
}

type pebbeSocket struct {
	*pebbe.Socket
	buffer []byte
	kept   *kept
}

func (s pebbeSocket) Bind(endpoint string) (string, error) {
	if err := s.Socket.Bind(endpoint); err != nil {
		return "", err
	}
	return s.GetLastEndpoint()
}

func (s pebbeSocket) Subscribe() error {
	return s.SetSubscribe("")
}

func (s pebbeSocket) Unlimited() error {
	if err := s.SetSndhwm(0); err != nil {
		return err
	}
	return s.SetRcvhwm(0)
}

func (s pebbeSocket) SendSize(size int) error {
	_, err := s.SendBytes(s.buffer[:size], 0)
	return err
}

func (s pebbeSocket) RecvSize() (int, error) {
	received, err := s.RecvBytes(0)
	return len(received), err
}

func (s pebbeSocket) SendN(n int) error {
	for range n {
		if _, err := s.SendBytes(s.buffer, 0); err != nil {
			return err
		}
	}
	return nil
}

func (s pebbeSocket) RecvN(n int) error {
	for range n {
		received, err := s.RecvBytes(0)
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

func (s pebbeSocket) RecvRouted(n int) error {
	for range n {
		parts, err := s.RecvMessageBytes(0)
		if err != nil {
			return err
		}
		if len(parts) != 2 || len(parts[1]) != len(s.buffer) {
			return errors.New("a message with other parts than a name and what was sent")
		}
	}
	return nil
}
