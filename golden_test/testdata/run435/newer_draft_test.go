//go:build zmq_draft

package run_test

import (
	"strconv"
	"testing"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.3.5"
)

// TestDraftOptions checks that options that libzmq calls drafts, and has in every build, work.
func TestDraftOptions(t *testing.T) {
	ctx := newContext(t)
	s := open(t, ctx, libzmq.Dealer)
	if err := s.SetReconnectStop(libzmq.ReconnectStopConnRefused); libzmq.MakeVersion(libzmq.Version()) < 40303 {
		wantErr(t, "SetReconnectStop before libzmq 4.3.3", err, libzmq.EINVAL)
	} else {
		must(t, err)
	}
	if stop, err := s.ReconnectStop(); stop.String() != "0x1" || err != nil { // drafts print as numbers
		t.Logf("ReconnectStop: %v, %v", stop, err)
	}
	must(t, s.SetSOCKSUsername("me"))
	if name, err := s.SOCKSUsername(); name != "me" || err != nil {
		t.Errorf("SOCKSUsername: %q, %v", name, err)
	}
	must(t, s.SetMetadata("X-role:tester"))
	wantErr(t, "metadata of another form", s.SetMetadata("role"), libzmq.EINVAL)
	must(t, s.SetZAPEnforceDomain(true))
	if on, err := s.ZAPEnforceDomain(); !on || err != nil {
		t.Errorf("ZAPEnforceDomain: %v, %v", on, err)
	}
	must(t, ctx.SetZeroCopyRecv(false))
	if on, err := ctx.ZeroCopyRecv(); on || err != nil {
		t.Errorf("ZeroCopyRecv: %v, %v", on, err)
	}
	if libzmq.MetadataPeerAddress != "Peer-Address" {
		t.Errorf("MetadataPeerAddress is %q", libzmq.MetadataPeerAddress)
	}
}

// TestDraftsTooLarge checks that numbers that do not fit into C's types are refused, with drafts in the library
// and without.
func TestDraftsTooLarge(t *testing.T) {
	if strconv.IntSize == 32 {
		t.Skip("an int is one of C's")
	}
	var ctx libzmq.Context
	var poller libzmq.Poller
	tooLarge := int64(1)<<32 + 1
	for what, call := range map[string]func() error{
		"SetOptionBytes":   func() error { return ctx.SetOptionBytes(libzmq.ContextOption(tooLarge), nil) },
		"OptionBytes":      func() error { _, err := ctx.OptionBytes(libzmq.ContextOption(tooLarge), nil); return err },
		"AddFD":            func() error { return poller.AddFD(libzmq.FD(tooLarge), nil, libzmq.PollIn) },
		"ModifyFD":         func() error { return poller.ModifyFD(libzmq.FD(tooLarge), libzmq.PollIn) },
		"RemoveFD":         func() error { return poller.RemoveFD(libzmq.FD(tooLarge)) },
		"MonitorVersioned": func() error { return new(libzmq.Socket).MonitorVersioned("inproc://x", 0, int(tooLarge), libzmq.Pair) },
	} {
		wantErr(t, what, call(), libzmq.EINVAL)
	}
}

// TestDraftSocket checks that opening a draft socket fails with ENOTSUP if the library has no drafts.
func TestDraftSocket(t *testing.T) {
	s, err := newContext(t).NewSocket(libzmq.Server)
	if libzmq.Has("draft") {
		must(t, err)
		must(t, s.Close())
		return
	}
	wantErr(t, "a draft socket", err, libzmq.ENOTSUP)
}

// TestDraftsMissing checks that draft functions that the library lacks fail with ENOTSUP.
func TestDraftsMissing(t *testing.T) {
	if libzmq.Has("draft") {
		t.Skip("the library has drafts")
	}
	ctx := newContext(t)
	s := open(t, ctx, libzmq.Router)
	var msg libzmq.Message
	for what, call := range map[string]func() error{
		"ConnectPeer":       func() error { _, err := s.ConnectPeer("inproc://x"); return err },
		"PeerState":         func() error { _, err := s.PeerState([]byte("x")); return err },
		"InitBuffer":        func() error { return msg.InitBuffer([]byte("x")) },
		"MonitorVersioned":  func() error { return s.MonitorVersioned("inproc://x", libzmq.EventAll, 2, libzmq.Pair) },
		"MonitorPipesStats": func() error { return s.MonitorPipesStats() },
		"SetOptionBytes":    func() error { return ctx.SetOptionBytes(libzmq.CtxThreadNamePrefix, []byte("x")) },
		"OptionBytes":       func() error { _, err := ctx.OptionBytes(libzmq.CtxThreadNamePrefix, nil); return err },
		"Poller.FD":         func() error { _, err := new(libzmq.Poller).FD(); return err },
		"Poller.Size":       func() error { _, err := new(libzmq.Poller).Size(); return err },
	} {
		wantErr(t, what, call(), libzmq.ENOTSUP)
	}
}
