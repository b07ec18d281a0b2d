package run_test

import (
	"slices"
	"testing"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// These calls are deprecated, but still bound.

func TestInitTerm(t *testing.T) {
	for what, end := range map[string]func(*libzmq.Context) error{"Term": libzmq.Term, "Destroy": libzmq.Destroy} {
		ctx, err := libzmq.Init(2)
		must(t, err)
		if threads, err := ctx.Option(libzmq.CtxIOThreads); err != nil || threads != 2 {
			t.Errorf("Option(CtxIOThreads): %d, %v; want 2", threads, err)
		}
		within(t, what, func() { must(t, end(ctx)) })
		wantErr(t, what+" again", end(ctx), libzmq.EFAULT)
		wantErr(t, what+" of nil", end(nil), libzmq.EFAULT)
		wantErr(t, what+" of the zero Context", end(new(libzmq.Context)), libzmq.EFAULT)
	}
	_, err := libzmq.Init(-1)
	wantErr(t, "Init(-1)", err, libzmq.EINVAL)
}

func TestSendMsgRecvMsg(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	msg := sizedMessage(t, []byte("legacy"))
	if n, err := libzmq.SendMsg(a, msg, 0); err != nil || n != 6 {
		t.Fatalf("SendMsg: %d, %v", n, err)
	}
	got := newMessage(t)
	if n, err := libzmq.RecvMsg(b, got, 0); err != nil || n != 6 {
		t.Fatalf("RecvMsg: %d, %v", n, err)
	}
	wantContent(t, "received", got, []byte("legacy"))
	_, err := libzmq.RecvMsg(b, got, libzmq.NoBlock)
	wantErr(t, "RecvMsg of nothing", err, libzmq.EAGAIN)
	_, err = libzmq.SendMsg(nil, msg, 0)
	wantErr(t, "SendMsg to nil", err, libzmq.ENOTSOCK)
	_, err = libzmq.RecvMsg(nil, msg, 0)
	wantErr(t, "RecvMsg from nil", err, libzmq.ENOTSOCK)
	_, err = libzmq.SendMsg(a, nil, 0)
	wantErr(t, "SendMsg of nil", err, libzmq.EFAULT)
	_, err = libzmq.RecvMsg(a, nil, libzmq.DontWait)
	wantErr(t, "RecvMsg into nil", err, libzmq.EFAULT)
}

func TestIOV(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	parts := [][]byte{[]byte("one"), {}, patterned(1000), []byte("four")}
	for _, flags := range []libzmq.SendFlag{0, libzmq.SendMore, libzmq.DontWait} {
		if n, err := libzmq.SendIOV(a, parts, flags); err != nil || n != len("four") {
			t.Fatalf("SendIOV with %v: %d, %v; want the length of the last part", flags, n, err)
		}
		got, err := libzmq.RecvIOV(b, 10, 0)
		must(t, err)
		if !slices.EqualFunc(got, parts, slices.Equal) {
			t.Errorf("RecvIOV after SendIOV with %v: %q", flags, got)
		}
	}
	_, err := libzmq.RecvIOV(b, 10, libzmq.DontWait)
	wantErr(t, "RecvIOV of nothing", err, libzmq.EAGAIN)
	_, err = libzmq.SendIOV(nil, parts, 0)
	wantErr(t, "SendIOV to nil", err, libzmq.ENOTSOCK)
	_, err = libzmq.RecvIOV(nil, 10, 0)
	wantErr(t, "RecvIOV from nil", err, libzmq.ENOTSOCK)
	_, err = libzmq.SendIOV(a, nil, 0)
	wantErr(t, "SendIOV of nothing", err, libzmq.EINVAL)
	for _, limit := range []int{0, -1} {
		_, err = libzmq.RecvIOV(b, limit, libzmq.DontWait)
		wantErr(t, "RecvIOV of no parts", err, libzmq.EINVAL)
	}
}

func TestDevice(t *testing.T) {
	p := newProxied(t)
	go func() { p.ended <- libzmq.Device(libzmq.Queue, p.frontend, p.backend) }()
	p.exchange(t)
	p.shutdown(t)
}

func TestDeprecatedTypes(t *testing.T) {
	req, rep := pair(t, libzmq.XReq, libzmq.XRep)
	must(t, rep.SetRecvTimeout(time.Second))
	if typ, err := req.Type(); err != nil || typ != libzmq.Dealer {
		t.Errorf("Type: %v, %v", typ, err)
	}
	if typ, err := rep.Type(); err != nil || typ != libzmq.Router {
		t.Errorf("Type: %v, %v", typ, err)
	}
}
