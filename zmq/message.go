package zmq

import (
	"fmt"
	"slices"
	"strings"
)

// Message is a whole message of one part or several, in memory of Go. The zero Message has no parts.
//
// A Message that was received shares its memory with nobody, except where [Socket.RecvMessage] was told
// to use it again. Copies of a Message share the parts. No method changes a Message: [Message.Append] and others return
// another one, which shares the parts too.
type Message struct {
	route    route
	parts    [][]byte
	memory   []byte     // where received parts lie, one after the other
	ends     []int      // where each of them ends
	decided  []string   // properties of the connection, names and values in turn
	claimed  []string   // the same, of what the peer says
	receiver SocketType // of the socket that received it
}

// NewMessage returns a message of these parts. It does not copy them.
func NewMessage(parts ...[]byte) Message { return Message{parts: slices.Clip(parts)} }

// Text returns a message of parts that are text.
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

// Parts returns all parts. They are the message's own.
func (m Message) Parts() [][]byte { return slices.Clip(m.parts) }

// Body returns the last part, which by ZeroMQ's custom is the content, behind what routes it; nil if
// the message has no parts.
func (m Message) Body() []byte {
	if len(m.parts) == 0 {
		return nil
	}
	return m.parts[len(m.parts)-1]
}

// Envelope divides a message where its first empty part is, as Req and Router sockets do: the parts
// before it, which route the reply, and those behind it. Without an empty part the envelope is empty.
func (m Message) Envelope() (envelope, content [][]byte) {
	for i, part := range m.parts {
		if len(part) == 0 {
			return m.parts[:i:i], slices.Clip(m.parts[i+1:])
		}
	}
	return nil, m.Parts()
}

// Reply returns a message that answers this one through the sockets that it came by: its envelope and an empty part,
// followed by these parts. It does not copy them.
//
// Without an empty part before the content there is no envelope, and the reply is the parts alone. Where a Router
// received the message, it then came from a Dealer that adds none, and the reply is the peer's identity and the parts.
// So is the reply to what a Stream received. A Dealer whose content has empty parts itself must send one before it, as a
// Req does, for a Router cannot tell what is before them from an envelope of several sockets.
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

// Subscription reads what an XPub receives when a subscriber comes or goes: the prefix, and whether it is
// subscribed to from now on. Other messages are not ok.
func (m Message) Subscription() (prefix string, subscribed, ok bool) {
	if len(m.parts) != 1 || len(m.parts[0]) == 0 || m.parts[0][0] > 1 {
		return "", false, false
	}
	return string(m.parts[0][1:]), m.parts[0][0] == 1, true
}

// Size returns the length of all parts together.
func (m Message) Size() int { return sizeOf(m.parts) }

// User returns the name under which the [Authenticator] let the peer in, if the socket was told by
// [WithMetadata] to note "User-Id", and is empty otherwise. A peer cannot forge it.
func (m Message) User() string { return m.Metadata(userProperty) }

// Metadata returns a property of the connection that the message came over, which the peer cannot forge:
// "User-Id" and whatever else the [Authenticator] decided, and "Peer-Address". It is empty if there is none, or
// if the socket was not told by [WithMetadata] to note it.
func (m Message) Metadata(name string) string { return lookUp(m.decided, name) }

// PeerProperty returns what the peer says of itself, under any name that it likes: "Socket-Type", "Identity", or
// what else it sent when it connected. Nothing of it is proved. It is empty if there is nothing, or if the
// socket was not told by [WithMetadata] to note it.
func (m Message) PeerProperty(name string) string { return lookUp(m.claimed, name) }

func lookUp(properties []string, name string) string {
	for i := 0; i+1 < len(properties); i += 2 {
		if properties[i] == name {
			return properties[i+1]
		}
	}
	return ""
}

// String returns the text of a message of one part, and the quoted texts of several.
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
	if m.ends == nil { // not received: the slices are others' too
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
		if err != nil && p.name == addressProperty { // nobody was asked about the peer: as libzmq has it
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
