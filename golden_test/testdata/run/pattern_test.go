package run_test

import (
	"slices"
	"testing"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

func TestReqRep(t *testing.T) {
	rep, req := pair(t, libzmq.Rep, libzmq.Req)
	for range 3 {
		send(t, req, "Hello")
		wantRecv(t, rep, "Hello")
		send(t, rep, "World", "!")
		wantRecv(t, req, "World", "!")
	}
	send(t, req, "one")
	_, err := req.Send([]byte("two"), 0)
	wantErr(t, "a second request", err, libzmq.EFSM)
	_, err = rep.Send([]byte("reply"), 0)
	wantErr(t, "a reply without a request", err, libzmq.EFSM)
}

func TestPubSub(t *testing.T) {
	pub, sub := pair(t, libzmq.XPub, libzmq.Sub) // an XPUB, because it reports when the subscription has arrived
	must(t, sub.Subscribe("a"))
	wantRecv(t, pub, "\x01a")
	send(t, pub, "b: dropped")
	send(t, pub, "a: kept")
	wantRecv(t, sub, "a: kept")
	must(t, sub.Unsubscribe("a"))
	wantRecv(t, pub, "\x00a")
	must(t, sub.Subscribe(""))
	wantRecv(t, pub, "\x01")
	send(t, pub, "everything")
	wantRecv(t, sub, "everything")

	_, err := sub.Send([]byte("x"), libzmq.DontWait)
	wantErr(t, "Send on SUB", err, libzmq.ENOTSUP)
}

func TestPub(t *testing.T) {
	pub, sub := pair(t, libzmq.Pub, libzmq.Sub)
	must(t, sub.Subscribe(""))
	must(t, sub.SetRecvTimeout(time.Millisecond))
	var buf [8]byte
	eventually(t, "the subscription takes effect", func() bool {
		send(t, pub, "news")
		n, err := sub.Recv(buf[:], 0)
		return err == nil && string(buf[:n]) == "news"
	})
	_, err := pub.Recv(buf[:], libzmq.DontWait)
	wantErr(t, "Recv on PUB", err, libzmq.ENOTSUP)
}

func TestXPubXSub(t *testing.T) {
	xpub, xsub := pair(t, libzmq.XPub, libzmq.XSub)
	send(t, xsub, "\x01topic")
	wantRecv(t, xpub, "\x01topic")
	send(t, xpub, "topic", "body")
	wantRecv(t, xsub, "topic", "body")
	send(t, xsub, "\x00topic")
	wantRecv(t, xpub, "\x00topic")
}

func TestPushPull(t *testing.T) {
	ctx := newContext(t)
	push := open(t, ctx, libzmq.Push)
	endpoint := bind(t, push, "inproc://work")
	workers := []*libzmq.Socket{open(t, ctx, libzmq.Pull), open(t, ctx, libzmq.Pull)}
	for _, worker := range workers {
		connect(t, worker, endpoint)
	}
	for range 2 {
		send(t, push, "job")
	}
	for _, worker := range workers { // distributed in turn
		wantRecv(t, worker, "job")
	}
}

func TestDealerRouter(t *testing.T) {
	ctx := newContext(t)
	router, dealer := open(t, ctx, libzmq.Router), open(t, ctx, libzmq.Dealer)
	must(t, router.SetRouterMandatory(true))
	must(t, dealer.SetIdentity([]byte("me")))
	connect(t, dealer, bind(t, router, "tcp://127.0.0.1:*"))

	send(t, dealer, "", "question")
	wantRecv(t, router, "me", "", "question")
	send(t, router, "me", "", "answer")
	wantRecv(t, dealer, "", "answer")

	_, err := router.Send([]byte("stranger"), libzmq.SendMore)
	wantErr(t, "Send to a peer that is not there", err, libzmq.EHOSTUNREACH)
}

// TestStream communicates with plain TCP peers: both ends are STREAM sockets, which add no frames.
func TestStream(t *testing.T) {
	ctx := newContext(t)
	server, client := open(t, ctx, libzmq.Stream), open(t, ctx, libzmq.Stream)
	connect(t, client, bind(t, server, "tcp://127.0.0.1:*"))

	id := recv(t, client) // its own end of the connection: an identity and an empty message
	if len(id) != 2 || id[1] != "" {
		t.Fatalf("client: %q; want an identity and an empty part", id)
	}
	peer := recv(t, server)
	if len(peer) != 2 || peer[1] != "" {
		t.Fatalf("server: %q; want an identity and an empty part", peer)
	}
	send(t, client, id[0], "GET /")
	if got := recv(t, server); !slices.Equal(got, []string{peer[0], "GET /"}) {
		t.Errorf("server received %q", got)
	}
}

func TestManyMessages(t *testing.T) {
	push, pull := pair(t, libzmq.Push, libzmq.Pull)
	const messages = 20_000
	sent := make(chan error, 1)
	go func() {
		for i := range messages {
			if _, err := push.Send([]byte{byte(i), byte(i >> 8)}, 0); err != nil {
				sent <- err
				return
			}
		}
		sent <- nil
	}()
	var buf [2]byte
	for i := range messages {
		n, err := pull.Recv(buf[:], 0)
		if err != nil || n != 2 || buf != [2]byte{byte(i), byte(i >> 8)} {
			t.Fatalf("message %d: % x, %d bytes, %v", i, buf, n, err)
		}
	}
	must(t, <-sent)
}

func TestSocketTypeUnknown(t *testing.T) {
	_, err := newContext(t).NewSocket(-1)
	wantErr(t, "NewSocket(-1)", err, libzmq.EINVAL)
}
