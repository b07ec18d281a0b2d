//go:build czmq

package worker

import (
	"errors"
	"fmt"
	"strings"

	goczmq "github.com/go-zeromq/goczmq/v4"
)

// WithCzmq says whether goczmq takes part: it needs libczmq, which the tag czmq says is there.
const WithCzmq = true

var goczmqForms = []Implementation{{Name: "goczmq", Title: "goczmq", Workloads: basics, Open: openGoczmq}}

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
	return goczmqSocket{socket, make([]byte, size), new(kept)}, nil
}

type goczmqSocket struct {
	*goczmq.Sock
	buffer []byte
	kept   *kept
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
	return s.send(s.buffer[:size])
}

func (s goczmqSocket) RecvSize() (int, error) {
	received, err := s.receive()
	return len(received), err
}

// send tries again where a signal ended the call. czmq does not tell that from other failures, so those end
// with the time that a run has.
func (s goczmqSocket) send(message []byte) error {
	err := s.SendFrame(message, goczmq.FlagNone)
	for errors.Is(err, goczmq.ErrSendFrame) {
		err = s.SendFrame(message, goczmq.FlagNone)
	}
	return err
}

// receive tries again as send does.
func (s goczmqSocket) receive() ([]byte, error) {
	received, _, err := s.RecvFrame()
	for errors.Is(err, goczmq.ErrRecvFrame) {
		received, _, err = s.RecvFrame()
	}
	return received, err
}

func (s goczmqSocket) SendN(n int) error {
	for range n {
		if err := s.send(s.buffer); err != nil {
			return err
		}
	}
	return nil
}

func (s goczmqSocket) RecvN(n int) error {
	for range n {
		received, err := s.receive()
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
