package zmq

import "fmt"

// ProtocolError describes how a handshake violated the protocol, for [EventHandshakeProtocolError].
type ProtocolError int

// protocolErrors describes each error. Its number tells where it came from.
var protocolErrors = map[ProtocolError]string{
	ProtocolErrorZMTPUnspecified:                 "an unspecified error",
	ProtocolErrorZMTPUnexpectedCommand:           "an unexpected command",
	ProtocolErrorZMTPInvalidSequence:             "a sequence number out of order",
	ProtocolErrorZMTPKeyExchange:                 "a failed key exchange",
	ProtocolErrorZMTPMalformedCommandUnspecified: "a malformed command",
	ProtocolErrorZMTPMalformedCommandMessage:     "a malformed MESSAGE command",
	ProtocolErrorZMTPMalformedCommandHello:       "a malformed HELLO command",
	ProtocolErrorZMTPMalformedCommandInitiate:    "a malformed INITIATE command",
	ProtocolErrorZMTPMalformedCommandError:       "a malformed ERROR command",
	ProtocolErrorZMTPMalformedCommandReady:       "a malformed READY command",
	ProtocolErrorZMTPMalformedCommandWelcome:     "a malformed WELCOME command",
	ProtocolErrorZMTPInvalidMetadata:             "malformed properties of the connection",
	ProtocolErrorZMTPCryptographic:               "undecryptable data, perhaps because of a wrong key,",
	ProtocolErrorZMTPMechanismMismatch:           "another security mechanism",
	ProtocolErrorZAPUnspecified:                  "an unspecified error",
	ProtocolErrorZAPMalformedReply:               "a reply with too few or too many parts",
	ProtocolErrorZAPBadRequestID:                 "a reply to another request",
	ProtocolErrorZAPBadVersion:                   "a reply with the wrong version",
	ProtocolErrorZAPInvalidStatusCode:            "an unknown status",
	ProtocolErrorZAPInvalidMetadata:              "malformed properties",
	ProtocolErrorWSUnspecified:                   "an unspecified error",
}

// String returns a text such as "a malformed HELLO command from the peer".
func (p ProtocolError) String() string {
	words, ok := protocolErrors[p]
	if !ok {
		return fmt.Sprintf("ProtocolError(0x%x)", int(p))
	}
	switch {
	case p >= ProtocolErrorWSUnspecified:
		return words + " from the WebSocket peer"
	case p >= ProtocolErrorZAPUnspecified:
		return words + " from the ZAP handler"
	}
	return words + " from the peer"
}

// Error returns the same text as String.
func (p ProtocolError) Error() string { return p.String() }

// ZAPStatus is the result of authenticating a peer, for [EventHandshakeDenied]. The names are those of ZeroMQ's RFC 27.
type ZAPStatus int

// The results of authentication.
const (
	ZAPSuccess               ZAPStatus = 200 // accepted
	ZAPTemporaryError        ZAPStatus = 300 // undecided: libzmq's clients retry
	ZAPAuthenticationFailure ZAPStatus = 400 // refused: libzmq's clients do not retry
	ZAPInternalError         ZAPStatus = 500 // undecided because the policy or the request is wrong
)

// String returns a text such as "authentication failure".
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

// Error returns the same text as String.
func (s ZAPStatus) Error() string { return s.String() }

// ProtocolError returns the violation of the protocol, for [EventHandshakeProtocolError], or 0.
func (e Event) ProtocolError() ProtocolError {
	if e.Type != EventHandshakeProtocolError {
		return 0
	}
	return ProtocolError(e.Value)
}

// ZAPStatus returns the result of authentication, for [EventHandshakeDenied], or 0.
func (e Event) ZAPStatus() ZAPStatus {
	if e.Type != EventHandshakeDenied {
		return 0
	}
	return ZAPStatus(e.Value)
}
