package zmq_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

func TestRequestReply(t *testing.T) {
	for transport, endpoint := range endpoints(t) {
		t.Run(transport, func(t *testing.T) {
			z, ctx := newContext(t), limited(t)
			rep := open(t, z, zmq.Rep, zmq.Bind(endpoint))
			req := open(t, z, zmq.Req, zmq.Connect(rep.Endpoint()))
			for range 3 {
				must(t, req.SendString(ctx, "Hello"))
				wantRecv(t, rep, "Hello")
				must(t, rep.Send(ctx, []byte("World")))
				wantRecv(t, req, "World")
			}
		})
	}
}

func TestPublish(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	pub := open(t, z, zmq.XPub, zmq.Bind("tcp://127.0.0.1:*"))
	sub := open(t, z, zmq.Sub, zmq.Connect(pub.Endpoint()), zmq.Subscribe("a", "b"))
	for _, want := range []string{"a", "b"} { // the publisher knows both subscriptions
		var m zmq.Message
		must(t, pub.RecvMessage(ctx, &m))
		if prefix, subscribed, ok := m.Subscription(); prefix != want || !subscribed || !ok {
			t.Errorf("a subscription to %q: %v, %v; want %q", prefix, subscribed, ok, want)
		}
	}
	for _, topic := range []string{"a1", "c1", "b1"} {
		must(t, pub.SendString(ctx, topic))
	}
	wantRecv(t, sub, "a1")
	wantRecv(t, sub, "b1")
	must(t, sub.Set(zmq.Unsubscribe("a")))
	_, err := pub.Recv(ctx)
	must(t, err)
	must(t, pub.SendString(ctx, "a2"))
	must(t, pub.SendString(ctx, "b2"))
	wantRecv(t, sub, "b2")
}

// TestReply checks that a reply reaches the peer that sent the message, whatever envelope it has.
func TestReply(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	router := open(t, z, zmq.Router, zmq.Mandatory(), zmq.Bind("tcp://127.0.0.1:*"))
	dealer := open(t, z, zmq.Dealer, zmq.Connect(router.Endpoint()))
	for sent, want := range map[*zmq.Message]string{
		ptr(zmq.Text("question")):                  "answer",
		ptr(zmq.Text("")):                          "answer",
		ptr(zmq.Text("command", "argument")):       "answer",
		ptr(zmq.Text("", "question")):              `["" "answer"]`,
		ptr(zmq.Text("", "command", "", "arg")):    `["" "answer"]`,
		ptr(zmq.Text("other hop", "", "question")): `["other hop" "" "answer"]`,
	} {
		must(t, dealer.SendMessage(ctx, *sent))
		var request, reply zmq.Message
		must(t, router.RecvMessage(ctx, &request))
		must(t, router.SendMessage(ctx, request.Reply([]byte("answer"))))
		must(t, dealer.RecvMessage(ctx, &reply))
		if got := reply.String(); got != want {
			t.Errorf("the reply to %v: %s; want %s", sent, got, want)
		}
	}
}

func ptr[T any](v T) *T { return &v }

// TestStreamReply checks that the reply to a Stream's peer has no part that would end the connection.
func TestStreamReply(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	s := open(t, z, zmq.Stream, zmq.Bind("tcp://127.0.0.1:*"))
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.Endpoint(), "tcp://"))
	must(t, err)
	defer conn.Close()
	var m zmq.Message
	must(t, s.RecvMessage(ctx, &m)) // that it is there
	must(t, s.SendMessage(ctx, m.Reply([]byte("welcome"))))
	got := make([]byte, len("welcome"))
	_, err = io.ReadFull(conn, got)
	if string(got) != "welcome" || err != nil {
		t.Errorf("received %q, %v", got, err)
	}
}

// TestAppend checks that appending to a slice of a message or to a copy, or receiving into one, never changes the parts
// of another.
func TestAppend(t *testing.T) {
	parts := [][]byte{[]byte("id"), nil, []byte("body")}
	short := zmq.NewMessage(parts[:1]...)
	_ = short.Append([]byte("x"))
	m := zmq.NewMessage(parts...)
	envelope, content := m.Envelope()
	_ = append(envelope, []byte("x"), []byte("x"))
	for _, list := range [][][]byte{m.Parts(), content} {
		if cap(list) != len(list) {
			t.Errorf("%q has room to append to", list)
		}
	}
	if got, want := m.String(), `["id" "" "body"]`; got != want {
		t.Errorf("%s; want %s", got, want)
	}
	z, ctx := newContext(t), limited(t)
	a, b := pair(t, z, zmq.Pair, zmq.Pair)
	must(t, a.SendMessage(ctx, zmq.Text("received")))
	received := m
	must(t, b.RecvMessage(ctx, &received))
	if got, want := zmq.NewMessage(parts...).String(), `["id" "" "body"]`; got != want {
		t.Errorf("a receive made %s of the parts of another message; want %s", got, want)
	}
	m = m.Append([]byte("more"))
	one, two := m.Append([]byte("one")), m.Append([]byte("two"))
	if string(one.Body()) != "one" || string(two.Body()) != "two" {
		t.Errorf("appended to copies: %v, %v", one, two)
	}
}

// TestGivenBack checks that a message that was put back can be received into a batch that has no room for it, part by
// part, and again as a message, and that the following messages come after it.
func TestGivenBack(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	a, b := pair(t, z, zmq.Pair, zmq.Pair)
	batch := zmq.NewBatch(2)
	defer batch.Close()
	for range 2 {
		must(t, a.SendMessage(ctx, zmq.Text("1", "2", "3", "4", "5")))
		must(t, a.SendString(ctx, "next"))
		part, cancel := context.WithCancel(ctx)
		in := b.Incoming(part, 0)
		eventually(t, "a message is in hand", func() bool { return b.Stats().Received%2 == 1 })
		cancel()
		wantErr(t, "Incoming", second(in.Wait()), context.Canceled)
		var got []string
		for len(got) < 5 {
			n, err := b.RecvBatch(ctx, batch)
			must(t, err)
			for i := range n {
				got = append(got, fmt.Sprint(string(batch.Bytes(i)), batch.More(i)))
			}
		}
		if want := "[1true 2true 3true 4true 5false]"; fmt.Sprint(got) != want {
			t.Errorf("received %v; want %v", got, want)
		}
		wantRecv(t, b, "next")
	}
	if stats := b.Stats(); stats.Received != 4 || stats.ReceivedBytes != 2*(5+4) {
		t.Errorf("counted %+v", stats)
	}
}

// TestRouter checks that envelopes arrive, and that a Router with Mandatory reports unknown peers.
func TestRouter(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	router := open(t, z, zmq.Router, zmq.Mandatory(), zmq.Bind("tcp://127.0.0.1:*"))
	dealer := open(t, z, zmq.Dealer, zmq.Identity("me"), zmq.Connect(router.Endpoint()))
	must(t, dealer.SendParts(ctx, nil, []byte("question")))
	var m zmq.Message
	must(t, router.RecvMessage(ctx, &m))
	envelope, content := m.Envelope()
	if len(envelope) != 1 || string(envelope[0]) != "me" || len(content) != 1 || string(m.Body()) != "question" {
		t.Errorf("received %v", m)
	}
	must(t, router.SendMessage(ctx, m.Reply([]byte("answer"))))
	parts, err := dealer.RecvParts(ctx)
	if err != nil || len(parts) != 2 || string(parts[1]) != "answer" {
		t.Errorf("received %q, %v", parts, err)
	}
	wantErr(t, "send to nobody", router.SendParts(ctx, []byte("you"), []byte("x")), zmq.EHOSTUNREACH)
}

// TestManyParts checks that messages of any number and size of parts arrive whole.
func TestManyParts(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	a, b := pair(t, z, zmq.Pair, zmq.Pair)
	var m zmq.Message
	for _, parts := range [][][]byte{
		{{}},
		{[]byte("one")},
		{nil, []byte("two"), bytes.Repeat([]byte("three"), 1000)},
		slices.Repeat([][]byte{[]byte("part")}, 23),
		{bytes.Repeat([]byte("x"), 1<<20)},
	} {
		must(t, a.SendParts(ctx, parts...))
		must(t, b.RecvMessage(ctx, &m))
		if !slices.EqualFunc(m.Parts(), parts, bytes.Equal) {
			t.Errorf("received %d parts, %d bytes; want %d parts", m.Len(), m.Size(), len(parts))
		}
	}
}

// TestMultipart checks that a receive of one part does not lose a message of several.
func TestMultipart(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	a, b := pair(t, z, zmq.Pair, zmq.Pair)
	for what, receive := range map[string]func() error{
		"Recv":       func() error { _, err := b.Recv(ctx); return err },
		"RecvString": func() error { _, err := b.RecvString(ctx); return err },
		"RecvInto":   func() error { _, err := b.RecvInto(ctx, make([]byte, 10)); return err },
	} {
		for _, want := range []int{2, 3, 4, 5, 9} {
			must(t, a.SendParts(ctx, slices.Repeat([][]byte{[]byte("p")}, want)...))
			var several *zmq.MultipartError
			if err := receive(); !errors.As(err, &several) || len(several.Parts) != want ||
				!strings.Contains(err.Error(), fmt.Sprintf(" %d parts", want)) {
				t.Errorf("%s of %d parts: %v", what, want, err)
			}
		}
		must(t, a.SendString(ctx, "next"))
		wantRecv(t, b, "next")
	}
}

// TestShortBuffer checks that a message that does not fit is kept, in order.
func TestShortBuffer(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	a, b := pair(t, z, zmq.Pair, zmq.Pair)
	for _, text := range []string{"longer than four", "next", "last"} {
		must(t, a.SendString(ctx, text))
	}
	buf := make([]byte, 4)
	for range 2 {
		n, err := b.RecvInto(ctx, buf)
		if n != 16 || err != io.ErrShortBuffer {
			t.Errorf("RecvInto: %d, %v", n, err)
		}
	}
	batch := zmq.NewBatch(4)
	defer batch.Close()
	n, err := b.RecvBatch(ctx, batch)
	if n != 1 || err != nil || string(batch.Bytes(0)) != "longer than four" {
		t.Errorf("RecvBatch: %d, %v", n, err)
	}
	if n, err := b.RecvInto(ctx, buf); n != 4 || err != nil || string(buf) != "next" {
		t.Errorf("RecvInto: %d, %v, %q", n, err, buf)
	}
	wantRecv(t, b, "last")
	if stats := b.Stats(); stats.Received != 3 || stats.ReceivedBytes != 24 {
		t.Errorf("counted %+v; want 3 messages of 24 bytes", stats)
	}
}

func TestBatch(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	pull := open(t, z, zmq.Pull, zmq.Bind("tcp://127.0.0.1:*"), zmq.RecvHWM(10))
	push := open(t, z, zmq.Push, zmq.Connect(pull.Endpoint()), zmq.SendHWM(10))
	var messages [][]byte
	for i := range 5000 {
		messages = append(messages, fmt.Append(nil, i))
	}
	sent := make(chan error, 1)
	go func() {
		n, err := push.SendBatch(ctx, messages)
		if n != len(messages) {
			t.Errorf("sent %d", n)
		}
		sent <- err
	}()
	batch := zmq.NewBatch(64)
	defer batch.Close()
	for want := messages; len(want) > 0; {
		n, err := pull.RecvBatch(ctx, batch)
		must(t, err)
		for i := range n {
			if !bytes.Equal(batch.Bytes(i), want[i]) {
				t.Fatalf("received %q; want %q", batch.Bytes(i), want[i])
			}
		}
		want = want[n:]
	}
	must(t, <-sent)
}

// waits has every call that waits, on a socket that has no peer.
func waits(t *testing.T, z *zmq.Context) map[string]func(context.Context) error {
	in, out := open(t, z, zmq.Pull, zmq.Bind(inproc())), open(t, z, zmq.Push, zmq.Bind(inproc()))
	monitor, err := in.Monitor()
	must(t, err)
	front, back := open(t, z, zmq.Router, zmq.Bind(inproc())), open(t, z, zmq.Dealer, zmq.Bind(inproc()))
	return map[string]func(context.Context) error{
		"Send":        func(ctx context.Context) error { return out.Send(ctx, []byte("x")) },
		"SendParts":   func(ctx context.Context) error { return out.SendParts(ctx, []byte("x"), nil) },
		"SendBatch":   func(ctx context.Context) error { _, err := out.SendBatch(ctx, [][]byte{{}, {}}); return err },
		"Recv":        func(ctx context.Context) error { _, err := in.Recv(ctx); return err },
		"RecvInto":    func(ctx context.Context) error { _, err := in.RecvInto(ctx, nil); return err },
		"RecvParts":   func(ctx context.Context) error { _, err := in.RecvParts(ctx); return err },
		"RecvMessage": func(ctx context.Context) error { return in.RecvMessage(ctx, new(zmq.Message)) },
		"RecvBatch":   func(ctx context.Context) error { _, err := in.RecvBatch(ctx, zmq.NewBatch(2)); return err },
		"Messages": func(ctx context.Context) error {
			for _, err := range in.Messages(ctx) {
				return err
			}
			return nil
		},
		"Incoming": func(ctx context.Context) error { return second(in.Incoming(ctx, 0).Wait()) },
		"Outgoing": func(ctx context.Context) error {
			o := out.Outgoing(ctx, 1)
			o.C <- zmq.Text("x")
			unsent, err := o.Wait()
			if len(unsent) != 1 {
				t.Errorf("Outgoing has %d messages left; want 1", len(unsent))
			}
			return err
		},
		"Poll": func(ctx context.Context) error {
			items := []zmq.PollItem{{Socket: in, Events: zmq.PollIn}, {Socket: out, Events: zmq.PollOut}}
			_, err := zmq.Poll(ctx, items)
			return err
		},
		"Monitor": func(ctx context.Context) error { _, err := nextConnected(ctx, monitor); return err },
		"Proxy":   func(ctx context.Context) error { return (&zmq.Proxy{Frontend: front, Backend: back}).Run(ctx) },
	}
}

// nextConnected waits for a connection.
func nextConnected(ctx context.Context, m *zmq.Monitor) (zmq.Event, error) {
	for {
		event, err := m.Next(ctx)
		if err != nil || event.Type == zmq.EventConnected {
			return event, err
		}
	}
}

// TestCancel checks that every call that waits returns the context's error as soon as the context is canceled, even if
// that was before the call.
func TestCancel(t *testing.T) {
	z := newContext(t)
	for what, wait := range waits(t, z) {
		ctx, cancel := context.WithCancel(context.Background())
		returned := make(chan error, 1)
		go func() { returned <- wait(ctx) }()
		time.Sleep(5 * time.Millisecond)
		select {
		case err := <-returned:
			t.Errorf("%s did not wait: %v", what, err)
			returned <- err
		default:
		}
		start := time.Now()
		cancel()
		wantErr(t, what, <-returned, context.Canceled)
		if took := time.Since(start); took > time.Second {
			t.Errorf("%s took %v to notice", what, took)
		}
		wantErr(t, what+" when cancelled before", wait(ctx), context.Canceled)
	}
}

// TestDeadline checks that a deadline's error matches those of all packages.
func TestDeadline(t *testing.T) {
	z := newContext(t)
	for what, wait := range waits(t, z) {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
		err := wait(ctx)
		wantErr(t, what, err, context.DeadlineExceeded)
		wantErr(t, what, err, os.ErrDeadlineExceeded)
		var timeout net.Error
		if !errors.As(err, &timeout) || !timeout.Timeout() {
			t.Errorf("%s: %v is not a timeout", what, err)
		}
		cancel()
	}
}

// TestCloseWakes checks that every call that waits returns ErrClosed when its context is closed.
func TestCloseWakes(t *testing.T) {
	z := newContext(t)
	returned := make(map[string]chan error)
	for what, wait := range waits(t, z) {
		result := make(chan error, 1)
		returned[what] = result
		go func() { result <- wait(context.Background()) }()
	}
	time.Sleep(20 * time.Millisecond)
	must(t, z.Close(limited(t)))
	for what, returned := range returned {
		select {
		case err := <-returned:
			wantErr(t, what, err, zmq.ErrClosed)
			wantErr(t, what, err, net.ErrClosed)
			wantErr(t, what, err, os.ErrClosed)
		case <-time.After(patience):
			t.Errorf("%s was not woken", what)
		}
	}
}

// TestUsableAfterCancel checks that a canceled wait leaves nothing behind.
func TestUsableAfterCancel(t *testing.T) {
	z := newContext(t)
	a, b := pair(t, z, zmq.Pair, zmq.Pair)
	for range 100 {
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Microsecond)
		_, err := b.Recv(ctx)
		cancel()
		wantErr(t, "Recv", err, context.DeadlineExceeded)
		must(t, a.SendString(limited(t), "x"))
		wantRecv(t, b, "x")
	}
}

// TestIndependent checks that a waiting receiver does not block senders or others that use the socket.
func TestIndependent(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	a, b := pair(t, z, zmq.Pair, zmq.Pair)
	var reader sync.WaitGroup
	reader.Go(func() { wantRecv(t, a, "to the reader") })
	time.Sleep(5 * time.Millisecond)
	must(t, a.SendString(ctx, "from beside the reader"))
	wantRecv(t, b, "from beside the reader")
	must(t, a.Set(zmq.SendHWM(5)))
	hwm, err := zmq.Get(a, (*zmq.RawSocket).SendHWM)
	if hwm != 5 || err != nil {
		t.Errorf("SendHWM: %d, %v", hwm, err)
	}
	must(t, b.SendString(ctx, "to the reader"))
	reader.Wait()
}

// TestSendWaits checks that a sender waits for room and gets it, including a Router, which cannot know whether its peer
// has room before it tries.
func TestSendWaits(t *testing.T) {
	for _, types := range [][2]zmq.SocketType{{zmq.Push, zmq.Pull}, {zmq.Router, zmq.Dealer}, {zmq.Dealer, zmq.Dealer}} {
		z, ctx := newContext(t), limited(t)
		options := []zmq.Option{zmq.SendHWM(1), zmq.Bind(inproc())}
		if types[0] == zmq.Router {
			options = append(options, zmq.Mandatory())
		}
		out := open(t, z, types[0], options...)
		in := open(t, z, types[1], zmq.Identity("in"), zmq.RecvHWM(1), zmq.Connect(out.Endpoint()))
		message := zmq.Text("content")
		if types[0] == zmq.Router {
			message = zmq.Text("in", "content")
			eventually(t, "the peer is known", func() bool { return out.SendMessage(ctx, message) == nil })
		}
		const count = 200
		var senders sync.WaitGroup
		for range 4 {
			senders.Go(func() {
				for range count {
					if err := out.SendMessage(ctx, message); err != nil {
						t.Errorf("%v: %v", types[0], err)
					}
				}
			})
		}
		eventually(t, "all senders wait", func() bool { return out.Stats().Waits >= 4 })
		before := out.Stats().Waits
		time.Sleep(50 * time.Millisecond)
		if waits := out.Stats().Waits - before; waits > 8 {
			t.Errorf("%v waited %d times more while nobody received: it spins", types[0], waits)
		}
		extra := 0
		if types[0] == zmq.Router {
			extra = 1
		}
		for range 4*count + extra {
			wantRecv(t, in, "content")
		}
		senders.Wait()
		if waits := out.Stats().Waits; waits > 4*4*count { // each message of which wakes all four
			t.Errorf("%v waited %d times for %d messages: it spins", types[0], waits, 4*count)
		}
	}
}

func TestErrors(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	a := open(t, z, zmq.Rep, zmq.Bind("tcp://127.0.0.1:*"))
	_, err := z.Open(zmq.Rep, zmq.Bind(a.Endpoint()))
	wantErr(t, "the second bind", err, zmq.EADDRINUSE)
	if want := "zmq: bind " + a.Endpoint() + ": "; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("%v; want it to begin with %q", err, want)
	}
	wantErr(t, "a reply without request", a.Send(ctx, nil), zmq.EFSM)
	wantErr(t, "connect to nonsense", a.Connect("nonsense"), zmq.EINVAL)
	wantErr(t, "unbind of nothing", a.Unbind("tcp://127.0.0.1:1"), zmq.ENOENT)
	_, err = z.Open(zmq.SocketType(99))
	wantErr(t, "no such type", err, zmq.EINVAL)
	_, err = z.Open(zmq.Pub, zmq.Subscribe(""))
	wantErr(t, "a Pub that subscribes", err, zmq.EINVAL)
	pull := open(t, z, zmq.Pull)
	wantErr(t, "a Pull that sends", pull.Send(ctx, nil), zmq.ENOTSUP)
	must(t, pull.Close())
	must(t, pull.Close())
	wantErr(t, "a closed socket", pull.Send(ctx, nil), zmq.ErrClosed)
	wantErr(t, "a closed socket", pull.Set(zmq.SendHWM(1)), zmq.ErrClosed)
	_, err = pull.Bind(inproc())
	wantErr(t, "a closed socket", err, zmq.ErrClosed)
	_, err = pull.Monitor()
	wantErr(t, "a closed socket", err, zmq.ErrClosed)
	if n := z.Sockets(); n != 1 {
		t.Errorf("%d sockets are open; want 1", n)
	}
}

// TestTimed runs the exchange as on systems where descriptors cannot be polled.
func TestTimed(t *testing.T) {
	z, err := zmq.NewTimedContext(time.Millisecond)
	must(t, err)
	closeWith(t, z)
	exactlyOnce(t, z, 3, 3, 500)
}

// TestExactlyOnce checks that each message is received once if many goroutines send on one socket and many receive on
// another.
func TestExactlyOnce(t *testing.T) {
	exactlyOnce(t, newContext(t), 8, 8, soak(2000, 100_000))
}

// exactlyOnce sends numbered messages from many goroutines to many, over two sockets with little room.
func exactlyOnce(t *testing.T, z *zmq.Context, senders, receivers, count int) {
	pull := open(t, z, zmq.Pull, zmq.RecvHWM(3), zmq.Bind("tcp://127.0.0.1:*"))
	push := open(t, z, zmq.Push, zmq.SendHWM(3), zmq.Connect(pull.Endpoint()))
	ctx, cancel := context.WithTimeout(context.Background(), patience+time.Duration(count)*time.Millisecond)
	defer cancel()
	var wg sync.WaitGroup
	for sender := range senders {
		wg.Go(func() {
			for i := range count {
				if err := push.SendMessage(ctx, zmq.NewMessage([]byte{byte(sender)}, []byte{byte(i >> 16), byte(i >> 8), byte(i)})); err != nil {
					t.Errorf("send: %v", err)
					return
				}
			}
		})
	}
	received := make(chan [4]byte, senders*count)
	var left sync.WaitGroup
	left.Add(senders * count)
	receiving, stop := context.WithCancel(ctx)
	for range receivers {
		wg.Go(func() {
			var m zmq.Message
			for {
				if err := pull.RecvMessage(receiving, &m); err != nil {
					wantErr(t, "receive", err, context.Canceled)
					return
				}
				received <- [4]byte{m.Part(0)[0], m.Part(1)[0], m.Part(1)[1], m.Part(1)[2]}
				left.Done()
			}
		})
	}
	left.Wait()
	stop()
	wg.Wait()
	close(received)
	seen := make(map[[4]byte]bool)
	for message := range received {
		if seen[message] {
			t.Errorf("received %v twice", message)
		}
		seen[message] = true
	}
	if len(seen) != senders*count {
		t.Errorf("received %d messages; want %d", len(seen), senders*count)
	}
}

// TestMessage checks the methods of a message.
func TestMessage(t *testing.T) {
	m := zmq.Text("id", "", "one", "two")
	if m.Len() != 4 || m.Size() != 8 || string(m.Body()) != "two" || string(m.Part(2)) != "one" {
		t.Errorf("%v: %d parts, %d bytes, body %q", m, m.Len(), m.Size(), m.Body())
	}
	if got, want := m.String(), `["id" "" "one" "two"]`; got != want {
		t.Errorf("%s; want %s", got, want)
	}
	if got := m.Reply([]byte("yes")).String(); got != `["id" "" "yes"]` {
		t.Errorf("a reply: %s", got)
	}
	if got := zmq.Text("plain").Reply([]byte("yes")).String(); got != "yes" {
		t.Errorf("a reply without an envelope: %s", got)
	}
	var empty zmq.Message
	if empty.Len() != 0 || empty.Body() != nil || empty.String() != "[]" || empty.Metadata("x") != "" {
		t.Errorf("an empty message: %v", empty)
	}
	if two := empty.Append([]byte("a"), nil); two.Len() != 2 {
		t.Errorf("%v; want two parts", two)
	}
	for text, want := range map[string]string{"\x01topic": "topic true true", "\x00": " false true", "topic": " false false", "": " false false"} {
		prefix, subscribed, ok := zmq.Text(text).Subscription()
		if got := fmt.Sprint(prefix, " ", subscribed, " ", ok); got != want {
			t.Errorf("Subscription of %q: %s; want %s", text, got, want)
		}
	}
}

// TestCallbackPanics checks that a function of the program that panics leaves no lock and no socket behind.
func TestCallbackPanics(t *testing.T) {
	z := newContext(t)
	s := open(t, z, zmq.Pair, zmq.Bind(inproc()))
	for what, call := range map[string]func(){
		"Configure":   func() { _ = s.Configure(func(*zmq.RawSocket) error { panic("oh") }) },
		"no function": func() { _ = s.Configure(nil) },
		"Set":         func() { _ = s.Set(zmq.With(func(*zmq.RawSocket, int) error { panic("oh") }, 1)) },
		"Get":         func() { _, _ = zmq.Get(s, func(*zmq.RawSocket) (int, error) { panic("oh") }) },
		"Open":        func() { _, _ = z.Open(zmq.Pair, zmq.With(func(*zmq.RawSocket, int) error { panic("oh") }, 1)) },
		"NewContext": func() {
			_, _ = zmq.NewContext(zmq.ContextWith(func(*zmq.RawContext, int) error { panic("oh") }, 1))
		},
		"Messages": func() {
			peer := open(t, z, zmq.Pair, zmq.Connect(s.Endpoint()))
			defer peer.Close()
			must(t, peer.SendString(limited(t), "x"))
			for range s.Messages(limited(t)) {
				panic("oh")
			}
		},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: the panic does not reach the caller", what)
				}
			}()
			call()
		}()
		must(t, s.Set(zmq.SendHWM(1)))
		if n := z.Sockets(); n != 1 {
			t.Errorf("%s: %d sockets are open; want 1", what, n)
		}
	}
}
