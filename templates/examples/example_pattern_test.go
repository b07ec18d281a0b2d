//go:build ignore

package libzmq_test

import (
	"fmt"
	"log"
	"time"

	"github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// must ends the example if a call failed. A program would report more.
func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// open returns a context with one socket for each of the kinds.
func open(kinds ...libzmq.SocketType) (*libzmq.Context, []*libzmq.Socket) {
	ctx, err := libzmq.NewContext()
	must(err)
	sockets := make([]*libzmq.Socket, len(kinds))
	for i, kind := range kinds {
		sockets[i], err = ctx.NewSocket(kind)
		must(err)
		must(sockets[i].SetRecvTimeout(5 * time.Second)) // an example must not wait forever
	}
	return ctx, sockets
}

// end closes the sockets and then the context, in this order.
func end(ctx *libzmq.Context, sockets []*libzmq.Socket) {
	for _, s := range sockets {
		must(s.Close())
	}
	must(ctx.Term())
}

// receive returns the next message as text.
func receive(s *libzmq.Socket) string {
	buf := make([]byte, 256)
	n, err := s.Recv(buf, 0)
	must(err)
	return string(buf[:min(n, len(buf))])
}

func send(s *libzmq.Socket, text string) {
	_, err := s.Send([]byte(text), 0)
	must(err)
}

func Example_requestReply() {
	ctx, sockets := open(libzmq.Rep, libzmq.Req)
	defer end(ctx, sockets)
	server, client := sockets[0], sockets[1]
	must(server.Bind("inproc://request-reply"))
	must(client.Connect("inproc://request-reply"))

	send(client, "Hello")
	fmt.Println(receive(server))
	send(server, "World")
	fmt.Println(receive(client))
	// Output:
	// Hello
	// World
}

func Example_publishSubscribe() {
	ctx, sockets := open(libzmq.XPub, libzmq.Sub)
	defer end(ctx, sockets)
	publisher, subscriber := sockets[0], sockets[1]
	must(publisher.Bind("inproc://publish-subscribe"))
	must(subscriber.Connect("inproc://publish-subscribe"))
	must(subscriber.Subscribe("weather."))
	receive(publisher) // an XPub receives the subscription, so that nothing is sent too early

	send(publisher, "sports.result 2:1")
	send(publisher, "weather.oslo 7")
	fmt.Println(receive(subscriber))
	// Output: weather.oslo 7
}

func Example_pipeline() {
	ctx, sockets := open(libzmq.Push, libzmq.Pull)
	defer end(ctx, sockets)
	source, sink := sockets[0], sockets[1]
	must(sink.Bind("inproc://pipeline"))
	must(source.Connect("inproc://pipeline"))

	for _, task := range []string{"one", "two", "three"} {
		send(source, task)
	}
	for range 3 {
		fmt.Println(receive(sink))
	}
	// Output:
	// one
	// two
	// three
}

func Example_dealerRouter() {
	ctx, sockets := open(libzmq.Router, libzmq.Dealer)
	defer end(ctx, sockets)
	router, dealer := sockets[0], sockets[1]
	must(dealer.SetIdentity([]byte("worker-1")))
	must(router.Bind("inproc://dealer-router"))
	must(dealer.Connect("inproc://dealer-router"))

	send(dealer, "ready")
	parts, err := router.RecvParts(0)
	must(err)
	fmt.Printf("%s from %s\n", parts[1], parts[0])

	_, err = router.SendParts([][]byte{parts[0], []byte("task")}, 0)
	must(err)
	fmt.Println(receive(dealer))
	// Output:
	// ready from worker-1
	// task
}

func Example_pair() {
	ctx, sockets := open(libzmq.Pair, libzmq.Pair)
	defer end(ctx, sockets)
	must(sockets[0].Bind("inproc://pair"))
	must(sockets[1].Connect("inproc://pair"))

	send(sockets[0], "ping")
	fmt.Println(receive(sockets[1]))
	send(sockets[1], "pong")
	fmt.Println(receive(sockets[0]))
	// Output:
	// ping
	// pong
}

func Example_stream() {
	ctx, sockets := open(libzmq.Stream, libzmq.Stream)
	defer end(ctx, sockets)
	server, client := sockets[0], sockets[1]
	must(server.Bind("tcp://127.0.0.1:*"))
	endpoint, err := server.LastEndpoint()
	must(err)
	must(client.Connect(endpoint))

	// Each side first receives the routing id of the other with an empty part, which announces the connection.
	peer, err := client.RecvParts(0)
	must(err)
	_, err = server.RecvParts(0)
	must(err)

	_, err = client.SendParts([][]byte{peer[0], []byte("GET / HTTP/1.0\r\n\r\n")}, 0)
	must(err)
	request, err := server.RecvParts(0)
	must(err)
	fmt.Printf("%q\n", request[1])
	// Output: "GET / HTTP/1.0\r\n\r\n"
}
