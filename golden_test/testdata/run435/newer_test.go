// The tests of package run are run with these for the package of libzmq 4.3.5: see TestRunNewer. Calls
// that the library at hand lacks fail with an error.
package run_test

import (
	"testing"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.3.5"
)

// TestRoutingID checks that the routing id has two names.
func TestRoutingID(t *testing.T) {
	router, dealer := open(t, newContext(t), libzmq.Router), (*libzmq.Socket)(nil)
	endpoint := bind(t, router, "tcp://127.0.0.1:*")
	dealer = open(t, newContext(t), libzmq.Dealer)
	must(t, dealer.SetRoutingID([]byte("new name")))
	old, err := dealer.Identity()
	must(t, err)
	id, err := dealer.RoutingID()
	if string(old) != "new name" || string(id) != "new name" || err != nil {
		t.Errorf("Identity is %q and RoutingID %q, %v", old, id, err)
	}
	connect(t, dealer, endpoint)
	send(t, dealer, "x")
	wantRecv(t, router, "new name", "x")
	must(t, dealer.SetIdentity([]byte("old name")))
	wantErr(t, "an empty id", dealer.SetRoutingID(nil), libzmq.EINVAL)
	must(t, router.SetConnectRoutingID([]byte("peer")))
}

// TestHandshakeEvents checks that the events of a handshake decode.
func TestHandshakeEvents(t *testing.T) {
	ctx := newContext(t)
	server, client := open(t, ctx, libzmq.Rep), open(t, ctx, libzmq.Req)
	must(t, server.Monitor("inproc://handshake", libzmq.EventHandshakeSucceeded))
	monitor := open(t, ctx, libzmq.Pair)
	connect(t, monitor, "inproc://handshake")
	connect(t, client, bind(t, server, "tcp://127.0.0.1:*"))
	event, err := monitor.RecvMonitorEvent(0)
	must(t, err)
	if event.Event != libzmq.EventHandshakeSucceeded || event.Event.String() != "ZMQ_EVENT_HANDSHAKE_SUCCEEDED" {
		t.Errorf("%v", event)
	}
	must(t, server.StopMonitor())
	if got := libzmq.ProtocolErrorZAPBadVersion.String(); got != "ZMQ_PROTOCOL_ERROR_ZAP_BAD_VERSION" {
		t.Errorf("%s", got)
	}
	if got := libzmq.ProtocolError(7).String(); got != "ProtocolError(0x7)" {
		t.Errorf("%s", got)
	}
	if got := libzmq.GSSAPINameUserName.String(); got != "ZMQ_GSSAPI_NT_USER_NAME" {
		t.Errorf("%s", got)
	}
}

func TestIntermediate(t *testing.T) {
	w := libzmq.StartStopwatch()
	time.Sleep(time.Millisecond)
	first := w.Intermediate()
	if second := w.Intermediate(); first < time.Millisecond || second < first {
		t.Errorf("%v, then %v", first, second)
	}
	w.Stop()
	if got := w.Intermediate(); got != 0 {
		t.Errorf("a stopped stopwatch says %v", got)
	}
}

func TestNewerContextOptions(t *testing.T) {
	ctx := newContext(t)
	if size, err := ctx.MessageTSize(); size != 64 || err != nil {
		t.Errorf("MessageTSize: %d, %v", size, err)
	}
	if err := ctx.SetThreadNamePrefix(-1); libzmq.MakeVersion(libzmq.Version()) <= 40302 {
		wantErr(t, "a negative prefix", err, libzmq.EINVAL)
	} else {
		must(t, err)
	}
	must(t, ctx.SetThreadNamePrefix(7))
	if prefix, err := ctx.ThreadNamePrefix(); prefix != 7 || err != nil {
		t.Errorf("ThreadNamePrefix: %d, %v", prefix, err)
	}
	must(t, ctx.SetThreadAffinityCPUAdd(0))
	must(t, ctx.SetThreadAffinityCPURemove(0))
	wantErr(t, "a CPU that is not there", ctx.SetThreadAffinityCPURemove(3), libzmq.EINVAL)
	if policy, err := ctx.ThreadSchedPolicy(); policy != -1 || err != nil {
		t.Errorf("ThreadSchedPolicy: %d, %v", policy, err)
	}
}

// TestNewerSocketOptions sets each option and reads it back, if the library was built with it.
func TestNewerSocketOptions(t *testing.T) {
	s := open(t, newContext(t), libzmq.Dealer)
	must(t, s.SetBindToDevice("lo"))
	if device, err := s.BindToDevice(); device != "lo" || err != nil {
		t.Errorf("BindToDevice: %q, %v", device, err)
	}
	must(t, s.SetBindToDevice(""))
	for what, call := range map[string]func() (libzmq.GSSAPINameType, error){
		"GSSAPIPrincipalNameType": func() (libzmq.GSSAPINameType, error) {
			err := s.SetGSSAPIPrincipalNameType(libzmq.GSSAPINameUserName)
			must(t, unlessUnknown(err))
			return s.GSSAPIPrincipalNameType()
		},
		"GSSAPIServicePrincipalNameType": func() (libzmq.GSSAPINameType, error) {
			err := s.SetGSSAPIServicePrincipalNameType(libzmq.GSSAPINameUserName)
			must(t, unlessUnknown(err))
			return s.GSSAPIServicePrincipalNameType()
		},
	} {
		got, err := call()
		if err == nil && got != libzmq.GSSAPINameUserName || unlessUnknown(err) != nil {
			t.Errorf("%s: %v, %v", what, got, err)
		}
	}
}

// unlessUnknown drops the error of an option that the library was built without.
func unlessUnknown(err error) error {
	if err == error(libzmq.EINVAL) {
		return nil
	}
	return err
}
