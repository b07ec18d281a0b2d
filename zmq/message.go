package zmq

import (
	"fmt"
	"slices"
	"strings"
)

// Message is a whole message of one or more parts, in Go memory. The zero Message has no parts.
//
// A received Message does not share its memory, except if [Socket.RecvMessage] reuses it. Copies of a Message share the
// parts. Methods do not change a Message: those such as [Message.Append] return a new Message, which also shares the
// parts.
type Message struct {
	route    route
	parts    [][]byte
	memory   []byte     // the received parts, one after the other
	ends     []int      // where each of them ends
	decided  []string   // properties of the connection, names and values in turn
	claimed  []string   // the same, as claimed by the peer
	receiver SocketType // of the socket that received it
}

// NewMessage returns a message of these parts. It does not copy them.
func NewMessage(parts ...[]byte) Message { return Message{parts: slices.Clip(parts)} }

// Text returns a message of parts that are strings.
func Text(parts ...string) Message {
	m := Message{parts: make([][]byte, len(parts))}
	for i, part := range parts {
		m.parts[i] = []byte(part)
	}
	return m
}

// Len returns the number of parts.
func (m Message) Len() int { return len(m.parts) }

// Part returns the i-th part, counted from 0. It panics if there is none.
func (m Message) Part(i int) []byte { return m.parts[i] }

// Parts returns all parts, without copying them.
func (m Message) Parts() [][]byte { return slices.Clip(m.parts) }

// Body returns the last part, which by convention is the content that follows the envelope, or nil if the message has
// no parts.
func (m Message) Body() []byte {
	if len(m.parts) == 0 {
		return nil
	}
	return m.parts[len(m.parts)-1]
}

// Envelope splits a message at its first empty part, as Req and Router sockets do: into the parts before it, which
// route the reply, and those after it. If there is no empty part, the envelope is empty.
func (m Message) Envelope() (envelope, content [][]byte) {
	for i, part := range m.parts {
		if len(part) == 0 {
			return m.parts[:i:i], slices.Clip(m.parts[i+1:])
		}
	}
	return nil, m.Parts()
}

// Reply returns a message that answers this one along the route that it came by: its envelope and an empty part,
// followed by the given parts, which are not copied.
//
// If there is no empty part before the content, there is no envelope, and the reply consists of the given parts. If a
// Router received such a message, it came from a Dealer that adds no empty part, and the reply is the peer's identity
// followed by the parts. The same applies to a message that a Stream received. A Dealer whose content contains empty
// parts must send one before it, as a Req does, because a Router cannot distinguish the parts before it from an
// envelope of several sockets.
func (m Message) Reply(parts ...[]byte) Message {
	if m.receiver >= typeServer && m.receiver != typeDgram {
		return Message{route: m.route, parts: slices.Clip(parts)}
	}
	envelope, content := m.Envelope()
	switch plain := envelope == nil || len(content) == 0; {
	case len(m.parts) > 0 && (m.receiver == Stream || m.receiver == typeDgram || m.receiver == Router && plain):
		return NewMessage(slices.Concat(m.parts[:1], parts)...)
	case envelope == nil:
		return NewMessage(parts...)
	}
	return NewMessage(slices.Concat(envelope, [][]byte{nil}, parts)...)
}

// Subscription decodes a message that an XPub receives when a peer subscribes or unsubscribes: the prefix, and whether
// it is a subscription. For other messages, ok is false.
func (m Message) Subscription() (prefix string, subscribed, ok bool) {
	if len(m.parts) != 1 || len(m.parts[0]) == 0 || m.parts[0][0] > 1 {
		return "", false, false
	}
	return string(m.parts[0][1:]), m.parts[0][0] == 1, true
}

// Size returns the total length of all parts.
func (m Message) Size() int { return sizeOf(m.parts) }

// User returns the name that the [Authenticator] gave the peer, if the socket has [WithMetadata] with "User-Id", and ""
// otherwise. A peer cannot forge it.
func (m Message) User() string { return m.Metadata(userProperty) }

// Metadata returns a property of the connection that the message arrived on, which the peer cannot forge: "User-Id" and
// other properties that the [Authenticator] assigned, and "Peer-Address". It returns "" if there is none, or if the
// socket has no [WithMetadata] with this name.
func (m Message) Metadata(name string) string { return lookUp(m.decided, name) }

// PeerProperty returns a property that the peer claims: "Socket-Type", "Identity", or any other that it sent when it
// connected. None of them is verified. It returns "" if there is none, or if the socket has no [WithMetadata] with this
// name.
func (m Message) PeerProperty(name string) string { return lookUp(m.claimed, name) }

func lookUp(properties []string, name string) string {
	for i := 0; i+1 < len(properties); i += 2 {
		if properties[i] == name {
			return properties[i+1]
		}
	}
	return ""
}

// String returns a message of one part as a string, and several parts quoted.
func (m Message) String() string {
	if len(m.parts) == 1 {
		return string(m.parts[0])
	}
	quoted := make([]string, len(m.parts))
	for i, part := range m.parts {
		quoted[i] = fmt.Sprintf("%q", part)
	}
	return "[" + strings.Join(quoted, " ") + "]"
}

// reset empties the message and keeps its memory.
func (m *Message) reset() {
	if m.ends == nil { // not received: the slices are shared
		m.parts, m.decided, m.claimed = nil, nil, nil
	}
	clear(m.parts)
	m.parts, m.memory, m.ends = m.parts[:0], m.memory[:0], m.ends[:0]
	m.decided, m.claimed = m.decided[:0], m.claimed[:0]
	m.route = route{}
}

// noteMetadata keeps properties of the connection that the message came over.
func (m *Message) noteMetadata(get func(name string) (string, error), properties []property) {
	for _, p := range properties {
		value, err := get(p.secret)
		if err != nil && p.name == addressProperty { // the peer was not authenticated: use libzmq's
			value, err = get(p.name)
		}
		if err == nil {
			m.decided = append(m.decided, p.name, value)
		}
		if p.name == userProperty || p.name == addressProperty {
			continue
		}
		if value, err := get(p.name); err == nil {
			m.claimed = append(m.claimed, p.name, value)
		}
	}
}
