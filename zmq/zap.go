package zmq

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"
)

// zapEndpoint is the endpoint at which libzmq asks whether to accept a peer, by ZeroMQ's RFC 27.
const zapEndpoint = "inproc://zeromq.zap.01"

// zapHandler answers libzmq's authentication requests. If nothing is bound at zapEndpoint, libzmq accepts peers. The
// handler therefore exists before a context's first socket, and until its last one is closed; without an Authenticator,
// it refuses.
type zapHandler struct {
	secret string // prefix of the names of decided properties: see property

	starting sync.Mutex
	core     *core // or nil, before the first socket

	mu      sync.RWMutex
	current *Authenticator // or nil
	closed  bool
}

// startZAP makes the context answer authentication requests, unless it already does.
func (z *shared) startZAP() error {
	h := &z.zap
	h.starting.Lock()
	defer h.starting.Unlock()
	if h.core != nil {
		return nil
	}
	c, err := z.openInternal(Router)
	if err != nil {
		return err
	}
	if _, err := c.bind(zapEndpoint); err != nil {
		_ = c.close(0, true)
		return err
	}
	h.core = c
	go h.run()
	return nil
}

// noDomain is the domain of a server that has none. libzmq's option to enforce domains needs one, because otherwise it
// sends no request about a CURVE server's peers.
const noDomain = "(none)"

// optZAPEnforceDomain makes libzmq refuse peers if no handler answers. This happens when the context ends: libzmq
// closes the handler at once, and a lingering socket may still find a peer.
const optZAPEnforceDomain socketOption = 93

// enforceZAP runs before each bind or connect, under the lock.
func (c *core) enforceZAP() error {
	domain, err := c.raw.ZAPDomain()
	if err != nil {
		return err
	}
	if domain == "" && isServer(c.raw) {
		domain = noDomain
		if err := c.raw.SetZAPDomain(domain); err != nil {
			return err
		}
	}
	if domain != "" {
		_ = c.raw.SetOptionInt(optZAPEnforceDomain, 1) // a draft, which libzmq may lack
	}
	return nil
}

// isServer reports whether a socket authenticates its peers.
func isServer(raw *RawSocket) bool {
	for _, get := range []func(*RawSocket) (bool, error){
		(*RawSocket).CurveServer, (*RawSocket).PlainServer, (*RawSocket).GSSAPIServer,
	} {
		if server, err := get(raw); err == nil && server { // an error if libzmq lacks the mechanism
			return true
		}
	}
	return false
}

// close ends the Authenticator. The handler continues and refuses, because peers can connect until the last socket is
// closed.
func (h *zapHandler) close() {
	h.mu.Lock()
	a := h.current
	h.current, h.closed = nil, true
	h.mu.Unlock()
	if a != nil {
		a.cancel()
	}
}

// Authenticator authenticates the peers of a context's sockets.
type Authenticator struct {
	handler  *zapHandler
	policies []Policy
	limits   policyLimits
	log      *limitedLog
	running  chan struct{} // holds an element for each peer that policies are deciding about
	ctx      context.Context
	cancel   context.CancelFunc
}

// policyLimits limit what peers can make a program do before they are accepted.
type policyLimits struct {
	peers   int
	timeout time.Duration
}

// defaultPolicyLimits end well before libzmq's own limit for a handshake, which is 30 s.
var defaultPolicyLimits = policyLimits{peers: 100, timeout: 10 * time.Second}

// PolicyLimits sets for how many peers policies can run at the same time, and how long they can take for one peer. The
// defaults are 100 and 10 s. Further peers wait for their turn. A peer that no policy decides about in time is refused;
// a policy that continues to run still counts against the limit.
func PolicyLimits(peers int, timeout time.Duration) ContextOption {
	return ContextOption{apply: func(z *shared) error {
		if peers < 1 || timeout <= 0 {
			return fmt.Errorf("policy limits of %d peers and %v: both must be positive", peers, timeout)
		}
		z.limits = policyLimits{peers, timeout}
		return nil
	}}
}

// Authenticate makes the policies decide about every peer that connects to an authenticating socket of the context from
// now on: a PLAIN or CURVE server, or a socket with a [ZAPDomain]. The first policy that decides wins; a peer that no
// policy decides about is refused.
//
// Authenticating sockets refuse every peer while the Context has no Authenticator: before the first, between two, and
// after the last. A libzmq client that is refused for this reason retries after its handshake timeout of 30 s; one that
// a policy refused does not. To accept every CURVE client that knows the server's key, authenticate with [AllowAnyone].
//
// A Context has at most one Authenticator at a time: a second Authenticate fails with [EADDRINUSE].
func (z *Context) Authenticate(policies ...Policy) (*Authenticator, error) {
	h := &z.state().zap
	if err := z.state().startZAP(); err != nil {
		return nil, fmt.Errorf("zmq: authenticate: %w", err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.closed:
		return nil, ErrClosed
	case h.current != nil:
		return nil, fmt.Errorf("zmq: authenticate: close the Context's Authenticator first: %w", EADDRINUSE)
	}
	logger := z.state().logger
	if logger == nil {
		logger = slog.Default() // faults of a policy must be logged
	}
	ctx, cancel := context.WithCancel(context.Background())
	h.current = &Authenticator{
		handler: h, policies: slices.Clone(policies), limits: z.state().limits, log: newLimitedLog(logger),
		running: make(chan struct{}, z.state().limits.peers), ctx: ctx, cancel: cancel,
	}
	return h.current, nil
}

// Close ends the Authenticator: authenticating sockets then refuse all peers. It cancels the context of running
// policies, whose decisions are ignored, and does not wait for them, so a policy can call it.
func (a *Authenticator) Close() error {
	if a.handler == nil {
		return nil // the zero Authenticator
	}
	a.cancel()
	a.handler.mu.Lock()
	defer a.handler.mu.Unlock()
	if a.handler.current == a {
		a.handler.current = nil
	}
	return nil
}

// Refusals that do not come from a policy. libzmq's clients retry after status 300, usually when the handshake times
// out, and stop after others.
var (
	nobodyDecides = Decision{status: "300", text: "no Authenticator"}
	lateDecision  = Decision{status: "300", text: "no decision in time"}
	policyFailed  = Decision{status: "500", text: "policy failed"}
	malformed     = Decision{status: "500", text: "malformed request"}
)

// zapRequest is libzmq's request about a peer.
type zapRequest struct {
	envelope [][]byte
	number   []byte
	address  string // as libzmq has it
	peer     Peer
}

// run reads requests until the context is closed.
func (h *zapHandler) run() {
	for {
		var m Message
		if err := h.core.recvMessage(context.Background(), &m); err != nil {
			return
		}
		request, ok := decodeRequest(m)
		h.mu.RLock()
		a := h.current
		h.mu.RUnlock()
		switch {
		case !ok:
			h.reply(request, malformed)
		case a == nil || !a.admit():
			h.reply(request, nobodyDecides)
		default:
			go a.decide(request)
		}
	}
}

// reply answers a request: the version and the number of the request, a status, and the peer's properties.
func (h *zapHandler) reply(r zapRequest, d Decision) {
	var metadata []byte
	if d.status == "200" {
		metadata = h.encode(r, d)
	}
	reply := append(slices.Clone(r.envelope), nil, []byte(zapVersion), r.number,
		[]byte(d.status), []byte(d.text), []byte(d.user), metadata)
	_ = h.core.sendParts(context.Background(), reply) // fails only at the end, when no request is open
}

// admit waits until one more policy can run, and reports whether the Authenticator is still open.
func (a *Authenticator) admit() bool {
	select {
	case a.running <- struct{}{}:
		return a.ctx.Err() == nil
	case <-a.ctx.Done():
		return false
	}
}

// decide answers a request with the policies' decision: once, in time, and even if a policy panics or exits its
// goroutine.
func (a *Authenticator) decide(r zapRequest) {
	defer func() { <-a.running }()
	ctx, cancel := context.WithTimeout(a.ctx, a.limits.timeout)
	defer cancel()
	var once sync.Once
	reply := func(d Decision) { once.Do(func() { a.reply(r, d) }) }
	refuse := func(d Decision, reason string, attributes ...slog.Attr) {
		reply(d)
		a.log.log(reason, 1, slog.LevelError, "zmq: a peer is refused: a policy "+reason, attributes...)
	}
	stop := context.AfterFunc(ctx, func() {
		if ctx.Err() == context.DeadlineExceeded {
			refuse(lateDecision, "takes too long", slog.Duration("limit", a.limits.timeout))
		}
		reply(lateDecision) // if the Authenticator is closed
	})
	defer stop()
	decided := false
	defer func() {
		if failure := recover(); failure != nil {
			refuse(policyFailed, "panicked", slog.Any("panic", failure), slog.String("stack", string(debug.Stack())))
		} else if !decided {
			refuse(policyFailed, "ended its goroutine")
		}
	}()
	d := a.ask(ctx, r.peer)
	decided = true
	if err := d.check(); err != nil {
		refuse(policyFailed, "returned a decision that messages cannot carry", slog.Any("error", err))
		return
	}
	if ctx.Err() != nil {
		d = lateDecision
	}
	reply(d)
}

// ask asks one policy after the other.
func (a *Authenticator) ask(ctx context.Context, peer Peer) Decision {
	for _, policy := range a.policies {
		if decision := policy(ctx, peer); decision.status != "" {
			return decision
		}
	}
	return Deny("no policy allows the peer")
}

// reply answers a request while the Authenticator is open. Close waits for it, so that no peer is accepted later.
func (a *Authenticator) reply(r zapRequest, d Decision) {
	a.handler.mu.RLock()
	defer a.handler.mu.RUnlock()
	if a.handler.current != a {
		d = nobodyDecides
	}
	a.handler.reply(r, d)
}

const zapVersion = "1.0"

// decodeRequest reads a request: version, number, domain, address, identity, mechanism, and credentials.
func decodeRequest(m Message) (zapRequest, bool) {
	envelope, frames := m.Envelope()
	r := zapRequest{envelope: envelope}
	if len(frames) > 1 {
		r.number = frames[1]
	}
	if len(frames) < 6 || string(frames[0]) != zapVersion {
		return r, false
	}
	r.address = string(frames[3])
	domain := strings.TrimPrefix(string(frames[2]), noDomain)
	r.peer = Peer{Domain: domain, Address: r.address, Identity: string(frames[4])}
	if r.peer.IPC = parseCredentials(r.address); r.peer.IPC != nil {
		r.peer.Address = ""
	}
	return r, r.peer.readCredentials(string(frames[5]), frames[6:])
}

// readCredentials reads the credentials of a mechanism, and reports whether they are complete.
func (p *Peer) readCredentials(mechanism string, credentials [][]byte) bool {
	switch {
	case mechanism == "NULL":
		p.Mechanism = MechanismNull
	case mechanism == "PLAIN" && len(credentials) == 2:
		p.Mechanism = MechanismPlain
		p.User, p.Password = string(credentials[0]), string(credentials[1])
	case mechanism == "CURVE" && len(credentials) == 1 && len(credentials[0]) == 32:
		key, err := Z85Encode(credentials[0])
		if err != nil {
			return false
		}
		p.Mechanism, p.PublicKey = MechanismCurve, key
	case mechanism == "GSSAPI" && len(credentials) == 1:
		p.Mechanism, p.Principal = MechanismGSSAPI, string(credentials[0])
	default:
		return false
	}
	return true
}

// Properties of a connection that package zmq knows by name.
const (
	userProperty    = "User-Id"
	addressProperty = "Peer-Address"
)

// property is a property of a connection: libzmq stores the peer's claim under its name, and the decision under a name
// that the peer cannot guess.
type property struct {
	name, secret string
}

// longestProperty leaves room for the secret in the 255 bytes of a name.
const longestProperty = 200

// check returns an error if messages cannot carry the decision. libzmq ends a value at its first NUL, which would turn
// "root\x00x" into another user.
func (d Decision) check() error {
	if strings.Contains(d.user, "\x00") {
		return errors.New("the user's name contains a NUL")
	}
	for name, value := range d.metadata {
		if len(name) > longestProperty || strings.Contains(name+value, "\x00") {
			return fmt.Errorf("property %.50q is longer than %d bytes, or contains a NUL", name, longestProperty)
		}
	}
	return nil
}

// encode writes the decision about a peer as properties of its connection, in the format of ZMTP: each name is preceded
// by its length in one byte, each value by its length in four. A peer can send libzmq properties with any name, but
// cannot guess the secret.
func (h *zapHandler) encode(r zapRequest, d Decision) []byte {
	decided := make(map[string]string)
	maps.Copy(decided, d.metadata)
	delete(decided, "")
	if d.user != "" {
		decided[userProperty] = d.user
	} else {
		delete(decided, userProperty)
	}
	if delete(decided, addressProperty); r.address == "" {
		decided[addressProperty] = "" // libzmq does not know it, and would trust the peer
	}
	var encoded []byte
	for _, name := range slices.Sorted(maps.Keys(decided)) {
		encoded = append(encoded, byte(len(h.secret+name)))
		encoded = append(encoded, h.secret+name...)
		encoded = binary.BigEndian.AppendUint32(encoded, uint32(len(decided[name])))
		encoded = append(encoded, decided[name]...)
	}
	return encoded
}
