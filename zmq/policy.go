package zmq

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"log/slog"
	"maps"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// Peer is a peer that wants to connect to one of the context's sockets. No format of package fmt or log/slog prints its
// password.
type Peer struct {
	Domain    string          // of the socket, set by ZAPDomain
	Address   string          // the peer's IP address, with its zone if it has one; empty for IPC
	IPC       *IPCCredentials // the peer's process, or nil if it did not connect over IPC
	Identity  string          // of the socket that the peer connects to
	Mechanism Mechanism       // how the peer authenticates
	User      string          // for MechanismPlain
	Password  string          `json:"-"` // for MechanismPlain
	PublicKey string          // for MechanismCurve, in Z85
	Principal string          // for MechanismGSSAPI
}

// Format writes the peer without its password.
func (p Peer) Format(f fmt.State, verb rune) {
	type plain Peer // has no methods
	p.Password = redacted(p.Password)
	fmt.Fprintf(f, fmt.FormatString(f, verb), plain(p))
}

// String returns the peer without its password.
func (p Peer) String() string { return fmt.Sprintf("%+v", p) }

// GoString returns the peer without its password.
func (p Peer) GoString() string { return fmt.Sprintf("%#v", p) }

// LogValue returns the peer without its password.
func (p Peer) LogValue() slog.Value {
	return slog.StringValue(p.String())
}

// IPCCredentials identifies a peer's process, as reported by the operating system. Unknown values are -1.
type IPCCredentials struct {
	UID, GID, PID int
}

// parseCredentials parses libzmq's address of a peer over IPC, "localhost:1000:1000:4711". It returns nil for any other
// address.
func parseCredentials(address string) *IPCCredentials {
	host, numbers, _ := strings.Cut(address, ":")
	if host != "localhost" {
		return nil
	}
	parsed := [3]int{-1, -1, -1}
	for i, text := range strings.SplitN(numbers, ":", len(parsed)) {
		if n, err := strconv.Atoi(text); err == nil && n >= 0 {
			parsed[i] = n
		}
	}
	return &IPCCredentials{UID: parsed[0], GID: parsed[1], PID: parsed[2]}
}

// Decision is a Policy's decision about a peer. The zero Decision leaves it to the next Policy.
type Decision struct {
	status   string
	text     string
	user     string
	metadata map[string]string
}

// Undecided leaves the decision to the next Policy.
func Undecided() Decision { return Decision{} }

// Allow accepts the peer, and gives its messages a user name; see [Message.User]. A name that contains a NUL refuses
// the peer.
func Allow(user string) Decision { return Decision{status: "200", text: "OK", user: user} }

// Deny refuses the peer. The reason is only for logs: the peer learns only that it is refused.
func Deny(reason string) Decision { return Decision{status: "400", text: reason} }

// With adds properties that the peer's messages will have, in addition to the user name; see [Message.Metadata]. A name
// of more than 200 bytes, or a NUL in a name or value, refuses the peer. An empty name is ignored.
func (d Decision) With(metadata map[string]string) Decision {
	d.metadata = maps.Clone(metadata)
	return d
}

// Policy decides about a peer. Many goroutines can call it at the same time; only the peer in question waits for it.
// The context is canceled when the Authenticator or the socket's Context is closed, or after the time that
// [PolicyLimits] sets; the peer is then refused. A policy that panics refuses the peer, and the panic is logged.
type Policy func(ctx context.Context, peer Peer) Decision

// AllowAnyone accepts all peers that no earlier Policy refused.
func AllowAnyone() Policy {
	return func(context.Context, Peer) Decision { return Allow("") }
}

// OnlyAddresses refuses peers from networks other than these, and leaves the rest to the next Policy. Zones, such as
// that of "fe80::1%eth0", are ignored, and an IPv4-mapped IPv6 address equals the IPv4 address. Peers over IPC have no
// address and are left to the next Policy; peers whose address is unknown are refused.
func OnlyAddresses(networks ...netip.Prefix) Policy {
	listed := normalize(networks)
	return func(_ context.Context, peer Peer) Decision {
		if ip, known := peer.ip(); peer.IPC != nil || known && within(ip, listed) {
			return Undecided()
		}
		return Deny("address is not on the list")
	}
}

// DenyAddresses refuses peers from these networks, and leaves the rest to the next Policy. It compares addresses as
// [OnlyAddresses] does. Peers whose address is unknown are refused, and if one of the networks is invalid, all peers
// are.
func DenyAddresses(networks ...netip.Prefix) Policy {
	listed := normalize(networks)
	valid := !slices.ContainsFunc(networks, func(network netip.Prefix) bool { return !network.IsValid() })
	return func(_ context.Context, peer Peer) Decision {
		ip, known := peer.ip()
		switch {
		case !valid:
			return Deny("the list of addresses to deny has an invalid network")
		case peer.IPC != nil || known && !within(ip, listed):
			return Undecided()
		}
		return Deny("address is on the list of those to deny, or unknown")
	}
}

// ip returns the peer's IP address without its zone, as IPv4 if it is an IPv4-mapped address.
func (p Peer) ip() (ip netip.Addr, known bool) {
	ip, err := netip.ParseAddr(p.Address)
	return ip.WithZone("").Unmap(), err == nil
}

// normalize returns the networks, with those of IPv4-mapped IPv6 addresses as IPv4 too: a larger one contains all of
// IPv4.
func normalize(networks []netip.Prefix) []netip.Prefix {
	const mapped = 96 // bits before the IPv4 address
	normal := slices.Clone(networks)
	for _, network := range networks {
		if network.IsValid() && network.Addr().Is4In6() {
			normal = append(normal, netip.PrefixFrom(network.Addr().Unmap(), max(0, network.Bits()-mapped)))
		}
	}
	return normal
}

func within(ip netip.Addr, networks []netip.Prefix) bool {
	return slices.ContainsFunc(networks, func(network netip.Prefix) bool { return network.Contains(ip) })
}

// PlainUsers decides about peers that use PLAIN: it accepts those with the right password, under the user's name, and
// refuses the others.
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

// CurveKeys decides about peers that use CURVE: it accepts those whose public key is in the map, under the name in the
// map, and refuses the others.
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

// equal compares strings in a time that does not depend on where they differ.
func equal(a, b string) bool {
	hashA, hashB := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(hashA[:], hashB[:]) == 1
}
