package zmq_test

import (
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/zmq"
)

// TestContextSet checks that libzmq's options can be set as long as libzmq reads them, and fail with an error once they
// would have no effect.
func TestContextSet(t *testing.T) {
	z := newContext(t, zmq.IOThreads(2))
	must(t, z.Set(zmq.IOThreads(3), zmq.MaxSockets(6139), zmq.ContextOption{}))
	if n, err := z.IOThreads(); n != 3 || err != nil {
		t.Errorf("IOThreads: %d, %v; want 3", n, err)
	}
	must(t, z.Set(zmq.MaxSockets(2), zmq.ContextWith((*zmq.RawContext).SetBlocky, false)))
	if n := z.MaxSockets(); n != 2 {
		t.Errorf("MaxSockets: %d; want 2", n)
	}
	wantErr(t, "TraceSockets", z.Set(zmq.TraceSockets()), zmq.EINVAL)
	open(t, z, zmq.Pair)
	open(t, z, zmq.Pair)
	wantErr(t, "a third socket", second(z.Open(zmq.Pair)), zmq.EMFILE)
	for _, late := range []zmq.ContextOption{
		zmq.IOThreads(1), zmq.MaxSockets(100), zmq.ContextWith((*zmq.RawContext).SetThreadPriority, 1),
		zmq.ContextWith(func(raw *zmq.RawContext, n int) error { return raw.SetMaxSockets(n) }, 100),
	} {
		wantErr(t, "an option that comes too late", z.Set(late), zmq.EINVAL)
	}
	must(t, z.Set(zmq.ContextWith((*zmq.RawContext).SetMaxMessageSize, 1000), zmq.ContextWith((*zmq.RawContext).SetIPv6, true)))
	if n, err := zmq.ContextGet(z, (*zmq.RawContext).MaxMessageSize); n != 1000 || err != nil {
		t.Errorf("MaxMessageSize: %d, %v; want 1000", n, err)
	}
	if err := z.Set(zmq.ContextWith((*zmq.RawContext).SetMaxMessageSize, -1)); err == nil || !strings.Contains(err.Error(), "SetMaxMessageSize") {
		t.Errorf("%v does not name the option", err)
	}
	must(t, z.Close(limited(t)))
	wantErr(t, "Set", z.Set(zmq.IOThreads(1)), zmq.ErrClosed)
	wantErr(t, "IOThreads", second(z.IOThreads()), zmq.ErrClosed)
}

// TestVersion checks the release that libzmq reports.
func TestVersion(t *testing.T) {
	must(t, zmq.CheckVersion())
	if major, minor, _ := zmq.Version(); major != 4 || minor < 3 {
		t.Errorf("Version: %d.%d", major, minor)
	}
	if !zmq.Has("curve") || zmq.Has("Curve") || zmq.Has("\x00") {
		t.Errorf("Has: curve %v, Curve %v, NUL %v", zmq.Has("curve"), zmq.Has("Curve"), zmq.Has("\x00"))
	}
}

// TestZ85 checks both directions, and what they refuse.
func TestZ85(t *testing.T) {
	text, err := zmq.Z85Encode([]byte{0x86, 0x4F, 0xD2, 0x6F, 0xB5, 0x59, 0xF7, 0x5B})
	if text != "HelloWorld" || err != nil {
		t.Errorf("Z85Encode: %q, %v", text, err)
	}
	data, err := zmq.Z85Decode(text)
	if len(data) != 8 || data[0] != 0x86 || err != nil {
		t.Errorf("Z85Decode: %x, %v", data, err)
	}
	wantErr(t, "Z85Encode", second(zmq.Z85Encode([]byte("abc"))), zmq.EINVAL)
	for _, bad := range []string{"four", "\x00\x00\x00\x00\x00", "#####"} {
		wantErr(t, "Z85Decode", second(zmq.Z85Decode(bad)), zmq.EINVAL)
	}
}

// TestNewerOptions checks that options that came with libzmq 4.3 have methods.
func TestNewerOptions(t *testing.T) {
	s := open(t, newContext(t), zmq.Dealer, zmq.With((*zmq.RawSocket).SetRoutingID, []byte("me")))
	if id, err := zmq.Get(s, (*zmq.RawSocket).RoutingID); string(id) != "me" || err != nil {
		t.Errorf("RoutingID: %q, %v", id, err)
	}
	if device, err := zmq.Get(s, (*zmq.RawSocket).BindToDevice); device != "" || err != nil {
		t.Errorf("BindToDevice: %q, %v", device, err)
	}
}
