package zmq

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"maps"
	"net/netip"
	"slices"
	"sync"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// zapEndpoint is where libzmq asks, by ZeroMQ's RFC 27.
const zapEndpoint = "inproc://zeromq.zap.01"

// Mechanism is how the peers of a socket prove who they are.
type Mechanism = libzmq.Mechanism

// The mechanisms of authentication.
const (
	MechanismNull   = libzmq.MechanismNull   // not at all
	MechanismPlain  = libzmq.MechanismPlain  // by a password
	MechanismCurve  = libzmq.MechanismCurve  // by a key, and encrypted
	MechanismGSSAPI = libzmq.MechanismGSSAPI // by Kerberos
)

// Peer is who wants to connect to one of the context's sockets.
type Peer struct {
	Domain    string    // the socket's, set by [ZAPDomain]
	Address   string    // the peer's IP address, empty for IPC
	Identity  string    // of the socket that was connected to
	Mechanism Mechanism // how the peer proves who it is
	User      string    // by [MechanismPlain]
	Password  string    // by [MechanismPlain]
	PublicKey string    // by [MechanismCurve], in Z85
	Principal string    // by [MechanismGSSAPI]
}

// Decision is what a Policy has to say about a peer. The zero Decision leaves it to the next Policy.
type Decision struct {
	status   string
	text     string
	user     string
	metadata map[string]string
}

// Undecided leaves the decision to the next Policy.
func Undecided() Decision { return Decision{} }

// Allow lets the peer in, under a name that its messages have as the property "User-Id".
func Allow(user string) Decision { return Decision{status: "200", text: "OK", user: user} }

// Deny refuses the peer. The reason is for logs: the peer only learns that it is refused.
func Deny(reason string) Decision { return Decision{status: "400", text: reason} }

// With adds properties that the peer's messages will have, beside the user's name.
func (d Decision) With(metadata map[string]string) Decision {
	d.metadata = metadata
	return d
}

// Policy decides about a peer. Many goroutines may call it at a time, and the peer waits for it, and only
// that peer. The context ends with the Authenticator.
type Policy func(ctx context.Context, peer Peer) Decision

// Authenticator decides about the peers of a context's sockets.
type Authenticator struct {
	core   *core
	cancel context.CancelFunc
	work   sync.WaitGroup
}

// Authenticate has the policies decide about every peer that connects to one of the context's sockets from
// now on, as far as the socket asks: PLAIN and CURVE servers do, others with [ZAPDomain]. The first
// policy that decides counts; a peer that none decides about is refused. There is one Authenticator in
// a Context at a time: for a second, the error is [libzmq.EADDRINUSE].
func (z *Context) Authenticate(policies ...Policy) (*Authenticator, error) {
	c, err := z.shared.openInternal(Router)
	if err != nil {
		return nil, err
	}
	if _, err := c.bind(zapEndpoint); err != nil {
		_, _ = c.close(0, true)
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	a := &Authenticator{core: c, cancel: cancel}
	a.work.Go(func() { a.run(ctx, policies) })
	return a, nil
}

// Close ends the Authenticator and waits for the policies that run. Sockets that ask refuse all peers
// from then on.
func (a *Authenticator) Close() error {
	a.cancel()
	_, err := a.core.close(0, true)
	a.work.Wait()
	return err
}

// run answers each request on a goroutine of its own.
func (a *Authenticator) run(ctx context.Context, policies []Policy) {
	for {
		var request Message
		if err := a.core.recvMessage(ctx, &request); err != nil {
			return
		}
		envelope, frames := request.Envelope()
		a.work.Go(func() {
			reply := append(slices.Clone(envelope), nil)
			reply = append(reply, answer(ctx, frames, policies)...)
			_ = a.core.sendParts(ctx, reply) // fails at the end only, where nobody asks any more
		})
	}
}

// answer returns the reply to one request: the version and the number of the request, a status, and what
// is known of the peer.
func answer(ctx context.Context, frames [][]byte, policies []Policy) [][]byte {
	const version = "1.0"
	if len(frames) < 2 {
		return [][]byte{[]byte(version), nil, []byte("500"), []byte("malformed request"), nil, nil}
	}
	decision := Decision{status: "500", text: "malformed request"}
	if peer, ok := decodePeer(frames); ok && string(frames[0]) == version {
		decision = decide(ctx, peer, policies)
	}
	return [][]byte{
		[]byte(version), frames[1], []byte(decision.status), []byte(decision.text),
		[]byte(decision.user), encodeMetadata(decision.metadata),
	}
}

// decide asks one policy after the other.
func decide(ctx context.Context, peer Peer, policies []Policy) Decision {
	for _, policy := range policies {
		if decision := policy(ctx, peer); decision.status != "" {
			return decision
		}
	}
	return Deny("no policy allows the peer")
}

// decodePeer reads a request: version, number, domain, address, identity, mechanism, and credentials.
func decodePeer(frames [][]byte) (Peer, bool) {
	if len(frames) < 6 {
		return Peer{}, false
	}
	peer := Peer{Domain: string(frames[2]), Address: string(frames[3]), Identity: string(frames[4])}
	credentials := frames[6:]
	switch mechanism := string(frames[5]); {
	case mechanism == "NULL":
		peer.Mechanism = MechanismNull
	case mechanism == "PLAIN" && len(credentials) == 2:
		peer.Mechanism = MechanismPlain
		peer.User, peer.Password = string(credentials[0]), string(credentials[1])
	case mechanism == "CURVE" && len(credentials) == 1 && len(credentials[0]) == 32:
		peer.Mechanism = MechanismCurve
		key, err := libzmq.Z85Encode(credentials[0])
		if err != nil {
			return Peer{}, false
		}
		peer.PublicKey = key
	case mechanism == "GSSAPI" && len(credentials) == 1:
		peer.Mechanism = MechanismGSSAPI
		peer.Principal = string(credentials[0])
	default:
		return Peer{}, false
	}
	return peer, true
}

// encodeMetadata writes properties as ZMTP does: each name behind its length in one byte, each value
// behind its length in four.
func encodeMetadata(metadata map[string]string) []byte {
	var encoded []byte
	for _, name := range slices.Sorted(maps.Keys(metadata)) {
		if len(name) == 0 || len(name) > 255 {
			continue
		}
		encoded = append(append(encoded, byte(len(name))), name...)
		encoded = binary.BigEndian.AppendUint32(encoded, uint32(len(metadata[name])))
		encoded = append(encoded, metadata[name]...)
	}
	return encoded
}

// AllowAnyone lets all peers in that no Policy before refused.
func AllowAnyone() Policy {
	return func(context.Context, Peer) Decision { return Allow("") }
}

// OnlyAddresses refuses peers from other networks than these, and leaves the others to the next Policy.
// Peers over IPC have no address and are left to it as well.
func OnlyAddresses(networks ...netip.Prefix) Policy {
	return func(_ context.Context, peer Peer) Decision {
		if peer.Address == "" || within(peer.Address, networks) {
			return Undecided()
		}
		return Deny("address is not on the list")
	}
}

// DenyAddresses refuses peers from these networks, and leaves the others to the next Policy.
func DenyAddresses(networks ...netip.Prefix) Policy {
	return func(_ context.Context, peer Peer) Decision {
		if within(peer.Address, networks) {
			return Deny("address is on the list of those to deny")
		}
		return Undecided()
	}
}

func within(address string, networks []netip.Prefix) bool {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(networks, func(network netip.Prefix) bool { return network.Contains(ip.Unmap()) })
}

// PlainUsers decides about peers that come with a password: it lets those in whose password is the user's,
// under the user's name, and refuses the others.
func PlainUsers(passwords map[string]string) Policy {
	passwords = maps.Clone(passwords)
	return func(_ context.Context, peer Peer) Decision {
		if peer.Mechanism != MechanismPlain {
			return Undecided()
		}
		password, known := passwords[peer.User]
		if equal(password, peer.Password) && known {
			return Allow(peer.User)
		}
		return Deny("wrong user or password")
	}
}

// CurveKeys decides about peers that come with a key: it lets those in whose public key is in the map,
// under the name that stands there, and refuses the others.
func CurveKeys(names map[string]string) Policy {
	names = maps.Clone(names)
	return func(_ context.Context, peer Peer) Decision {
		if peer.Mechanism != MechanismCurve {
			return Undecided()
		}
		if name, known := names[peer.PublicKey]; known {
			return Allow(name)
		}
		return Deny("unknown key")
	}
}

// equal compares in a time that tells nothing of where the texts differ.
func equal(a, b string) bool {
	hashA, hashB := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(hashA[:], hashB[:]) == 1
}
