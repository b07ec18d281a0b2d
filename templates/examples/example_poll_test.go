//go:build ignore

package libzmq_test

import (
	"fmt"
	"time"

	"github.com/zmqgen/zmqgen/generated/v4.2.0"
)

func ExamplePoll() {
	ctx, sockets := open(libzmq.Pull, libzmq.Pull, libzmq.Push)
	defer end(ctx, sockets)
	must(sockets[0].Bind("inproc://poll-quiet"))
	must(sockets[1].Bind("inproc://poll-busy"))
	must(sockets[2].Connect("inproc://poll-busy"))
	send(sockets[2], "news")

	items := []libzmq.PollItem{
		{Socket: sockets[0], Events: libzmq.PollIn},
		{Socket: sockets[1], Events: libzmq.PollIn},
	}
	n, err := libzmq.Poll(items, time.Second)
	must(err)
	fmt.Println(n, items[0].Revents, items[1].Revents)
	// Output: 1 0x0 ZMQ_POLLIN
}
