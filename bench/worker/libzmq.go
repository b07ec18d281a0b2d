package worker

import (
	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// libzmqForms are the ways to send and receive with the generated package.
var libzmqForms = []Implementation{
	{Name: "libzmq", Title: "libzmq Send, Recv", NoCgo: true, Workloads: everything, Open: openLibzmq(newCopies)},
	{Name: "libzmq-view", Title: "libzmq Send, Message.Recv", Workloads: onlyPushPull, Open: openLibzmq(newViews)},
	{Name: "libzmq-message", Title: "libzmq Message", Workloads: onlyPushPull, Open: openLibzmq(newMessages)},
	{Name: "libzmq-batch", Title: "libzmq SendBatch, RecvBatch", NoCgo: true, Workloads: throughput, Open: openLibzmq(newBatches)},
	{Name: "libzmq-parts", Title: "libzmq SendParts, RecvParts", Workloads: onlyPushPull, Open: openLibzmq(newParts)},
	{Name: "libzmq-data", Title: "libzmq InitData, the same bytes", Shared: true, Workloads: onlyPushPull, Open: openLibzmq(newData)},
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
}

func (ctx libzmqContext) Socket(kind Kind, size int) (Socket, error) {
	socket, err := ctx.NewSocket(libzmqKinds[kind])
	if err != nil {
		return nil, err
	}
	return ctx.form(libzmqSocket{socket, make([]byte, size)}), socket.SetLinger(0)
}

func (ctx libzmqContext) Close() error {
	return ctx.Term()
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
