package zmq

import "slices"

// Append returns the message with more parts at the end. It does not copy them.
func (m Message) Append(parts ...[]byte) Message { return m.with(slices.Concat(m.parts, parts)) }

// Prepend returns the message with more parts at the front, such as the identity of the peer that a Router sends it to.
// It does not copy them.
func (m Message) Prepend(parts ...[]byte) Message {
	other := m.with(slices.Concat(parts, m.parts))
	other.receiver = 0 // its first part is no longer the identity
	return other
}

// Split returns the first part and a message of the others. If the message has no parts, they are nil and the zero
// Message.
func (m Message) Split() (first []byte, rest Message) {
	if len(m.parts) == 0 {
		return nil, Message{}
	}
	rest = m.with(slices.Clip(m.parts[1:]))
	rest.receiver = 0
	return m.parts[0], rest
}

// Identity returns the identity of the peer that sent the message, which is the first part of a message received by a
// Router or Stream. It returns nil for other messages.
func (m Message) Identity() []byte {
	if len(m.parts) == 0 || m.receiver != Router && m.receiver != Stream && m.receiver != typeDgram {
		return nil
	}
	return m.parts[0]
}

// Wrap returns the message preceded by an identity and an empty part, as a Router sends it to a Req.
func (m Message) Wrap(identity []byte) Message { return m.Prepend(identity, nil) }

// Unwrap undoes [Message.Wrap]: it returns the first part, and a message of the others without the empty part, if there
// is one. It is for a request that a Router received from a Req. A message that came through several Routers has an
// identity for each; see [Message.Envelope].
func (m Message) Unwrap() (identity []byte, content Message) {
	identity, content = m.Split()
	if content.Len() > 0 && len(content.parts[0]) == 0 {
		_, content = content.Split()
	}
	return identity, content
}

// with returns a message of other parts. It does not share the memory that m was received into.
func (m Message) with(parts [][]byte) Message {
	m.parts, m.memory, m.ends = parts, nil, nil
	return m
}
