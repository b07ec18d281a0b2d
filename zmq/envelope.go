package zmq

import "slices"

// Append returns the message with further parts at its end. It does not copy them.
func (m Message) Append(parts ...[]byte) Message { return m.with(slices.Concat(m.parts, parts)) }

// Prepend returns the message with further parts before its first, such as the identity of the peer that a Router sends
// it to. It does not copy them.
func (m Message) Prepend(parts ...[]byte) Message {
	other := m.with(slices.Concat(parts, m.parts))
	other.receiver = 0 // its first part is no longer what the socket put there
	return other
}

// Split returns the first part and a message of the others. Without parts they are nil and the zero Message.
func (m Message) Split() (first []byte, rest Message) {
	if len(m.parts) == 0 {
		return nil, Message{}
	}
	rest = m.with(slices.Clip(m.parts[1:]))
	rest.receiver = 0
	return m.parts[0], rest
}

// Identity returns the identity of the peer that sent the message, where a Router or Stream received it: its first part.
// It is nil for other messages.
func (m Message) Identity() []byte {
	if len(m.parts) == 0 || m.receiver != Router && m.receiver != Stream && m.receiver != typeDgram {
		return nil
	}
	return m.parts[0]
}

// Wrap returns the message behind an identity and an empty part, as a Router sends it to a Req.
func (m Message) Wrap(identity []byte) Message { return m.Prepend(identity, nil) }

// Unwrap undoes [Message.Wrap]: it returns the first part, and a message of what follows without the empty part, if
// there is one. A Router receives the request of a Req so. What came over several Routers has an identity of each:
// see [Message.Envelope].
func (m Message) Unwrap() (identity []byte, content Message) {
	identity, content = m.Split()
	if content.Len() > 0 && len(content.parts[0]) == 0 {
		_, content = content.Split()
	}
	return identity, content
}

// with returns a message of other parts. The memory that m was received into is m's alone.
func (m Message) with(parts [][]byte) Message {
	m.parts, m.memory, m.ends = parts, nil, nil
	return m
}
