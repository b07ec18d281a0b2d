package zmq_test

import (
	"context"
	"errors"
	"expvar"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// Counters for package expvar, which serves them at /debug/vars.
func ExampleContext_Stats_expvar() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)

	expvar.Publish("zmq", expvar.Func(func() any { return z.Stats() }))

	if err := exchange(ctx, z); err != nil {
		log.Fatal(err)
	}
	fmt.Println(expvar.Get("zmq"))
	// Output:
	// {"Sent":2,"SentBytes":9,"Received":2,"ReceivedBytes":9,"Waits":0,"Connected":0,"Disconnected":0,"HandshakesFailed":0}
}

// Counters in the text format of Prometheus. A Context counts connections if it has a Logger.
func ExampleContext_Stats_prometheus() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)

	metrics := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4")
		stats := z.Stats()
		for _, counter := range []struct {
			name, help string
			value      uint64
		}{
			{"zmq_messages_sent_total", "Messages that libzmq took.", stats.Sent},
			{"zmq_bytes_sent_total", "Their bytes.", stats.SentBytes},
			{"zmq_messages_received_total", "Messages that were received.", stats.Received},
			{"zmq_bytes_received_total", "Their bytes.", stats.ReceivedBytes},
			{"zmq_handshakes_failed_total", "Peers that were not accepted.", stats.HandshakesFailed},
		} {
			fmt.Fprintf(w, "# HELP %s %s\n# TYPE %[1]s counter\n%[1]s %[3]d\n", counter.name, counter.help, counter.value)
		}
		fmt.Fprintf(w, "# TYPE zmq_sockets gauge\nzmq_sockets %d\n", z.Sockets())
	})

	if err := exchange(ctx, z); err != nil {
		log.Fatal(err)
	}
	response := httptest.NewRecorder() // a program serves metrics at /metrics
	metrics.ServeHTTP(response, httptest.NewRequest("GET", "/metrics", nil))
	text, err := io.ReadAll(response.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s", text)
	// Output:
	// # HELP zmq_messages_sent_total Messages that libzmq took.
	// # TYPE zmq_messages_sent_total counter
	// zmq_messages_sent_total 2
	// # HELP zmq_bytes_sent_total Their bytes.
	// # TYPE zmq_bytes_sent_total counter
	// zmq_bytes_sent_total 9
	// # HELP zmq_messages_received_total Messages that were received.
	// # TYPE zmq_messages_received_total counter
	// zmq_messages_received_total 2
	// # HELP zmq_bytes_received_total Their bytes.
	// # TYPE zmq_bytes_received_total counter
	// zmq_bytes_received_total 9
	// # HELP zmq_handshakes_failed_total Peers that were not accepted.
	// # TYPE zmq_handshakes_failed_total counter
	// zmq_handshakes_failed_total 0
	// # TYPE zmq_sockets gauge
	// zmq_sockets 0
}

// exchange sends two messages from one socket to another.
func exchange(ctx context.Context, z *zmq.Context) error {
	a, err := z.Open(zmq.Pair, zmq.Bind("inproc://exchange"))
	if err != nil {
		return err
	}
	defer a.Close()
	b, err := z.Open(zmq.Pair, zmq.Connect("inproc://exchange"))
	if err != nil {
		return err
	}
	defer b.Close()
	for _, text := range []string{"ping", "again"} {
		if err := a.SendString(ctx, text); err != nil {
			return err
		}
		if _, err := b.Recv(ctx); err != nil {
			return err
		}
	}
	return nil
}

// A Router learns of a new peer from the empty message that a peer with ProbeRouter sends when it connects. It learns that
// a peer has left from its monitor or, if it is Mandatory, from a send that fails.
func ExampleSocket_Monitor_router() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	router, err := z.Open(zmq.Router, zmq.Mandatory(), zmq.Bind("tcp://127.0.0.1:*"))
	if err != nil {
		log.Fatal(err)
	}
	monitor, err := router.Monitor(zmq.EventHandshakeSucceeded, zmq.EventDisconnected)
	if err != nil {
		log.Fatal(err)
	}

	worker, err := z.Open(zmq.Dealer, zmq.Identity("worker-1"),
		zmq.With((*zmq.RawSocket).SetProbeRouter, true), zmq.Connect(router.Endpoint()))
	if err != nil {
		log.Fatal(err)
	}
	var m zmq.Message
	if err := router.RecvMessage(ctx, &m); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s has come\n", m.Identity())
	if err := worker.Close(); err != nil {
		log.Fatal(err)
	}

	for event, err := range monitor.Events(ctx) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(event.Type)
		if event.Type == zmq.EventDisconnected {
			break
		}
	}
	for err == nil { // until the Router knows as well
		err = router.SendMessage(ctx, zmq.Text("work").Prepend(m.Identity()))
	}
	fmt.Println("the worker is gone:", errors.Is(err, zmq.EHOSTUNREACH))
	// Output:
	// worker-1 has come
	// handshake succeeded
	// disconnected
	// the worker is gone: true
}

// A server sees why it refused a peer.
func ExampleEvent_Err() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	authenticator, err := z.Authenticate(zmq.PlainUsers(map[string]string{"admin": "secret"}))
	if err != nil {
		log.Fatal(err)
	}
	defer authenticator.Close()
	server, err := z.Open(zmq.Rep, zmq.PlainServer(), zmq.Bind("tcp://127.0.0.1:*"))
	if err != nil {
		log.Fatal(err)
	}
	monitor, err := server.Monitor(zmq.EventHandshakeDenied, zmq.EventHandshakeProtocolError)
	if err != nil {
		log.Fatal(err)
	}

	if _, err := z.Open(zmq.Req, zmq.PlainClient("admin", "guess"), zmq.Connect(server.Endpoint())); err != nil {
		log.Fatal(err)
	}
	event, err := monitor.Next(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(event.Type, "-", event.Err())
	fmt.Println(event.ZAPStatus() == zmq.ZAPAuthenticationFailure)

	if _, err := z.Open(zmq.Req, zmq.Connect(server.Endpoint())); err != nil { // proves nothing
		log.Fatal(err)
	}
	if event, err = monitor.Next(ctx); err != nil {
		log.Fatal(err)
	}
	fmt.Println(event.Type, "-", event.Err())
	// Output:
	// handshake denied - authentication failure
	// true
	// handshake protocol error - another security mechanism from the peer
}
