package run_test

import (
	"bytes"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// newBatch returns a batch that is closed with the test.
func newBatch(t testing.TB, n int) *libzmq.Batch {
	t.Helper()
	b := libzmq.NewBatch(n)
	t.Cleanup(func() { must(t, b.Close()) })
	return b
}

// mixed returns n messages of all lengths that matter: empty ones, short ones that are stored in the zmq_msg_t
// itself, long ones, few of which cross at a time, and those that cross by themselves.
func mixed(n int) [][]byte {
	sizes := []int{0, 1, 16, 33, 34, 500, 32_000, 32_700, 40_000, 100_000}
	messages := make([][]byte, n)
	for i := range messages {
		messages[i] = append(fmt.Appendf(nil, "%d:", i), patterned(sizes[i%len(sizes)])...)
	}
	return messages
}

// TestBatch checks that every message arrives, whole and in order, over each transport.
func TestBatch(t *testing.T) {
	for transport, endpoint := range endpoints(t) {
		for _, room := range []int{1, 7, 64} {
			t.Run(fmt.Sprint(transport, room), func(t *testing.T) {
				ctx := newContext(t)
				pull, push := open(t, ctx, libzmq.Pull), open(t, ctx, libzmq.Push)
				must(t, push.SetSendHWM(10)) // so that SendBatch has to wait in the middle
				connect(t, push, bind(t, pull, endpoint))
				messages := mixed(300)
				sent := make(chan error, 1)
				go func() {
					n, err := push.SendBatch(messages, 0)
					if err == nil && n != len(messages) {
						err = fmt.Errorf("sent %d", n)
					}
					sent <- err
				}()
				wantBatches(t, pull, newBatch(t, room), messages)
				must(t, <-sent)
			})
		}
	}
}

// wantBatches receives the wanted messages, batch by batch.
func wantBatches(t *testing.T, s *libzmq.Socket, b *libzmq.Batch, want [][]byte) {
	t.Helper()
	for len(want) > 0 {
		n, err := s.RecvBatch(b, 0)
		if err != nil || n < 1 || n > len(want) || n != b.Len() {
			t.Fatalf("RecvBatch: %d, %v; the batch holds %d, and %d are to come", n, err, b.Len(), len(want))
		}
		i := 0
		for content, more := range b.All() {
			if !slices.Equal(content, want[i]) || more {
				t.Fatalf("received %s, %v; want %s", short(content), more, short(want[i]))
			}
			i++
		}
		want = want[n:]
	}
}

// TestBatchOfParts checks that a message of several parts can begin in one batch and end in the next.
func TestBatchOfParts(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	send(t, a, "1", "2", "3")
	send(t, a, "4")
	batch := newBatch(t, 2)
	var got []string
	for len(got) < 4 {
		n, err := b.RecvBatch(batch, 0)
		must(t, err)
		for i := range n {
			got = append(got, fmt.Sprintf("%s %v", batch.Bytes(i), batch.More(i)))
		}
	}
	if want := []string{"1 true", "2 true", "3 false", "4 false"}; !slices.Equal(got, want) {
		t.Errorf("received %q; want %q", got, want)
	}
}

// TestBatchSendMore checks that SendMore makes parts of the messages, even if one call into C does not carry
// them all, and that a send without it ends the message.
func TestBatchSendMore(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	parts := [][]byte{[]byte("1"), patterned(3000), []byte("3"), patterned(70_000)}
	for i := range 100 {
		parts = append(parts, fmt.Append(nil, i))
	}
	n, err := a.SendBatch(parts, libzmq.SendMore)
	if n != len(parts) || err != nil {
		t.Fatalf("SendBatch: %d, %v", n, err)
	}
	send(t, a, "end")
	got, err := b.RecvParts(0)
	must(t, err)
	if want := append(parts, []byte("end")); !slices.EqualFunc(got, want, bytes.Equal) {
		t.Errorf("received %d parts; want the %d that were sent", len(got), len(want))
	}
}

// TestBatchDontWait checks that a batch stops when it would block and reports how far it came, and that the
// rest can follow.
func TestBatchDontWait(t *testing.T) {
	ctx := newContext(t)
	pull, push := open(t, ctx, libzmq.Pull), open(t, ctx, libzmq.Push)
	must(t, push.SetSendHWM(5))
	must(t, pull.SetRecvHWM(5))
	connect(t, push, bind(t, pull, "inproc://few"))
	messages := mixed(200)
	batch := newBatch(t, 8)
	n, err := push.SendBatch(messages, libzmq.DontWait)
	wantErr(t, "SendBatch into a full pipe", err, libzmq.EAGAIN)
	if n != 10 {
		t.Errorf("sent %d messages; want 10, what both ends have room for", n)
	}
	wantBatches(t, pull, batch, messages[:n])
	if _, err := pull.RecvBatch(batch, libzmq.DontWait); err != error(libzmq.EAGAIN) || batch.Len() != 0 {
		t.Errorf("RecvBatch of nothing: %v, and %d messages; want EAGAIN", err, batch.Len())
	}
	rest := messages[n : n+3]
	eventually(t, "the rest is sent", func() bool { // once libzmq knows of the room
		m, err := push.SendBatch(rest, libzmq.DontWait)
		rest = rest[m:]
		return err == nil
	})
	wantBatches(t, pull, batch, messages[n:n+3])
}

// TestBatchErrors checks the errors of a batch that cannot receive or send.
func TestBatchErrors(t *testing.T) {
	ctx := newContext(t)
	a, b := open(t, ctx, libzmq.Pair), open(t, ctx, libzmq.Pair)
	connect(t, b, bind(t, a, "inproc://errors"))
	for what, batch := range map[string]*libzmq.Batch{
		"a zero batch":            {},
		"a batch without room":    libzmq.NewBatch(0),
		"a batch of less":         libzmq.NewBatch(-1),
		"a batch beyond measure":  libzmq.NewBatch(math.MaxInt),
		"a batch one over limits": libzmq.NewBatch(1<<20 + 1),
	} {
		_, err := a.RecvBatch(batch, libzmq.DontWait)
		wantErr(t, "RecvBatch into "+what, err, libzmq.EINVAL)
		must(t, batch.Close())
	}
	var none *libzmq.Batch
	_, err := a.RecvBatch(none, 0)
	wantErr(t, "RecvBatch into nil", err, libzmq.EFAULT)
	wantErr(t, "Close of nil", none.Close(), libzmq.EFAULT)
	if none.Len() != 0 {
		t.Errorf("a nil batch holds %d", none.Len())
	}
	if n, err := a.SendBatch(nil, 0); n != 0 || err != nil {
		t.Errorf("SendBatch of nothing: %d, %v", n, err)
	}

	must(t, ctx.Shutdown())
	batch := newBatch(t, 4)
	_, err = b.RecvBatch(batch, 0)
	wantErr(t, "RecvBatch after Shutdown", err, libzmq.ETERM)
	n, err := a.SendBatch(slices.Repeat(mixed(3), 10_000), 0)
	wantErr(t, "SendBatch after Shutdown", err, libzmq.ETERM)
	t.Logf("SendBatch sent %d messages before it noticed", n)
}

// TestBatchTimeout checks that the socket's timeouts apply to batches.
func TestBatchTimeout(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	const timeout = 50 * time.Millisecond
	must(t, b.SetRecvTimeout(timeout))
	must(t, a.SetSendTimeout(timeout))
	must(t, a.SetSendHWM(1))
	batch := newBatch(t, 4)
	start := time.Now()
	_, err := b.RecvBatch(batch, 0)
	wantErr(t, "RecvBatch of nothing", err, libzmq.EAGAIN)
	if waited := time.Since(start); waited < timeout-2*time.Millisecond {
		t.Errorf("RecvBatch waited %v; want %v", waited, timeout)
	}
	start = time.Now()
	n, err := a.SendBatch(slices.Repeat([][]byte{[]byte("x")}, 5000), 0)
	wantErr(t, "SendBatch without end", err, libzmq.EAGAIN)
	if waited := time.Since(start); waited < timeout-2*time.Millisecond {
		t.Errorf("SendBatch waited %v; want %v", waited, timeout)
	}
	wantBatches(t, b, batch, slices.Repeat([][]byte{[]byte("x")}, n))
}

// TestBatchReleases checks that a batch releases its messages: at the next receive, by Close, and when it is
// forgotten. A message that borrows Go memory shows when libzmq releases it.
func TestBatchReleases(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	batch := libzmq.NewBatch(4)
	lend := func() chan bool { return lent(t, a) }
	for what, release := range map[string]func(){
		"the next receive": func() {
			send(t, a, "next")
			_, err := b.RecvBatch(batch, 0)
			must(t, err)
		},
		"Close":      func() { must(t, batch.Close()) },
		"forgetting": func() { batch = libzmq.NewBatch(4) },
	} {
		first, second := lend(), lend()
		eventually(t, "two messages", func() bool {
			n, err := b.RecvBatch(batch, 0)
			must(t, err)
			return n == 2 || batch.Len() == 1
		})
		release()
		for _, released := range []chan bool{first, second} {
			eventually(t, what+" releases", func() bool {
				runtime.GC()
				must(t, new(libzmq.Message).Close()) // collects the released memory
				select {
				case <-released:
					return true
				default:
					return false
				}
			})
		}
	}
	must(t, batch.Close())
}

// lent sends a message that borrows memory from Go. The channel is closed when Go has it back.
func lent(t *testing.T, s *libzmq.Socket) chan bool {
	released := make(chan bool, 1)
	memory := new([4096]byte)
	runtime.AddCleanup(memory, func(released chan bool) { released <- true }, released)
	var msg libzmq.Message
	must(t, msg.InitData(memory[:]))
	_, err := msg.Send(s, 0)
	must(t, err)
	return released
}

// TestBatchReuse checks that a closed batch receives again, and that closing it twice is fine.
func TestBatchReuse(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	batch := libzmq.NewBatch(3)
	for range 3 {
		send(t, a, "one")
		wantBatches(t, b, batch, [][]byte{[]byte("one")})
		must(t, batch.Close())
		must(t, batch.Close())
		if batch.Len() != 0 {
			t.Errorf("a closed batch holds %d messages", batch.Len())
		}
	}
}

// TestBatchBounds checks that a wrong index is Go's own panic, not a wrong read.
func TestBatchBounds(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	send(t, a, "one")
	batch := newBatch(t, 3)
	wantBatches(t, b, batch, [][]byte{[]byte("one")})
	for what, call := range map[string]func(){
		"Bytes(1)":    func() { batch.Bytes(1) },
		"Bytes(-1)":   func() { batch.Bytes(-1) },
		"More(1)":     func() { batch.More(1) },
		"Metadata(1)": func() { _, _ = batch.Metadata(1, "Socket-Type") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s of a batch of one did not panic", what)
				}
			}()
			call()
		}()
	}
}

// TestPartsBatch checks that RecvPartsBatch ends where the message does, and continues if there was too little
// room.
func TestPartsBatch(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	send(t, a, "1", "2", "3", "4", "5")
	send(t, a, "6")
	batch := newBatch(t, 3)
	for _, want := range [][]string{{"1", "2", "3"}, {"4", "5"}, {"6"}} {
		n, err := b.RecvPartsBatch(batch, 0)
		must(t, err)
		var got []string
		for content := range batch.All() {
			got = append(got, string(content))
		}
		if n != len(want) || !slices.Equal(got, want) || batch.More(n-1) != (n == 3) {
			t.Errorf("received %q, which goes on: %v; want %q", got, batch.More(n-1), want)
		}
	}
	batch.Clear()
	if batch.Len() != 0 {
		t.Errorf("a cleared batch holds %d", batch.Len())
	}
	_, err := b.RecvPartsBatch(batch, libzmq.DontWait)
	wantErr(t, "RecvPartsBatch of nothing", err, libzmq.EAGAIN)
}

// TestBatchMetadata checks that a message in a batch has the properties of its connection.
func TestBatchMetadata(t *testing.T) {
	ctx := newContext(t)
	pull, push := open(t, ctx, libzmq.Pull), open(t, ctx, libzmq.Push)
	connect(t, push, bind(t, pull, "tcp://127.0.0.1:*"))
	send(t, push, "x")
	batch := newBatch(t, 2)
	wantBatches(t, pull, batch, [][]byte{[]byte("x")})
	for name, want := range map[string]string{"Socket-Type": "PUSH", "Peer-Address": "127.0.0.1"} {
		if got, err := batch.Metadata(0, name); got != want || err != nil {
			t.Errorf("Metadata(%q): %q, %v; want %q", name, got, err, want)
		}
	}
	_, err := batch.Metadata(0, "nothing")
	wantErr(t, "Metadata of no such name", err, libzmq.EINVAL)
	_, err = batch.Metadata(0, "no\x00thing")
	wantErr(t, "Metadata of a name with a NUL", err, libzmq.EINVAL)
}

// TestBatchAppend checks that a batch can be filled without a socket.
func TestBatchAppend(t *testing.T) {
	batch := newBatch(t, 3)
	for i, content := range [][]byte{[]byte("one"), nil, patterned(5000)} {
		must(t, batch.Append(content, i == 0))
		if got := batch.Bytes(i); !slices.Equal(got, content) || batch.More(i) != (i == 0) || batch.Len() != i+1 {
			t.Errorf("part %d of %d is %s, which goes on: %v", i, batch.Len(), short(got), batch.More(i))
		}
	}
	wantErr(t, "Append to a full batch", batch.Append(nil, false), libzmq.EINVAL)
	wantErr(t, "Append to nil", (*libzmq.Batch)(nil).Append(nil, false), libzmq.EFAULT)
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	send(t, a, "received")
	wantBatches(t, b, batch, [][]byte{[]byte("received")})
}

// TestBatchViewOutlivesBatch checks that a view does not change when nothing refers to its Batch anymore.
func TestBatchViewOutlivesBatch(t *testing.T) {
	if sanitized {
		t.Skip("a Batch that was forgotten with views is never freed, which counts as a leak")
	}
	for _, size := range []int{20, 3200} { // inside the zmq_msg_t, and outside
		a, b := pair(t, libzmq.Pair, libzmq.Pair)
		exchange := func(content string, batch *libzmq.Batch) []byte {
			send(t, a, strings.Repeat(content, size))
			if n, err := b.RecvBatch(batch, 0); n != 1 || err != nil {
				t.Fatalf("RecvBatch: %d, %v", n, err)
			}
			return batch.Bytes(0)
		}
		view := exchange("x", libzmq.NewBatch(8))
		for range 5 {
			runtime.GC()
			time.Sleep(10 * time.Millisecond) // for cleanups that the collector would run
			exchange("y", newBatch(t, 8))
		}
		if string(view) != strings.Repeat("x", size) {
			t.Errorf("the view of a message of %d bytes changed to %.20q", size, view)
		}
	}
}
