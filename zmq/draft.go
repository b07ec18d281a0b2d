//go:build zmq_draft

package zmq

import (
	"fmt"
	"runtime"
)

// RoutingID returns the routing id of the peer of a [Server] or [PeerSocket] that the message came from or goes to, or
// 0.
func (m Message) RoutingID() uint32 { return m.route.id }

// WithRoutingID returns the message as [Socket.SendMessage] of a [Server] or [PeerSocket] sends it to one of its peers:
// the [Message.RoutingID] of a message from that peer, or the result of [Socket.ConnectPeer]. For the id of a peer that
// has left, the send fails with [EHOSTUNREACH]. [Message.Reply] sets it by itself.
func (m Message) WithRoutingID(id uint32) Message {
	m.route.id = id
	return m
}

// Group returns the group that the message was sent to, if a [Dish] received it or [Message.WithGroup] set it.
func (m Message) Group() string { return m.route.group }

// WithGroup returns the message as [Socket.SendMessage] of a [Radio] sends it to a group. Names have up to 255 bytes, 15
// before libzmq 4.3.3, and 127 over UDP. Messages without a group go to the group with the empty name.
func (m Message) WithGroup(group string) Message {
	m.route.group = group
	return m
}

// Join makes a [Dish] receive the messages of the groups. The whole name of a group must match. It fails with [EINVAL]
// if a group was already joined.
func Join(groups ...string) Option {
	return setting("join", func(c *core) error { return forEach(groups, c.raw.Join) })
}

// Leave undoes a Join of each of the groups. It fails with [EINVAL] if a group was not joined.
func Leave(groups ...string) Option {
	return setting("leave", func(c *core) error { return forEach(groups, c.raw.Leave) })
}

func forEach(names []string, call func(string) error) error {
	for _, name := range names {
		if err := call(name); err != nil {
			return err
		}
	}
	return nil
}

// ConnectPeer connects a [PeerSocket] and returns the routing id of the peer at the endpoint, for
// [Message.WithRoutingID]. Messages to it can be sent at once: they are queued until the peer is connected. It fails
// with [EINVAL] if the socket has [Immediate], and with [ENOTSUP] on other socket types. It requires libzmq 4.3.3.
func (s *Socket) ConnectPeer(endpoint string) (uint32, error) {
	defer runtime.KeepAlive(s)
	var id uint32
	err := s.state().connectBy(endpoint, func(endpoint string) (err error) {
		if s.state().options().immediate {
			return &Error{Op: "connect", Type: s.state().typ, Endpoint: endpoint, Err: errImmediatePeer}
		}
		id, err = s.state().raw.ConnectPeer(endpoint)
		return err
	})
	return id, err
}

var errImmediatePeer = fmt.Errorf("Immediate does not allow a routing id for a peer that is not connected yet: %w", EINVAL)

// RouterNotify makes a Router receive a notice when a peer connects or leaves: the peer's identity and an empty part. A
// peer can send the same, so a protocol should give no other meaning to an empty message. It requires libzmq 4.3.0.
func RouterNotify(notices RouterNotices) Option { return With((*RawSocket).SetRouterNotify, notices) }

// HelloMessage makes a Router, Dealer, [Server], [Client] or [PeerSocket] send a message of one part to each peer that
// connects, before any other message. It takes effect on the next Bind or Connect, and requires libzmq 4.3.3.
func HelloMessage(data []byte) Option { return With((*RawSocket).SetHelloMessage, data) }

// DisconnectMessage makes a Router, [Server] or [PeerSocket] receive a message of one part, as if a peer had sent it,
// when that peer's connection ends. It takes effect on the next Bind or Connect, and requires libzmq 4.3.3.
func DisconnectMessage(data []byte) Option { return With((*RawSocket).SetDisconnectMessage, data) }

// HiccupMessage makes a Dealer or [Client] receive a message of one part, as if its peer had sent it, when a connection
// that the socket made breaks. It takes effect on the next Connect, and requires libzmq 4.3.5.
func HiccupMessage(data []byte) Option { return With((*RawSocket).SetHiccupMessage, data) }
