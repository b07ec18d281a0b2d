package run_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

func TestParts(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	for _, parts := range [][][]byte{
		{{}},
		{[]byte("only")},
		{[]byte("one"), {}, patterned(5000), []byte("four")},
		slices.Repeat([][]byte{[]byte("part")}, 100),
	} {
		total := 0
		for _, part := range parts {
			total += len(part)
		}
		if n, err := a.SendParts(parts, 0); err != nil || n != total {
			t.Fatalf("SendParts of %d parts: %d, %v; want %d bytes", len(parts), n, err, total)
		}
		got, err := b.RecvParts(0)
		must(t, err)
		if !slices.EqualFunc(got, parts, slices.Equal) {
			t.Errorf("RecvParts: %d parts; want %d", len(got), len(parts))
		}
	}
	send(t, a, "next")
	wantRecv(t, b, "next")
}

// TestPartsMore checks that SendMore leaves the message open for further parts.
func TestPartsMore(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	if _, err := a.SendParts([][]byte{[]byte("one"), []byte("two")}, libzmq.SendMore); err != nil {
		t.Fatal(err)
	}
	send(t, a, "three")
	wantRecv(t, b, "one", "two", "three")
}

// TestPartsPeerLeaves checks that a message whose peer leaves between its parts goes to another one, as a whole,
// and that the next message arrives, too. Copying the long part takes longer than the time after which libzmq
// checks its peers.
func TestPartsPeerLeaves(t *testing.T) {
	long := make([]byte, 32<<20)
	for _, types := range [][2]libzmq.SocketType{{libzmq.Push, libzmq.Pull}, {libzmq.Dealer, libzmq.Dealer}} {
		for _, parts := range [][][]byte{
			{[]byte("head"), long, []byte("tail")},
			{[]byte("head"), []byte("middle"), long},
		} {
			eventually(t, "a message comes to the peer that stays", func() bool {
				return sendWhileLeaving(t, types[0], types[1], parts)
			})
		}
	}
}

// sendWhileLeaving reports whether the message reached a peer that stays: the one that leaves may have received
// it.
func sendWhileLeaving(t *testing.T, typ, peer libzmq.SocketType, parts [][]byte) bool {
	ctx := newContext(t)
	sender, leaves, stays := open(t, ctx, typ), open(t, ctx, peer), open(t, ctx, peer)
	endpoint := bind(t, sender, "inproc://leaves")
	connect(t, leaves, endpoint)
	connect(t, stays, endpoint)
	sent := make(chan error)
	go func() {
		_, err := sender.SendParts(parts, 0)
		sent <- err
	}()
	time.Sleep(2 * time.Millisecond)
	must(t, leaves.Close())
	must(t, <-sent)
	for range 2 { // the peer that left may have one of them
		_, err := sender.SendParts([][]byte{[]byte("the"), []byte("next")}, 0)
		must(t, err)
	}
	received, err := stays.RecvParts(0)
	must(t, err)
	came := len(received) == len(parts)
	if came {
		if !slices.EqualFunc(received, parts, bytes.Equal) {
			t.Error("received something else than was sent")
		}
		received, err = stays.RecvParts(0)
		must(t, err)
	}
	if len(received) != 2 || string(received[0]) != "the" {
		t.Fatalf("%v received %d parts; want a message as it was sent", peer, len(received))
	}
	must(t, sender.Close())
	must(t, stays.Close())
	return came
}

// TestPartsIndependent checks that each part has its own memory.
func TestPartsIndependent(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	send(t, a, "one", "two")
	parts, err := b.RecvParts(0)
	must(t, err)
	_ = append(parts[0], "overwritten?"...)
	if string(parts[1]) != "two" {
		t.Errorf("the second part is %q", parts[1])
	}
}

func TestPartsErrors(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	_, err := b.RecvParts(libzmq.DontWait)
	wantErr(t, "RecvParts of nothing", err, libzmq.EAGAIN)
	_, err = a.SendParts(nil, 0)
	wantErr(t, "SendParts of no parts", err, libzmq.EINVAL)
	must(t, a.Close())
	_, err = a.SendParts([][]byte{[]byte("x")}, 0)
	wantErr(t, "SendParts on a closed socket", err, libzmq.ENOTSOCK)
	_, err = a.RecvParts(0)
	wantErr(t, "RecvParts on a closed socket", err, libzmq.ENOTSOCK)
	_, err = (*libzmq.Socket)(nil).RecvParts(0)
	wantErr(t, "RecvParts on nil", err, libzmq.ENOTSOCK)
}
