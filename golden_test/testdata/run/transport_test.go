package run_test

import (
	"bytes"
	"fmt"
	"testing"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// messageSizes are on both sides of libzmq's limits: what fits into a zmq_msg_t, what the one-byte
// length of a frame can express, what one read takes.
var messageSizes = []int{0, 1, 29, 30, 33, 34, 255, 256, 8191, 8192, 8193, 1 << 20}

func TestTransports(t *testing.T) {
	for transport, endpoint := range endpoints(t) {
		t.Run(transport, func(t *testing.T) {
			ctx := newContext(t)
			a, b := open(t, ctx, libzmq.Pair), open(t, ctx, libzmq.Pair)
			connect(t, b, bind(t, a, endpoint))
			for _, size := range messageSizes {
				exchange(t, a, b, size)
				exchange(t, b, a, size)
			}
		})
	}
}

// exchange sends one message and receives it into a buffer of exactly its size.
func exchange(t *testing.T, from, to *libzmq.Socket, size int) {
	t.Helper()
	want := patterned(size)
	if n, err := from.Send(want, 0); err != nil || n != size {
		t.Fatalf("Send of %d bytes: %d, %v", size, n, err)
	}
	got := make([]byte, size)
	n, err := to.Recv(got, 0)
	if err != nil || n != size {
		t.Fatalf("Recv of %d bytes: %d, %v", size, n, err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("received %s; want %s", short(got), short(want))
	}
}

// TestRecvCuts checks that Recv fills a buffer that is too small, does not write beyond it, and
// returns the full length.
func TestRecvCuts(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	for _, size := range []int{0, 1, 9, 10, 11} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			send(t, a, "0123456789")
			backing := bytes.Repeat([]byte{'.'}, 20)
			n, err := b.Recv(backing[:size], 0)
			if err != nil || n != 10 {
				t.Fatalf("Recv: %d, %v; want the full length 10", n, err)
			}
			kept := min(size, 10)
			want := "0123456789"[:kept] + "...................."[kept:]
			if string(backing) != want {
				t.Errorf("the buffer holds %q; want %q", backing, want)
			}
		})
	}
	send(t, a, "dropped")
	if n, err := b.Recv(nil, 0); err != nil || n != 7 {
		t.Errorf("Recv(nil): %d, %v; want the full length 7", n, err)
	}
	send(t, a, "")
	if n, err := b.Recv(nil, 0); err != nil || n != 0 {
		t.Errorf("Recv(nil) of an empty message: %d, %v", n, err)
	}
}

func TestSendNil(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	if n, err := a.Send(nil, 0); err != nil || n != 0 {
		t.Fatalf("Send(nil): %d, %v", n, err)
	}
	wantRecv(t, b, "")
}

// TestSendKeepsNothing checks that Send has copied its buffer when it returns.
func TestSendKeepsNothing(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	buf := patterned(1000)
	if _, err := a.Send(buf, 0); err != nil {
		t.Fatal(err)
	}
	clear(buf)
	got := make([]byte, 1000)
	if _, err := b.Recv(got, 0); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, patterned(1000)) {
		t.Errorf("received %s", short(got))
	}
}

// TestSendConst checks that constant data is copied once, and arrives each time it is sent.
func TestSendConst(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	for _, size := range []int{0, 1, 1000} {
		original := patterned(size)
		data := libzmq.NewConstData(original)
		clear(original)
		for range 3 {
			if n, err := a.SendConst(data, 0); err != nil || n != size {
				t.Fatalf("SendConst of %d bytes: %d, %v", size, n, err)
			}
			got := make([]byte, size)
			if n, err := b.Recv(got, 0); err != nil || n != size {
				t.Fatalf("Recv of %d bytes: %d, %v", size, n, err)
			}
			if !bytes.Equal(got, patterned(size)) {
				t.Errorf("received %s", short(got))
			}
		}
	}
}

func TestUnbindDisconnect(t *testing.T) {
	ctx := newContext(t)
	server, client := open(t, ctx, libzmq.Pull), open(t, ctx, libzmq.Push)
	endpoint := bind(t, server, "tcp://127.0.0.1:*")
	connect(t, client, endpoint)
	send(t, client, "before")
	wantRecv(t, server, "before")

	must(t, client.Disconnect(endpoint))
	wantErr(t, "Disconnect again", client.Disconnect(endpoint), libzmq.ENOENT)
	_, err := client.Send([]byte("nobody"), libzmq.DontWait)
	wantErr(t, "Send without a peer", err, libzmq.EAGAIN)

	must(t, server.Unbind(endpoint))
	wantErr(t, "Unbind again", server.Unbind(endpoint), libzmq.ENOENT)
	other := open(t, ctx, libzmq.Pull)
	eventually(t, "the port is free again", func() bool { return other.Bind(endpoint) == nil })
}

func TestEndpointErrors(t *testing.T) {
	ctx := newContext(t)
	s, other := open(t, ctx, libzmq.Pair), open(t, ctx, libzmq.Pair)
	taken := bind(t, s, "tcp://127.0.0.1:*")

	wantErr(t, "Bind to a taken port", other.Bind(taken), libzmq.EADDRINUSE)
	wantErr(t, "Bind to an unknown transport", other.Bind("warp://x"), libzmq.EPROTONOSUPPORT)
	wantErr(t, "Bind to an unknown device", other.Bind("tcp://no-such-device:1"), libzmq.ENODEV)
	wantErr(t, "Bind to no endpoint", other.Bind(""), libzmq.EINVAL)
	wantErr(t, "Bind to a text with a NUL", other.Bind("inproc://a\x00b"), libzmq.EINVAL)
	wantErr(t, "Connect to no endpoint", other.Connect("tcp://"), libzmq.EINVAL)
	wantErr(t, "Connect to a text with a NUL", other.Connect("inproc://a\x00b"), libzmq.EINVAL)
	wantErr(t, "Unbind of a text with a NUL", s.Unbind(taken+"\x00"), libzmq.EINVAL)
	wantErr(t, "Disconnect of a text with a NUL", s.Disconnect(taken+"\x00"), libzmq.EINVAL)

	long := "inproc://" + string(bytes.Repeat([]byte{'x'}, 10_000))
	connect(t, other, bind(t, open(t, ctx, libzmq.Pair), long))
}
