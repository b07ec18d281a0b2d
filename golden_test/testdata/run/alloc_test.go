package run_test

import (
	"testing"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// TestAllocations checks that what a program does for each message allocates nothing.
func TestAllocations(t *testing.T) {
	if sanitized || boxed {
		t.Skip("what would stay on the stack is on the heap")
	}
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	data := patterned(1000)
	buf := make([]byte, 1000)
	parts := [][]byte{data[:16], nil, data}
	batch := newBatch(t, 64)
	out, in := newMessage(t), newMessage(t)
	constant := libzmq.NewConstData(data)
	items := make([]libzmq.PollItem, 40) // more than the stack has room for
	for i := range items {
		items[i] = libzmq.PollItem{Socket: b, Events: libzmq.PollIn}
	}
	for what, call := range map[string]func() error{
		"Send and Recv": func() error {
			_, err := a.Send(data, 0)
			must(t, err)
			_, err = b.Recv(buf, 0)
			return err
		},
		"SendConst": func() error {
			_, err := a.SendConst(constant, 0)
			must(t, err)
			_, err = b.Recv(buf, 0)
			return err
		},
		"Message": func() error {
			must(t, out.InitSize(1000))
			copy(out.Data(), data)
			_, err := out.Send(a, 0)
			must(t, err)
			_, err = in.Recv(b, 0)
			if len(in.Data()) != 1000 || in.More() {
				t.Error("received something else")
			}
			return err
		},
		"InitData": func() error {
			must(t, out.InitData(data))
			_, err := out.Send(a, 0)
			must(t, err)
			_, err = in.Recv(b, 0)
			must(t, err)
			return in.Close()
		},
		"SendBatch and RecvBatch": func() error {
			_, err := a.SendBatch(parts, 0)
			must(t, err)
			for got := 0; got < len(parts) && err == nil; {
				var n int
				n, err = b.RecvBatch(batch, 0)
				for content := range batch.All() {
					got += min(1, cap(content)+1)
				}
				if n == 0 {
					break
				}
			}
			return err
		},
		"SendParts": func() error {
			_, err := a.SendParts(parts, 0)
			must(t, err)
			_, err = b.RecvBatch(batch, 0)
			return err
		},
		"Poll":              func() error { _, err := libzmq.Poll(items, 0); return err },
		"an option of int":  func() error { must(t, a.SetSendHWM(1000)); _, err := a.SendHWM(); return err },
		"a time":            func() error { must(t, a.SetLinger(time.Second)); _, err := a.Linger(); return err },
		"a truth":           func() error { must(t, a.SetImmediate(true)); _, err := a.Immediate(); return err },
		"a text":            func() error { return a.SetZAPDomain("global") },
		"bytes":             func() error { return a.SetIdentity(data[:5]) },
		"Events":            func() error { _, err := a.Events(); return err },
		"a short endpoint":  func() error { must(t, a.Bind("inproc://short")); return a.Unbind("inproc://short") },
		"a failing receive": func() error { _, _ = b.Recv(buf, libzmq.DontWait); return nil },
	} {
		if n := testing.AllocsPerRun(100, func() { must(t, call()) }); n != 0 {
			t.Errorf("%s allocates %v times", what, n)
		}
	}
}
