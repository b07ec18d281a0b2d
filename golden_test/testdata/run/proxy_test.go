package run_test

import (
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
	controlIn, controlOut *libzmq.Socket // what the proxy obeys, and the other end
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

// end shuts the context down and closes everything, so that the proxy's sockets are closed after it.
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

func TestProxySteerable(t *testing.T) {
	p := newProxied(t)
	go func() { p.ended <- libzmq.ProxySteerable(p.frontend, p.backend, nil, p.controlIn) }()
	p.exchange(t)
	send(t, p.controlOut, "PAUSE")
	send(t, p.controlOut, "RESUME")
	p.exchange(t)
	send(t, p.controlOut, "TERMINATE")
	p.wantEnd(t, nil)
}

func TestProxyErrors(t *testing.T) {
	ctx := newContext(t)
	s, closed := open(t, ctx, libzmq.Router), open(t, ctx, libzmq.Dealer)
	must(t, closed.Close())
	for what, sockets := range map[string][4]*libzmq.Socket{
		"no frontend":     {nil, s, nil, nil},
		"no backend":      {s, nil, nil, nil},
		"closed frontend": {closed, s, nil, nil},
		"closed backend":  {s, closed, nil, nil},
		"closed capture":  {s, open(t, ctx, libzmq.Dealer), closed, nil},
		"a zero one":      {new(libzmq.Socket), s, nil, nil},
	} {
		within(t, what, func() {
			if libzmq.Proxy(sockets[0], sockets[1], sockets[2]) == nil {
				t.Errorf("Proxy, %s: no error", what)
			}
			if libzmq.ProxySteerable(sockets[0], sockets[1], sockets[2], sockets[3]) == nil {
				t.Errorf("ProxySteerable, %s: no error", what)
			}
		})
	}
}
