//go:build czmq

package worker

import (
	"fmt"
	"strings"

	goczmq "github.com/go-zeromq/goczmq/v4"
)

// WithCzmq says whether goczmq takes part: it needs libczmq, which the tag czmq says is there.
const WithCzmq = true

var goczmqForms = []Implementation{{Name: "goczmq", Title: "goczmq", Workloads: everything, Open: openGoczmq}}

// goczmqContext is empty: czmq has one context for the process, which ends with it.
type goczmqContext struct{}

func openGoczmq(int) (Context, error) {
	return goczmqContext{}, nil
}

var goczmqKinds = map[Kind]int{
	Push: goczmq.Push, Pull: goczmq.Pull, Req: goczmq.Req, Rep: goczmq.Rep, Pub: goczmq.Pub, Sub: goczmq.Sub,
}

func (goczmqContext) Socket(kind Kind, size int) (Socket, error) {
	socket := goczmq.NewSock(goczmqKinds[kind], goczmq.SockSetLinger(0))
	return goczmqSocket{socket, make([]byte, size)}, nil
}

func (goczmqContext) Close() error {
	return nil
}

type goczmqSocket struct {
	*goczmq.Sock
	buffer []byte
}

func (s goczmqSocket) Bind(endpoint string) (string, error) {
	port, err := s.Sock.Bind(endpoint)
	return strings.Replace(endpoint, ":*", fmt.Sprintf(":%d", port), 1), err
}

func (s goczmqSocket) Subscribe() error {
	s.SetOption(goczmq.SockSetSubscribe(""))
	return nil
}

func (s goczmqSocket) Unlimited() error {
	s.SetOption(goczmq.SockSetSndhwm(0))
	s.SetOption(goczmq.SockSetRcvhwm(0))
	return nil
}

func (s goczmqSocket) SendSize(size int) error {
	return s.SendFrame(s.buffer[:size], goczmq.FlagNone)
}

func (s goczmqSocket) RecvSize() (int, error) {
	received, _, err := s.RecvFrame()
	return len(received), err
}

func (s goczmqSocket) Close() error {
	s.Destroy()
	return nil
}

func (s goczmqSocket) SendN(n int) error {
	for range n {
		if err := s.SendFrame(s.buffer, goczmq.FlagNone); err != nil {
			return err
		}
	}
	return nil
}

func (s goczmqSocket) RecvN(n int) error {
	for range n {
		received, _, err := s.RecvFrame()
		if err != nil {
			return err
		}
		if len(received) != len(s.buffer) {
			return wrongSize(len(received), len(s.buffer))
		}
	}
	return nil
}
