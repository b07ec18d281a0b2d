//go:build zmq_draft

package zmq_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// A Server answers any number of Clients. Unlike messages of a Router and a Dealer, theirs have no envelopes: the
// routing id of a message identifies its sender, and Reply keeps it. Sockets of draft types need the build tag
// zmq_draft and a libzmq that was built with drafts.
func ExampleMessage_RoutingID() {
	if !zmq.Has("draft") {
		fmt.Println("question: answer") // what follows needs drafts
		return
	}
	ctx := context.Background()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	server, err := z.Open(zmq.Server, zmq.Bind("inproc://server"))
	if err != nil {
		log.Fatal(err)
	}
	client, err := z.Open(zmq.Client, zmq.Connect("inproc://server"))
	if err != nil {
		log.Fatal(err)
	}
	if err := client.SendString(ctx, "question"); err != nil {
		log.Fatal(err)
	}
	var m zmq.Message
	if err := server.RecvMessage(ctx, &m); err != nil {
		log.Fatal(err)
	}
	if err := server.SendMessage(ctx, m.Reply([]byte("answer"))); err != nil {
		log.Fatal(err)
	}
	reply, err := client.RecvString(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%v: %s\n", m, reply)
	// Output: question: answer
}

// A Radio sends messages to groups, and a Dish receives those of the groups that it joins. The whole name of a
// group must match, and it is not part of the message.
func ExampleJoin() {
	if !zmq.Has("draft") {
		fmt.Println("weather: sunny") // what follows needs drafts
		return
	}
	ctx := context.Background()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	dish, err := z.Open(zmq.Dish, zmq.Join("weather"), zmq.Bind("inproc://groups"))
	if err != nil {
		log.Fatal(err)
	}
	radio, err := z.Open(zmq.Radio, zmq.Connect("inproc://groups"))
	if err != nil {
		log.Fatal(err)
	}
	sending, stop := context.WithCancel(ctx)
	go func() { // repeatedly: messages sent before the Radio knows of the Dish are lost
		for ; sending.Err() == nil; time.Sleep(time.Millisecond) {
			_ = radio.SendMessage(sending, zmq.Text("2:1").WithGroup("sport"))
			_ = radio.SendMessage(sending, zmq.Text("sunny").WithGroup("weather"))
		}
	}()
	defer stop()
	var m zmq.Message
	if err := dish.RecvMessage(ctx, &m); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s: %v\n", m.Group(), m)
	// Output: weather: sunny
}

// A Router learns of its peers even if they send nothing, from notices: a peer's identity and an empty part.
func ExampleRouterNotify() {
	if !zmq.Has("draft") {
		fmt.Println("alice has come\nalice has left") // what follows needs drafts
		return
	}
	ctx := context.Background()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	router, err := z.Open(zmq.Router, zmq.RouterNotify(zmq.NotifyConnect|zmq.NotifyDisconnect), zmq.Bind("tcp://127.0.0.1:*"))
	if err != nil {
		log.Fatal(err)
	}
	alice, err := z.Open(zmq.Dealer, zmq.Identity("alice"), zmq.Connect(router.Endpoint()))
	if err != nil {
		log.Fatal(err)
	}
	here := map[string]bool{}
	for m, err := range router.Messages(ctx) {
		if err != nil {
			log.Fatal(err)
		}
		name := string(m.Identity())
		if here[name] {
			fmt.Println(name, "has left")
			break
		}
		here[name] = true
		fmt.Println(name, "has come")
		if err := alice.Close(); err != nil {
			log.Fatal(err)
		}
	}
	// Output:
	// alice has come
	// alice has left
}

// A PeerSocket exchanges messages with any number of others. It has a routing id for each peer that it connects to,
// even before that peer is there.
func ExampleSocket_ConnectPeer() {
	if !zmq.Has("draft") {
		fmt.Println("hello, node") // what follows needs drafts
		return
	}
	ctx := context.Background()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	node, err := z.Open(zmq.PeerSocket, zmq.Bind("tcp://127.0.0.1:*"))
	if err != nil {
		log.Fatal(err)
	}
	other, err := z.Open(zmq.PeerSocket)
	if err != nil {
		log.Fatal(err)
	}
	id, err := other.ConnectPeer(node.Endpoint())
	if err != nil {
		log.Fatal(err)
	}
	if err := other.SendMessage(ctx, zmq.Text("hello, node").WithRoutingID(id)); err != nil {
		log.Fatal(err)
	}
	m, err := node.RecvString(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(m)
	// Output: hello, node
}
