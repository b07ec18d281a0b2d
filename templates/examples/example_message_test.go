//go:build ignore

package libzmq_test

import (
	"fmt"

	"github.com/zmqgen/zmqgen/generated/v4.2.0"
)

func ExampleMessage() {
	ctx, sockets := open(libzmq.Pull, libzmq.Push)
	defer end(ctx, sockets)
	must(sockets[0].Bind("inproc://message"))
	must(sockets[1].Connect("inproc://message"))

	var out, in libzmq.Message // a zero Message is empty and ready
	defer in.Close()
	must(out.InitSize(5))
	copy(out.Data(), "hello")
	_, err := out.Send(sockets[1], 0)
	must(err)

	n, err := in.Recv(sockets[0], 0)
	must(err)
	fmt.Printf("%d %s %v\n", n, in.Data(), in.More())
	// Output: 5 hello false
}

// A long message goes out without a copy: libzmq borrows the slice until it has sent it.
func ExampleMessage_InitData() {
	ctx, sockets := open(libzmq.Pull, libzmq.Push)
	defer end(ctx, sockets)
	must(sockets[0].Bind("inproc://init-data"))
	must(sockets[1].Connect("inproc://init-data"))

	frame := make([]byte, 1<<20)
	var out, in libzmq.Message
	defer in.Close()
	must(out.InitData(frame))
	_, err := out.Send(sockets[1], 0)
	must(err)
	_, err = in.Recv(sockets[0], 0)
	must(err)
	fmt.Println(in.Size())
	// Output: 1048576
}

func ExampleMessage_Copy() {
	var original, twin libzmq.Message
	must(original.InitSize(3))
	copy(original.Data(), "abc")
	must(twin.Copy(&original))
	must(original.Close())
	fmt.Printf("%s\n", twin.Data())
	must(twin.Close())
	// Output: abc
}

func ExampleMessage_Move() {
	var from, to libzmq.Message
	must(from.InitSize(3))
	copy(from.Data(), "abc")
	must(to.Move(&from))
	fmt.Printf("%q %q\n", from.Data(), to.Data())
	must(to.Close())
	must(from.Close())
	// Output: "" "abc"
}

func ExampleMessage_Metadata() {
	ctx, sockets := open(libzmq.Pull, libzmq.Push)
	defer end(ctx, sockets)
	must(sockets[0].Bind("tcp://127.0.0.1:*"))
	endpoint, err := sockets[0].LastEndpoint()
	must(err)
	must(sockets[1].Connect(endpoint))
	send(sockets[1], "who am I?")

	var msg libzmq.Message
	defer msg.Close()
	_, err = msg.Recv(sockets[0], 0)
	must(err)
	kind, err := msg.Metadata("Socket-Type")
	must(err)
	address, err := msg.Metadata("Peer-Address")
	must(err)
	fmt.Println(kind, address)
	// Output: PUSH 127.0.0.1
}
