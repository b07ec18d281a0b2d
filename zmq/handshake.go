package zmq

import "fmt"

// ProtocolError says how a handshake did not keep to the protocol, for [EventHandshakeProtocolError].
type ProtocolError int

// protocolErrors has the words for each error. What it is from follows from the number.
var protocolErrors = map[ProtocolError]string{
	ProtocolErrorZMTPUnspecified:                 "something",
	ProtocolErrorZMTPUnexpectedCommand:           "an unexpected command",
	ProtocolErrorZMTPInvalidSequence:             "a number out of sequence",
	ProtocolErrorZMTPKeyExchange:                 "no agreement on keys",
	ProtocolErrorZMTPMalformedCommandUnspecified: "a malformed command",
	ProtocolErrorZMTPMalformedCommandMessage:     "a malformed MESSAGE command",
	ProtocolErrorZMTPMalformedCommandHello:       "a malformed HELLO command",
	ProtocolErrorZMTPMalformedCommandInitiate:    "a malformed INITIATE command",
	ProtocolErrorZMTPMalformedCommandError:       "a malformed ERROR command",
	ProtocolErrorZMTPMalformedCommandReady:       "a malformed READY command",
	ProtocolErrorZMTPMalformedCommandWelcome:     "a malformed WELCOME command",
	ProtocolErrorZMTPInvalidMetadata:             "malformed properties of the connection",
	ProtocolErrorZMTPCryptographic:               "something that cannot be decrypted, such as by a wrong key",
	ProtocolErrorZMTPMechanismMismatch:           "another security mechanism",
	ProtocolErrorZAPUnspecified:                  "something",
	ProtocolErrorZAPMalformedReply:               "a reply with too few or too many parts",
	ProtocolErrorZAPBadRequestID:                 "a reply to another request",
	ProtocolErrorZAPBadVersion:                   "a reply of another version",
	ProtocolErrorZAPInvalidStatusCode:            "an unknown status",
	ProtocolErrorZAPInvalidMetadata:              "malformed properties",
	ProtocolErrorWSUnspecified:                   "something",
}

// String returns words such as "a malformed HELLO command from the peer".
func (p ProtocolError) String() string {
	words, ok := protocolErrors[p]
	if !ok {
		return fmt.Sprintf("ProtocolError(0x%x)", int(p))
	}
	switch {
	case p >= ProtocolErrorWSUnspecified:
		return words + " from the WebSocket peer"
	case p >= ProtocolErrorZAPUnspecified:
		return words + " from the authentication"
	}
	return words + " from the peer"
}

// Error returns the same words.
func (p ProtocolError) Error() string { return p.String() }

// ZAPStatus is what the authentication answered about a peer, for [EventHandshakeDenied]. The names are those of ZeroMQ's
// RFC 27.
type ZAPStatus int

// What the authentication answers.
const (
	ZAPSuccess               ZAPStatus = 200 // let in
	ZAPTemporaryError        ZAPStatus = 300 // not decided: libzmq's clients try again
	ZAPAuthenticationFailure ZAPStatus = 400 // refused: libzmq's clients do not try again
	ZAPInternalError         ZAPStatus = 500 // not decided, for the policy or the request is wrong
)

// String returns words such as "authentication failure".
func (s ZAPStatus) String() string {
	switch s {
	case ZAPSuccess:
		return "success"
	case ZAPTemporaryError:
		return "temporary error"
	case ZAPAuthenticationFailure:
		return "authentication failure"
	case ZAPInternalError:
		return "internal error"
	}
	return fmt.Sprintf("ZAPStatus(%d)", int(s))
}

// Error returns the same words.
func (s ZAPStatus) Error() string { return s.String() }

// ProtocolError returns what did not keep to the protocol, for [EventHandshakeProtocolError], or 0.
func (e Event) ProtocolError() ProtocolError {
	if e.Type != EventHandshakeProtocolError {
		return 0
	}
	return ProtocolError(e.Value)
}

// ZAPStatus returns what the authentication answered, for [EventHandshakeDenied], or 0.
func (e Event) ZAPStatus() ZAPStatus {
	if e.Type != EventHandshakeDenied {
		return 0
	}
	return ZAPStatus(e.Value)
}
