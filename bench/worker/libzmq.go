package worker

import (
	"slices"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// libzmqForms are the ways to send and receive with the generated package. It blocks in C, and on one core wants room for
// other goroutines meanwhile.
var libzmqForms = []Implementation{
	{Name: "libzmq", Title: "libzmq Send, Recv", NoCgo: true, MaxProcs: 4, Workloads: everything, Open: openLibzmq(newCopies)},
	{Name: "libzmq-view", Title: "libzmq Send, Message.Recv", MaxProcs: 4, Workloads: onlyPushPull, Open: openLibzmq(newViews)},
	{Name: "libzmq-clone", Title: "libzmq Send, Message.Recv, bytes.Clone", MaxProcs: 4, Workloads: onlyPushPull, Open: openLibzmq(newClones)},
	{Name: "libzmq-message", Title: "libzmq Message", MaxProcs: 4, Workloads: onlyPushPull, Open: openLibzmq(newMessages)},
	{Name: "libzmq-batch", Title: "libzmq SendBatch, RecvBatch", NoCgo: true, MaxProcs: 4, Workloads: throughput, Open: openLibzmq(newBatches)},
	{Name: "libzmq-data", Title: "libzmq InitData, the same bytes", MaxProcs: 4, Shared: true, Workloads: onlyPushPull, Open: openLibzmq(newData)},
}

// libzmqContext opens sockets of one form.
type libzmqContext struct {
	*libzmq.Context
	form func(libzmqSocket) Socket
}

func openLibzmq(form func(libzmqSocket) Socket) func(int) (Context, error) {
	return func(sockets int) (Context, error) {
		ctx, err := libzmq.NewContext()
		if err != nil {
			return nil, err
		}
		return libzmqContext{ctx, form}, ctx.SetMaxSockets(sockets)
	}
}

var libzmqKinds = map[Kind]libzmq.SocketType{
	Push: libzmq.Push, Pull: libzmq.Pull, Req: libzmq.Req, Rep: libzmq.Rep, Pub: libzmq.Pub, Sub: libzmq.Sub,
	Dealer: libzmq.Dealer, Router: libzmq.Router,
}

func (ctx libzmqContext) Socket(kind Kind, size int) (Socket, error) {
	socket, err := ctx.NewSocket(libzmqKinds[kind])
	if err != nil {
		return nil, err
	}
	return ctx.form(libzmqSocket{socket, make([]byte, size)}), socket.SetLinger(0)
}

func (ctx libzmqContext) Poller(sockets []Socket) func() (int, error) {
	items := make([]libzmq.PollItem, len(sockets))
	for i, s := range sockets {
		items[i] = libzmq.PollItem{Socket: s.(copies).Socket, Events: libzmq.PollIn}
	}
	return func() (int, error) {
		n, err := libzmq.Poll(items, libzmq.Forever)
		return slices.IndexFunc(items, func(item libzmq.PollItem) bool { return item.Revents != 0 }), onlyOne(n, err)
	}
}

func (ctx libzmqContext) Proxy(frontend, backend, capture Socket) error {
	var copied *libzmq.Socket
	if capture != nil {
		copied = capture.(copies).Socket
	}
	return libzmq.Proxy(frontend.(copies).Socket, backend.(copies).Socket, copied)
}

// libzmqSocket is what the forms have in common.
type libzmqSocket struct {
	*libzmq.Socket
	buffer []byte
}

func (s libzmqSocket) Bind(endpoint string) (string, error) {
	if err := s.Socket.Bind(endpoint); err != nil {
		return "", err
	}
	return s.LastEndpoint()
}

func (s libzmqSocket) Subscribe() error {
	return s.Socket.Subscribe("")
}

func (s libzmqSocket) Unlimited() error {
	if err := s.SetSendHWM(0); err != nil {
		return err
	}
	return s.SetRecvHWM(0)
}

func (s libzmqSocket) SendSize(size int) error {
	_, err := s.Send(s.buffer[:size], 0)
	return err
}

func (s libzmqSocket) RecvSize() (int, error) {
	return s.Recv(s.buffer, 0)
}

func (s libzmqSocket) RecvRouted(n int) error {
	var name [255]byte
	for range n {
		if _, err := s.Recv(name[:], 0); err != nil {
			return err
		}
		size, err := s.Recv(s.buffer, 0)
		if err != nil {
			return err
		}
		if size != len(s.buffer) {
			return wrongSize(size, len(s.buffer))
		}
	}
	return nil
}
