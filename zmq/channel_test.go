package zmq_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// TestIncoming checks that a channel that is abandoned again and again, in the middle of everything, loses nothing and
// keeps the order.
func TestIncoming(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	push, pull := pair(t, z, zmq.Push, zmq.Pull)
	const count = 3000
	var sender sync.WaitGroup
	sender.Go(func() {
		for i := range count {
			must(t, push.SendString(ctx, fmt.Sprint(i)))
		}
	})
	next := 0
	take := func(m zmq.Message) {
		if want := fmt.Sprint(next); m.String() != want {
			t.Fatalf("received %v; want %s", m, want)
		}
		next++
	}
	for round := 0; next < count; round++ {
		part, cancel := context.WithTimeout(ctx, 200*time.Microsecond)
		in := pull.Incoming(part, round%3)
		for m := range in.C {
			take(m)
			if next%50 == 0 {
				cancel()
				break
			}
		}
		cancel()
		wantErr(t, "Incoming", second(in.Wait()), part.Err())
		for m := range in.C { // the messages that fit
			take(m)
		}
	}
	sender.Wait()
}

// TestIncomingFull checks that a full channel keeps messages from being received.
func TestIncomingFull(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	push := open(t, z, zmq.Push, zmq.SendHWM(5), zmq.Bind(inproc()))
	pull := open(t, z, zmq.Pull, zmq.RecvHWM(5), zmq.Connect(push.Endpoint()))
	in := pull.Incoming(ctx, 2)
	sent := 0
	for {
		brief, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
		err := push.SendString(brief, "x")
		cancel()
		if err != nil {
			break
		}
		sent++
	}
	if sent < 10 || sent > 20 { // both ends' marks, the channel, and one in hand
		t.Errorf("sent %d messages; want some more than 10", sent)
	}
	for range sent {
		<-in.C
	}
	must(t, pull.Close())
	if _, open := <-in.C; open {
		t.Error("the channel is open")
	}
	wantErr(t, "Err", second(in.Wait()), zmq.ErrClosed)
}

// TestOutgoing checks that all messages are sent when the channel is closed, and those that were not sent are returned
// when the context ends.
func TestOutgoing(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	push, pull := pair(t, z, zmq.Push, zmq.Pull)
	out := push.Outgoing(ctx, 10)
	for i := range 100 {
		out.C <- zmq.Text(fmt.Sprint(i))
	}
	close(out.C)
	unsent, err := out.Wait()
	if len(unsent) != 0 || err != nil {
		t.Errorf("%d messages are left, %v", len(unsent), err)
	}
	for i := range 100 {
		wantRecv(t, pull, fmt.Sprint(i))
	}

	lonely := open(t, z, zmq.Push)
	part, cancel := context.WithCancel(ctx)
	out = lonely.Outgoing(part, 3)
	for i := range 4 { // one in hand
		out.C <- zmq.Text(fmt.Sprint(i))
	}
	cancel()
	unsent, err = out.Wait()
	wantErr(t, "Wait", err, context.Canceled)
	if fmt.Sprint(unsent) != "[0 1 2 3]" {
		t.Errorf("unsent: %v", unsent)
	}
}

// TestChannelsEnd checks that channels end with their socket even if nobody uses them, and that messages received by
// then are not lost.
func TestChannelsEnd(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	push, pull := pair(t, z, zmq.Push, zmq.Pull)
	in, out := pull.Incoming(context.Background(), 0), push.Outgoing(context.Background(), 1)
	must(t, push.SendString(ctx, "1"))
	eventually(t, "a message is in hand", func() bool { return pull.Stats().Received == 1 })
	must(t, pull.Close())
	left, err := in.Wait()
	wantErr(t, "Wait", err, zmq.ErrClosed)
	if fmt.Sprint(left) != "[1]" {
		t.Errorf("%v is left of what was received", left)
	}
	if _, open := <-in.C; open {
		t.Error("the channel is open")
	}
	must(t, push.Close())
	unsent, err := out.Wait()
	wantErr(t, "Wait", err, zmq.ErrClosed)
	if len(unsent) != 0 {
		t.Errorf("%v is unsent", unsent)
	}
}

// TestZeroValues checks that zero values behave as if they were closed.
func TestZeroValues(t *testing.T) {
	ctx := limited(t)
	wantErr(t, "Incoming", second(new(zmq.Incoming).Wait()), zmq.ErrClosed)
	wantErr(t, "Outgoing", second(new(zmq.Outgoing).Wait()), zmq.ErrClosed)
	var m zmq.Monitor
	wantErr(t, "Monitor", second(m.Next(ctx)), zmq.ErrClosed)
	must(t, m.Close())
	var s zmq.Socket
	wantErr(t, "Recv", second(s.Recv(ctx)), zmq.ErrClosed)
	wantErr(t, "Send", s.Send(ctx, nil), zmq.ErrClosed)
	wantErr(t, "Incoming of a zero Socket", second(s.Incoming(ctx, 0).Wait()), zmq.ErrClosed)
	wantErr(t, "Outgoing of a zero Socket", second(s.Outgoing(ctx, 0).Wait()), zmq.ErrClosed)
	for _, value := range []any{&s, new(zmq.Context)} {
		for i := range reflect.TypeOf(value).NumMethod() {
			name, method := reflect.TypeOf(value).Method(i).Name, reflect.ValueOf(value).Method(i)
			arguments := []reflect.Value{}
			for i := range method.Type().NumIn() {
				argument := reflect.New(method.Type().In(i)).Elem()
				switch {
				case argument.Type() == reflect.TypeFor[context.Context]():
					argument.Set(reflect.ValueOf(ctx))
				case argument.Kind() == reflect.Pointer:
					argument.Set(reflect.New(argument.Type().Elem()))
				}
				arguments = append(arguments, argument)
			}
			if method.Type().IsVariadic() {
				arguments = arguments[:len(arguments)-1]
			}
			for _, result := range method.Call(arguments) {
				if err, ok := result.Interface().(error); ok && !errors.Is(err, zmq.ErrClosed) {
					t.Errorf("%s of the zero %T: %v; want %v", name, value, err, zmq.ErrClosed)
				}
			}
		}
	}
}

// TestIncomingTurns checks that Incoming works with sockets that send and receive in turn: it waits for a request until the
// one before has its reply, and for a reply until there is a request.
func TestIncomingTurns(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	rep, req := pair(t, z, zmq.Rep, zmq.Req)
	requests, replies := rep.Incoming(ctx, 1), req.Incoming(ctx, 1)
	for i := range 100 {
		must(t, req.SendString(ctx, fmt.Sprint(i)))
		request, ok := <-requests.C
		if !ok {
			t.Fatal(requests.Err())
		}
		must(t, rep.SendMessage(ctx, request))
		if reply := <-replies.C; reply.String() != fmt.Sprint(i) {
			t.Fatalf("received %v, %v; want %d", reply, replies.Err(), i)
		}
	}
}

// TestOutgoingTurns checks that Outgoing works with such sockets too: it keeps a request until the one before has its
// reply, and a reply until there is a request.
func TestOutgoingTurns(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	rep, req := pair(t, z, zmq.Rep, zmq.Req)
	const count = 100
	requests, replies := req.Outgoing(ctx, count), rep.Outgoing(ctx, count)
	arrived, answers := rep.Incoming(ctx, 0), req.Incoming(ctx, 0)
	for i := range count {
		requests.C <- zmq.Text("request ", fmt.Sprint(i))
		replies.C <- zmq.Text("reply ", fmt.Sprint(i))
	}
	close(requests.C)
	close(replies.C)
	for i := range count {
		if m := <-arrived.C; m.Len() != 2 || string(m.Body()) != fmt.Sprint(i) {
			t.Fatalf("request %v, %v, %v; want %d", m, arrived.Err(), second(requests.Wait()), i)
		}
		if m := <-answers.C; m.Len() != 2 || string(m.Body()) != fmt.Sprint(i) {
			t.Fatalf("reply %v, %v; want %d", m, answers.Err(), i)
		}
	}
	for _, out := range []*zmq.Outgoing{requests, replies} {
		must(t, second(out.Wait()))
	}
}

// TestIncomingErr checks that Err reports the end as soon as the channel does, and nothing before.
func TestIncomingErr(t *testing.T) {
	z := newContext(t)
	for range 100 {
		s := open(t, z, zmq.Pull)
		ctx, cancel := context.WithCancel(context.Background())
		in := s.Incoming(ctx, 0)
		must(t, in.Err())
		cancel()
		for range in.C {
		}
		wantErr(t, "Err", in.Err(), context.Canceled)
		must(t, s.Close())
	}
	wantErr(t, "Err of the zero Incoming", new(zmq.Incoming).Err(), zmq.ErrClosed)
}
