package run_test

import (
	"bytes"
	"runtime"
	"testing"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// newMessage returns an empty message that is closed with the test.
func newMessage(t testing.TB) *libzmq.Message {
	t.Helper()
	msg := new(libzmq.Message)
	must(t, msg.Init())
	t.Cleanup(func() { must(t, msg.Close()) })
	return msg
}

// sizedMessage returns a message with this content.
func sizedMessage(t testing.TB, content []byte) *libzmq.Message {
	t.Helper()
	msg := newMessage(t)
	must(t, msg.InitSize(len(content)))
	copy(msg.Data(), content)
	return msg
}

func wantContent(t testing.TB, what string, msg *libzmq.Message, want []byte) {
	t.Helper()
	if msg.Size() != len(want) || !bytes.Equal(msg.Data(), want) {
		t.Errorf("%s: %d bytes, %s; want %s", what, msg.Size(), short(msg.Data()), short(want))
	}
}

func TestMessageSizes(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	for _, size := range messageSizes {
		want := patterned(size)
		msg := sizedMessage(t, want)
		wantContent(t, "before Send", msg, want)
		if n, err := msg.Send(a, 0); err != nil || n != size {
			t.Fatalf("Send of %d bytes: %d, %v", size, n, err)
		}
		wantContent(t, "after Send", msg, nil)
		got := newMessage(t)
		if n, err := got.Recv(b, 0); err != nil || n != size {
			t.Fatalf("Recv of %d bytes: %d, %v", size, n, err)
		}
		wantContent(t, "received", got, want)
		if got.More() {
			t.Error("More: true for a message of one part")
		}
	}
}

// TestMessageAgain checks that one Message can be received into again and again.
func TestMessageAgain(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	msg := newMessage(t)
	for _, text := range []string{"one", "", string(patterned(1000)), "four"} {
		send(t, a, text)
		if _, err := msg.Recv(b, 0); err != nil {
			t.Fatal(err)
		}
		wantContent(t, "received", msg, []byte(text))
	}
}

func TestMessageZero(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	var zero libzmq.Message
	wantContent(t, "zero", &zero, nil)
	if zero.More() {
		t.Error("More: true for the zero Message")
	}
	if n, err := zero.Send(a, 0); err != nil || n != 0 {
		t.Fatalf("Send of the zero Message: %d, %v", n, err)
	}
	wantRecv(t, b, "")

	var received, moved, copied libzmq.Message
	send(t, a, "x")
	if _, err := received.Recv(b, 0); err != nil {
		t.Fatal(err)
	}
	must(t, moved.Move(&received))
	must(t, copied.Copy(&moved))
	wantContent(t, "copy", &copied, []byte("x"))
	for _, msg := range []*libzmq.Message{&received, &moved, &copied} {
		must(t, msg.Close())
		must(t, msg.Close()) // not an error a second time
		wantContent(t, "closed", msg, nil)
	}
	var never libzmq.Message
	must(t, never.Close())
}

func TestMessageMoveCopy(t *testing.T) {
	for _, size := range []int{1, 1000} {
		want := patterned(size)
		source, moved, copied := sizedMessage(t, want), newMessage(t), sizedMessage(t, []byte("old"))
		must(t, moved.Move(source))
		wantContent(t, "moved", moved, want)
		wantContent(t, "moved from", source, nil)
		must(t, copied.Copy(moved))
		wantContent(t, "copied", copied, want)
		wantContent(t, "copied from", moved, want)
		must(t, moved.Close())
		wantContent(t, "copy of a closed one", copied, want)
		must(t, copied.Copy(copied)) // onto itself
		wantContent(t, "copied onto itself", copied, want)
		must(t, copied.Move(copied))
		wantContent(t, "moved onto itself", copied, want)
	}
}

func TestMessageProperties(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	send(t, a, "first", "second")
	msg := newMessage(t)
	for i, more := range []bool{true, false} {
		if _, err := msg.Recv(b, 0); err != nil {
			t.Fatal(err)
		}
		value, err := msg.Property(libzmq.MsgMore)
		if err != nil || (value == 1) != more || msg.More() != more {
			t.Errorf("part %d: Property(MsgMore) %d, %v, More() %v; want %v", i, value, err, msg.More(), more)
		}
	}

	large, shared := sizedMessage(t, patterned(1000)), newMessage(t)
	for i, want := range []int{0, 1} {
		if value, err := large.Property(libzmq.MsgShared); err != nil || value != want {
			t.Errorf("after %d copies: Property(MsgShared) %d, %v; want %d", i, value, err, want)
		}
		must(t, shared.Copy(large))
	}
	_, err := msg.Property(-1)
	wantErr(t, "Property(-1)", err, libzmq.EINVAL)
	wantErr(t, "SetProperty: libzmq 4 has none to set", msg.SetProperty(libzmq.MsgMore, 1), libzmq.EINVAL)
}

func TestMessageMetadata(t *testing.T) {
	ctx := newContext(t)
	rep, req := open(t, ctx, libzmq.Rep), open(t, ctx, libzmq.Req)
	connect(t, req, bind(t, rep, "tcp://127.0.0.1:*"))
	send(t, req, "who am I?")
	msg := newMessage(t)
	if _, err := msg.Recv(rep, 0); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"Socket-Type": "REQ", "Peer-Address": "127.0.0.1"} {
		if got, err := msg.Metadata(name); err != nil || got != want {
			t.Errorf("Metadata(%q): %q, %v; want %q", name, got, err, want)
		}
	}
	_, err := msg.Metadata("No-Such-Property")
	wantErr(t, "Metadata of an unknown name", err, libzmq.EINVAL)
	_, err = msg.Metadata("Socket-Type\x00")
	wantErr(t, "Metadata of a name with a NUL", err, libzmq.EINVAL)
	_, err = newMessage(t).Metadata("Socket-Type")
	wantErr(t, "Metadata of a message that came from nowhere", err, libzmq.EINVAL)

	fd, err := msg.Property(libzmq.MsgSourceFD)
	if err != nil || fd < 0 {
		t.Errorf("Property(MsgSourceFD): %d, %v", fd, err)
	}
}

// TestMessageView checks that Data is the message's own memory, and cannot grow beyond its end.
func TestMessageView(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	msg := sizedMessage(t, []byte("Hello"))
	view := msg.Data()
	view[0] = 'J'
	_ = append(view, "overwritten?"...)
	wantContent(t, "written through the view", msg, []byte("Jello"))
	if _, err := msg.Send(a, 0); err != nil {
		t.Fatal(err)
	}
	wantRecv(t, b, "Jello")
}

// TestInitData sends Go memory without a copy, while the collector does what it can to move, free or
// overwrite it.
func TestInitData(t *testing.T) {
	for transport, endpoint := range endpoints(t) {
		t.Run(transport, func(t *testing.T) {
			ctx := newContext(t)
			push, pull := open(t, ctx, libzmq.Push), open(t, ctx, libzmq.Pull)
			connect(t, push, bind(t, pull, endpoint))
			stop := make(chan struct{})
			collected := make(chan struct{})
			go func() {
				defer close(collected)
				collectGarbage(stop)
			}()
			defer func() { close(stop); <-collected }()
			for i := range 300 {
				size := (i * 131) % 20_000
				var msg libzmq.Message
				must(t, msg.InitData(patterned(size)))
				if n, err := msg.Send(push, 0); err != nil || n != size {
					t.Fatalf("Send: %d, %v", n, err)
				}
				got := make([]byte, size)
				if n, err := pull.Recv(got, 0); err != nil || n != size {
					t.Fatalf("Recv: %d, %v", n, err)
				}
				if !bytes.Equal(got, patterned(size)) {
					t.Fatalf("message %d: %s", i, short(got))
				}
			}
		})
	}
}

// collectGarbage runs the collector, and claims the memory that it frees, until stop is closed.
func collectGarbage(stop <-chan struct{}) {
	var litter [64][]byte
	for i := 0; ; i++ {
		select {
		case <-stop:
			return
		default:
		}
		litter[i%len(litter)] = bytes.Repeat([]byte{0xdb}, 1+(i*131)%20_000)
		if i%len(litter) == 0 {
			runtime.GC()
		}
	}
}

// TestInitDataPins checks that a message that is not sent keeps its Go memory until it is closed, and
// then releases it.
func TestInitDataPins(t *testing.T) {
	freed := make(chan struct{})
	var msg libzmq.Message
	func() {
		buf := patterned(1 << 16)
		runtime.AddCleanup(&buf[0], func(int) { close(freed) }, 0)
		must(t, msg.InitData(buf))
	}()
	for range 3 {
		runtime.GC()
	}
	select {
	case <-freed:
		t.Fatal("the memory was freed under the message")
	default:
	}
	wantContent(t, "after the collections", &msg, patterned(1<<16))
	must(t, msg.Close())
	eventually(t, "the memory is freed after Close", func() bool {
		runtime.GC()
		select {
		case <-freed:
			return true
		default:
			return false
		}
	})
}

func TestInitDataEmpty(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	for _, empty := range [][]byte{nil, {}} {
		var msg libzmq.Message
		must(t, msg.InitData(empty))
		if n, err := msg.Send(a, 0); err != nil || n != 0 {
			t.Errorf("Send: %d, %v", n, err)
		}
		wantRecv(t, b, "")
	}
}

// TestInitTwice checks that a message that is initialized again releases its first content.
func TestInitTwice(t *testing.T) {
	msg := newMessage(t)
	must(t, msg.InitSize(1000))
	must(t, msg.InitData(patterned(1000)))
	must(t, msg.InitSize(3))
	copy(msg.Data(), "abc")
	wantContent(t, "initialised again", msg, []byte("abc"))
	must(t, msg.Init())
	wantContent(t, "initialised as empty", msg, nil)
}

func TestMessageSizeErrors(t *testing.T) {
	msg := newMessage(t)
	wantErr(t, "InitSize(-1)", msg.InitSize(-1), libzmq.EINVAL)
	wantContent(t, "after failing", msg, nil)
}

func TestMessageNil(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	var msg *libzmq.Message
	other := newMessage(t)
	wantErr(t, "Init", msg.Init(), libzmq.EFAULT)
	wantErr(t, "InitSize", msg.InitSize(1), libzmq.EFAULT)
	wantErr(t, "InitData", msg.InitData([]byte("x")), libzmq.EFAULT)
	_, err := msg.Send(a, libzmq.DontWait)
	wantErr(t, "Send", err, libzmq.EFAULT)
	_, err = msg.Recv(b, libzmq.DontWait)
	wantErr(t, "Recv", err, libzmq.EFAULT)
	wantErr(t, "Close", msg.Close(), libzmq.EFAULT)
	wantErr(t, "Move to nil", msg.Move(other), libzmq.EFAULT)
	wantErr(t, "Move from nil", other.Move(nil), libzmq.EFAULT)
	wantErr(t, "Copy to nil", msg.Copy(other), libzmq.EFAULT)
	wantErr(t, "Copy from nil", other.Copy(nil), libzmq.EFAULT)
	_, err = msg.Property(libzmq.MsgMore)
	wantErr(t, "Property", err, libzmq.EFAULT)
	wantErr(t, "SetProperty", msg.SetProperty(libzmq.MsgMore, 1), libzmq.EFAULT)
	_, err = msg.Metadata("Socket-Type")
	wantErr(t, "Metadata", err, libzmq.EFAULT)
	if msg.Size() != 0 || len(msg.Data()) != 0 || msg.More() {
		t.Errorf("Size %d, Data %q, More %v", msg.Size(), msg.Data(), msg.More())
	}
}

func TestMessageOnClosedSocket(t *testing.T) {
	a, _ := pair(t, libzmq.Pair, libzmq.Pair)
	must(t, a.Close())
	msg := sizedMessage(t, []byte("kept"))
	_, err := msg.Send(a, 0)
	wantErr(t, "Send", err, libzmq.ENOTSOCK)
	wantContent(t, "after failing", msg, []byte("kept"))
	_, err = msg.Send(nil, 0)
	wantErr(t, "Send to nil", err, libzmq.ENOTSOCK)
	_, err = newMessage(t).Recv(a, 0)
	wantErr(t, "Recv", err, libzmq.ENOTSOCK)
}
