package run_test

import (
	"errors"
	"testing"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// proxied is a proxy between two clients, which capture listens to.
type proxied struct {
	ctx                   *libzmq.Context
	req, rep              *libzmq.Socket // the clients
	frontend, backend     *libzmq.Socket // the proxy's own
	captureIn, captureOut *libzmq.Socket // what the proxy writes to, and the other end
	controlIn, controlOut *libzmq.Socket // what controls the proxy, and the other end
	ended                 chan error
}

func newProxied(t *testing.T) *proxied {
	ctx := newContext(t)
	p := &proxied{
		ctx: ctx,
		req: open(t, ctx, libzmq.Req), rep: open(t, ctx, libzmq.Rep),
		frontend: open(t, ctx, libzmq.Router), backend: open(t, ctx, libzmq.Dealer),
		captureIn: open(t, ctx, libzmq.Push), captureOut: open(t, ctx, libzmq.Pull),
		controlIn: open(t, ctx, libzmq.Pair), controlOut: open(t, ctx, libzmq.Pair),
		ended: make(chan error, 1),
	}
	connect(t, p.req, bind(t, p.frontend, "inproc://frontend"))
	connect(t, p.rep, bind(t, p.backend, "inproc://backend"))
	connect(t, p.captureIn, bind(t, p.captureOut, "inproc://capture"))
	connect(t, p.controlIn, bind(t, p.controlOut, "inproc://control"))
	return p
}

func (p *proxied) exchange(t *testing.T) {
	t.Helper()
	send(t, p.req, "ping")
	wantRecv(t, p.rep, "ping")
	send(t, p.rep, "pong")
	wantRecv(t, p.req, "pong")
}

func (p *proxied) wantEnd(t *testing.T, want error) {
	t.Helper()
	select {
	case err := <-p.ended:
		wantErr(t, "the proxy", err, want)
	case <-time.After(patience):
		panic("the proxy did not end")
	}
}

// shutdown ends the proxy from outside, so that its sockets can be closed.
func (p *proxied) shutdown(t *testing.T) {
	t.Helper()
	must(t, p.ctx.Shutdown())
	p.wantEnd(t, libzmq.ETERM)
}

func TestProxy(t *testing.T) {
	p := newProxied(t)
	go func() { p.ended <- libzmq.Proxy(p.frontend, p.backend, p.captureIn) }()
	p.exchange(t)
	if got := recv(t, p.captureOut); len(got) != 3 || got[2] != "ping" {
		t.Errorf("captured %q; want an identity, an empty part and ping", got)
	}
	if got := recv(t, p.captureOut); len(got) != 3 || got[2] != "pong" {
		t.Errorf("captured %q; want an identity, an empty part and pong", got)
	}
	p.shutdown(t)
}

func TestProxyWithoutCapture(t *testing.T) {
	p := newProxied(t)
	go func() { p.ended <- libzmq.Proxy(p.frontend, p.backend, nil) }()
	p.exchange(t)
	p.shutdown(t)
}

// TestProxySteerable pauses a proxy and resumes it. libzmq 4.3.5 answers each command, and swaps the two: RESUME
// pauses. The development version after that release has no such proxy.
func TestProxySteerable(t *testing.T) {
	p := newProxied(t)
	go func() { p.ended <- libzmq.ProxySteerable(p.frontend, p.backend, nil, p.controlIn) }()
	send(t, p.req, "ping")
	eventually(t, "the proxy passes a message, or says that there is none", func() bool {
		events, err := p.rep.Events()
		must(t, err)
		return events&libzmq.PollIn != 0 || len(p.ended) > 0
	})
	if len(p.ended) > 0 && libzmq.MakeVersion(libzmq.Version()) >= 40305 {
		p.wantEnd(t, libzmq.ENOTSUP)
		return
	}
	wantRecv(t, p.rep, "ping")
	send(t, p.rep, "pong")
	wantRecv(t, p.req, "pong")
	command := func(name string) { send(t, p.controlOut, name) }
	pause, resume := "PAUSE", "RESUME"
	if libzmq.MakeVersion(libzmq.Version()) == 40305 {
		pause, resume = resume, pause
		command = func(name string) {
			send(t, p.controlOut, name)
			wantRecv(t, p.controlOut, "")
		}
	}
	command(pause)
	send(t, p.req, "ping")
	must(t, p.rep.SetRecvTimeout(20*time.Millisecond))
	_, err := p.rep.Recv(make([]byte, 4), 0)
	wantErr(t, "Recv behind a proxy that pauses", err, libzmq.EAGAIN)
	must(t, p.rep.SetRecvTimeout(patience))
	command(resume)
	wantRecv(t, p.rep, "ping")
	send(t, p.rep, "pong")
	wantRecv(t, p.req, "pong")
	command("TERMINATE")
	p.wantEnd(t, nil)
}

// TestProxyErrors checks that a proxy does not run if one of its sockets is closed. Only the capture and the control
// socket can be left out, by nil.
func TestProxyErrors(t *testing.T) {
	for what, proxy := range map[string]func(front, back, gone *libzmq.Socket) error{
		"Proxy, frontend":          func(_, back, gone *libzmq.Socket) error { return libzmq.Proxy(gone, back, nil) },
		"Proxy, backend":           func(front, _, gone *libzmq.Socket) error { return libzmq.Proxy(front, gone, nil) },
		"ProxySteerable, frontend": func(_, back, gone *libzmq.Socket) error { return libzmq.ProxySteerable(gone, back, nil, nil) },
		"ProxySteerable, backend":  func(front, _, gone *libzmq.Socket) error { return libzmq.ProxySteerable(front, gone, nil, nil) },
		"Device, frontend":         func(_, back, gone *libzmq.Socket) error { return libzmq.Device(libzmq.Queue, gone, back) },
		"Device, backend":          func(front, _, gone *libzmq.Socket) error { return libzmq.Device(libzmq.Queue, front, gone) },
	} {
		wantNoProxy(t, what+" nil", nil, proxy)
		wantNoProxy(t, what+" zero", new(libzmq.Socket), proxy)
		wantNoProxy(t, what+" closed", closedSocket(t), proxy)
	}
	for what, proxy := range map[string]func(front, back, gone *libzmq.Socket) error{
		"Proxy, capture": func(front, back, gone *libzmq.Socket) error { return libzmq.Proxy(front, back, gone) },
		"ProxySteerable, capture": func(front, back, gone *libzmq.Socket) error {
			return libzmq.ProxySteerable(front, back, gone, nil)
		},
		"ProxySteerable, control": func(front, back, gone *libzmq.Socket) error {
			return libzmq.ProxySteerable(front, back, nil, gone)
		},
	} {
		wantNoProxy(t, what+" zero", new(libzmq.Socket), proxy)
		wantNoProxy(t, what+" closed", closedSocket(t), proxy)
	}
}

func closedSocket(t *testing.T) *libzmq.Socket {
	t.Helper()
	s := open(t, newContext(t), libzmq.Dealer)
	must(t, s.Close())
	return s
}

// wantNoProxy reports a proxy that starts.
func wantNoProxy(t *testing.T, what string, gone *libzmq.Socket, proxy func(front, back, gone *libzmq.Socket) error) {
	t.Helper()
	ctx := newContext(t)
	front, back := open(t, ctx, libzmq.Router), open(t, ctx, libzmq.Dealer)
	ended := make(chan error, 1)
	go func() { ended <- proxy(front, back, gone) }()
	select {
	case err := <-ended:
		if !errors.Is(err, libzmq.ENOTSOCK) && !errors.Is(err, libzmq.EFAULT) {
			t.Errorf("%s: %v; want ENOTSOCK or EFAULT", what, err)
		}
	case <-time.After(time.Second):
		t.Errorf("%s: the proxy runs", what)
		must(t, ctx.Shutdown())
		<-ended
	}
}
