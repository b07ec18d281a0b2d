//go:build ignore

package libzmq_test

import (
	"fmt"

	"github.com/zmqgen/zmqgen/generated/v4.2.0"
)

func ExampleSocket_Monitor() {
	ctx, sockets := open(libzmq.Rep, libzmq.Pair)
	defer end(ctx, sockets)
	server, watcher := sockets[0], sockets[1]
	must(server.Monitor("inproc://monitor", libzmq.EventListening))
	must(watcher.Connect("inproc://monitor"))

	must(server.Bind("tcp://127.0.0.1:*"))
	event, err := watcher.RecvMonitorEvent(0)
	must(err)
	endpoint, err := server.LastEndpoint()
	must(err)
	fmt.Println(event.Event, event.Endpoint == endpoint)
	// Output: ZMQ_EVENT_LISTENING true
}
