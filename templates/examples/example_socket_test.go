//go:build ignore

package libzmq_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/zmqgen/zmqgen/generated/v4.2.0"
)

func ExampleSocket_Bind() {
	ctx, sockets := open(libzmq.Rep)
	defer end(ctx, sockets)
	must(sockets[0].Bind("tcp://127.0.0.1:*")) // the system chooses a port
	endpoint, err := sockets[0].LastEndpoint()
	must(err)
	fmt.Println(strings.HasPrefix(endpoint, "tcp://127.0.0.1:"))
	// Output: true
}

func ExampleSocket_Recv() {
	ctx, sockets := open(libzmq.Pull, libzmq.Push)
	defer end(ctx, sockets)
	must(sockets[0].Bind("inproc://recv"))
	must(sockets[1].Connect("inproc://recv"))
	send(sockets[1], "more than fits")

	buf := make([]byte, 4)
	n, err := sockets[0].Recv(buf, 0)
	must(err)
	if n > len(buf) {
		fmt.Printf("%q, and %d bytes are lost\n", buf, n-len(buf))
	}
	// Output: "more", and 10 bytes are lost
}

func ExampleSocket_SendParts() {
	ctx, sockets := open(libzmq.Pull, libzmq.Push)
	defer end(ctx, sockets)
	must(sockets[0].Bind("inproc://parts"))
	must(sockets[1].Connect("inproc://parts"))

	_, err := sockets[1].SendParts([][]byte{[]byte("head"), nil, []byte("body")}, 0)
	must(err)
	parts, err := sockets[0].RecvParts(0)
	must(err)
	fmt.Printf("%q\n", parts)
	// Output: ["head" "" "body"]
}

func ExampleSocket_RecvBatch() {
	ctx, sockets := open(libzmq.Pull, libzmq.Push)
	defer end(ctx, sockets)
	must(sockets[0].Bind("inproc://batch"))
	must(sockets[1].Connect("inproc://batch"))

	sent, err := sockets[1].SendBatch([][]byte{[]byte("one"), []byte("two"), []byte("three")}, 0)
	must(err)
	batch := libzmq.NewBatch(64) // for as long as the program receives
	defer batch.Close()
	for received := 0; received < sent; received += batch.Len() {
		_, err := sockets[0].RecvBatch(batch, 0)
		must(err)
		for content := range batch.All() {
			fmt.Printf("%s\n", content)
		}
	}
	// Output:
	// one
	// two
	// three
}

func ExampleSocket_SendConst() {
	ctx, sockets := open(libzmq.Pull, libzmq.Push)
	defer end(ctx, sockets)
	must(sockets[0].Bind("inproc://const"))
	must(sockets[1].Connect("inproc://const"))

	heartbeat := libzmq.NewConstData([]byte("still here")) // once in a program's life
	for range 2 {
		_, err := sockets[1].SendConst(heartbeat, 0)
		must(err)
		fmt.Println(receive(sockets[0]))
	}
	// Output:
	// still here
	// still here
}

func ExampleSocket_SetLinger() {
	ctx, sockets := open(libzmq.Push)
	s := sockets[0]
	must(s.SetLinger(100 * time.Millisecond))
	must(s.SetSendHWM(10))
	linger, err := s.Linger()
	must(err)
	hwm, err := s.SendHWM()
	must(err)
	fmt.Println(linger, hwm)
	end(ctx, sockets)
	// Output: 100ms 10
}

func ExampleSocket_SetRecvTimeout() {
	ctx, sockets := open(libzmq.Pull)
	defer end(ctx, sockets)
	must(sockets[0].SetRecvTimeout(20 * time.Millisecond))
	_, err := sockets[0].Recv(nil, 0)
	fmt.Println(err == libzmq.EAGAIN)
	// Output: true
}

// An option that this package has no method for can be set by its number.
func ExampleSocket_SetOptionInt() {
	ctx, sockets := open(libzmq.Pub)
	defer end(ctx, sockets)
	must(sockets[0].SetOptionInt(libzmq.OptRate, 1000))
	rate, err := sockets[0].OptionInt(libzmq.SocketOption(8))
	must(err)
	fmt.Println(libzmq.OptRate, rate)
	// Output: ZMQ_RATE 1000
}

func ExampleSocket_Events() {
	ctx, sockets := open(libzmq.Pull, libzmq.Push)
	defer end(ctx, sockets)
	must(sockets[0].Bind("inproc://events"))
	must(sockets[1].Connect("inproc://events"))

	before, err := sockets[0].Events()
	must(err)
	send(sockets[1], "now")
	after, err := sockets[0].Events()
	must(err)
	fmt.Println(before&libzmq.PollIn != 0, after&libzmq.PollIn != 0)
	// Output: false true
}
