package zmq

import (
	"fmt"

	// The newest package that there is: what its header lacks, no socket can be given by name. Only this file imports it, and libzmq_draft.go.
	libzmq "github.com/zmqgen/zmqgen/generated/v4.3.5"
)

// RawSocket is a socket of package libzmq, and has a method for each option: for [With], [Get] and [Socket.Configure].
type RawSocket = libzmq.Socket

// RawContext is a context of package libzmq, and has a method for each option: for [ContextWith] and [ContextGet].
type RawContext = libzmq.Context

func newRawContext() (*RawContext, error) { return libzmq.NewContext() }

// SocketType is what a socket does with messages.
type SocketType = libzmq.SocketType

// The types of sockets. Which of them talk to each other is in ZeroMQ's guide.
const (
	Req    = libzmq.Req    // asks, and waits for the reply
	Rep    = libzmq.Rep    // replies to one request after the other
	Dealer = libzmq.Dealer // asks without waiting: to one peer after the other
	Router = libzmq.Router // replies to any peer: the first part of a message says which
	Pub    = libzmq.Pub    // publishes to all subscribers
	Sub    = libzmq.Sub    // receives what it subscribes to
	XPub   = libzmq.XPub   // a Pub that receives the subscriptions
	XSub   = libzmq.XSub   // a Sub that sends its subscriptions as messages
	Push   = libzmq.Push   // hands out work, to one peer after the other
	Pull   = libzmq.Pull   // receives work from all peers
	Pair   = libzmq.Pair   // talks to one peer, both ways
	Stream = libzmq.Stream // talks to peers that do not speak ZeroMQ, over TCP
)

// Forever is a time without end, for options that take a time.
const Forever = libzmq.Forever

// Errno is an error number of libzmq or of the system. It matches the constants of package syscall under [errors.Is].
type Errno = libzmq.Errno

// Errors of libzmq, for [errors.Is]. Package syscall has others that the system may add.
const (
	EADDRINUSE      = libzmq.EADDRINUSE      // the endpoint is in use
	EADDRNOTAVAIL   = libzmq.EADDRNOTAVAIL   // the address is not one of this host
	EAGAIN          = libzmq.EAGAIN          // the call would have to wait: see [ErrWouldBlock] and [ErrTimeout]
	EFSM            = libzmq.EFSM            // it is not the socket's turn to send, or to receive
	EHOSTUNREACH    = libzmq.EHOSTUNREACH    // no peer has this identity
	EINVAL          = libzmq.EINVAL          // an argument or option is not valid
	EMFILE          = libzmq.EMFILE          // no more sockets or descriptors can be opened
	EMTHREAD        = libzmq.EMTHREAD        // the context has no I/O thread
	ENOCOMPATPROTO  = libzmq.ENOCOMPATPROTO  // the transport does not go with this type of socket
	ENODEV          = libzmq.ENODEV          // there is no such network interface
	ENOENT          = libzmq.ENOENT          // the endpoint is not bound or connected
	ENOTSUP         = libzmq.ENOTSUP         // libzmq, or this type of socket, does not support it
	EPROTONOSUPPORT = libzmq.EPROTONOSUPPORT // the transport is not known, or not built into libzmq

	errnoTerm      = libzmq.ETERM
	errnoNotSocket = libzmq.ENOTSOCK
)

// PollEvents is what a socket is ready for.
type PollEvents = libzmq.PollEvents

// What to poll a socket for.
const (
	PollIn  = libzmq.PollIn  // a message can be received
	PollOut = libzmq.PollOut // a message can be sent
)

// Mechanism is how the peers of a socket prove who they are.
type Mechanism = libzmq.Mechanism

// The mechanisms of a socket.
const (
	MechanismNull   = libzmq.MechanismNull   // not at all
	MechanismPlain  = libzmq.MechanismPlain  // by a password
	MechanismCurve  = libzmq.MechanismCurve  // by a key, and encrypted
	MechanismGSSAPI = libzmq.MechanismGSSAPI // by Kerberos
)

// EventType is a kind of thing that happens to a socket's connections.
type EventType int

// What happens to a socket's connections.
const (
	EventConnected              = EventType(libzmq.EventConnected)               // a connection that the socket asked for is there
	EventConnectDelayed         = EventType(libzmq.EventConnectDelayed)          // it takes a while
	EventConnectRetried         = EventType(libzmq.EventConnectRetried)          // libzmq tries again, after Event.Delay
	EventListening              = EventType(libzmq.EventListening)               // the socket accepts connections
	EventBindFailed             = EventType(libzmq.EventBindFailed)              // it could not be bound: Event.Err
	EventAccepted               = EventType(libzmq.EventAccepted)                // a peer's connection is there
	EventAcceptFailed           = EventType(libzmq.EventAcceptFailed)            // a peer's connection failed: Event.Err
	EventClosed                 = EventType(libzmq.EventClosed)                  // the socket closed a listener, or gave up an attempt to connect
	EventCloseFailed            = EventType(libzmq.EventCloseFailed)             // and could not: Event.Err
	EventDisconnected           = EventType(libzmq.EventDisconnected)            // a connection broke, or the peer ended it
	EventMonitorStopped         = EventType(libzmq.EventMonitorStopped)          // the socket is closed: the last event
	EventHandshakeFailed        = EventType(libzmq.EventHandshakeFailedNoDetail) // a peer's handshake failed, for the system's reason: Event.Err
	EventHandshakeSucceeded     = EventType(libzmq.EventHandshakeSucceeded)      // messages can go both ways
	EventHandshakeProtocolError = EventType(libzmq.EventHandshakeFailedProtocol) // a handshake did not keep to the protocol: Event.ProtocolError
	EventHandshakeDenied        = EventType(libzmq.EventHandshakeFailedAuth)     // the authentication refused: Event.ZAPStatus
)

// recvEvent receives what a monitor reports, without waiting.
func recvEvent(raw *RawSocket) (Event, error) {
	e, err := raw.RecvMonitorEvent(dontBlock)
	return Event{Type: EventType(e.Event), Value: e.Value, Endpoint: e.Endpoint}, err
}

// How a handshake does not keep to the protocol: that of messages (ZMTP), of authentication (ZAP), or of WebSockets.
const (
	ProtocolErrorZMTPUnspecified                 = ProtocolError(libzmq.ProtocolErrorZMTPUnspecified)                 // something
	ProtocolErrorZMTPUnexpectedCommand           = ProtocolError(libzmq.ProtocolErrorZMTPUnexpectedCommand)           // an unexpected command
	ProtocolErrorZMTPInvalidSequence             = ProtocolError(libzmq.ProtocolErrorZMTPInvalidSequence)             // a number out of sequence
	ProtocolErrorZMTPKeyExchange                 = ProtocolError(libzmq.ProtocolErrorZMTPKeyExchange)                 // no agreement on keys
	ProtocolErrorZMTPMalformedCommandUnspecified = ProtocolError(libzmq.ProtocolErrorZMTPMalformedCommandUnspecified) // a malformed command
	ProtocolErrorZMTPMalformedCommandMessage     = ProtocolError(libzmq.ProtocolErrorZMTPMalformedCommandMessage)     // a malformed MESSAGE command
	ProtocolErrorZMTPMalformedCommandHello       = ProtocolError(libzmq.ProtocolErrorZMTPMalformedCommandHello)       // a malformed HELLO command
	ProtocolErrorZMTPMalformedCommandInitiate    = ProtocolError(libzmq.ProtocolErrorZMTPMalformedCommandInitiate)    // a malformed INITIATE command
	ProtocolErrorZMTPMalformedCommandError       = ProtocolError(libzmq.ProtocolErrorZMTPMalformedCommandError)       // a malformed ERROR command
	ProtocolErrorZMTPMalformedCommandReady       = ProtocolError(libzmq.ProtocolErrorZMTPMalformedCommandReady)       // a malformed READY command
	ProtocolErrorZMTPMalformedCommandWelcome     = ProtocolError(libzmq.ProtocolErrorZMTPMalformedCommandWelcome)     // a malformed WELCOME command
	ProtocolErrorZMTPInvalidMetadata             = ProtocolError(libzmq.ProtocolErrorZMTPInvalidMetadata)             // malformed properties of the connection
	ProtocolErrorZMTPCryptographic               = ProtocolError(libzmq.ProtocolErrorZMTPCryptographic)               // something that cannot be decrypted, such as by a wrong key
	ProtocolErrorZMTPMechanismMismatch           = ProtocolError(libzmq.ProtocolErrorZMTPMechanismMismatch)           // another security mechanism
	ProtocolErrorZAPUnspecified                  = ProtocolError(libzmq.ProtocolErrorZAPUnspecified)                  // something
	ProtocolErrorZAPMalformedReply               = ProtocolError(libzmq.ProtocolErrorZAPMalformedReply)               // a reply with too few or too many parts
	ProtocolErrorZAPBadRequestID                 = ProtocolError(libzmq.ProtocolErrorZAPBadRequestID)                 // a reply to another request
	ProtocolErrorZAPBadVersion                   = ProtocolError(libzmq.ProtocolErrorZAPBadVersion)                   // a reply of another version
	ProtocolErrorZAPInvalidStatusCode            = ProtocolError(libzmq.ProtocolErrorZAPInvalidStatusCode)            // an unknown status
	ProtocolErrorZAPInvalidMetadata              = ProtocolError(libzmq.ProtocolErrorZAPInvalidMetadata)              // malformed properties
	ProtocolErrorWSUnspecified                   = ProtocolError(libzmq.ProtocolErrorWSUnspecified)                   // something
)

// Batch holds messages that were received together. Its views are memory of libzmq, and hold until the next receive into
// it or until its Close. Its Metadata is what libzmq has under a name, which a peer can
// forge: what an [Authenticator] decided is in [Message.Metadata] only.
type Batch = libzmq.Batch

// NewBatch returns a Batch with room for n messages or parts.
func NewBatch(n int) *Batch { return libzmq.NewBatch(n) }

// Version returns the release of the libzmq that the program runs with.
func Version() (major, minor, patch int) { return libzmq.Version() }

// CheckVersion returns an error if the libzmq that the program runs with cannot be loaded, or is older than 4.3.0. It is
// for programs that are built on one machine and run on another.
func CheckVersion() error { return libzmq.CheckVersion() }

// Has reports whether libzmq was built with a capability, such as "curve", "gssapi", "ipc", "norm", "pgm", "tipc", "vmci",
// "draft", "WS" or "WSS". Unknown names report false.
func Has(capability string) bool { return libzmq.Has(capability) }

// Z85Encode returns the bytes, a multiple of four, as text of Z85, which has five characters for each four bytes.
func Z85Encode(data []byte) (string, error) {
	text, err := libzmq.Z85Encode(data)
	if err != nil {
		return "", fmt.Errorf("zmq: encode to Z85: %w", err)
	}
	return text, nil
}

// Z85Decode returns the bytes of a text of Z85. The error is [EINVAL] if it is none.
func Z85Decode(text string) ([]byte, error) {
	data, err := libzmq.Z85Decode(text)
	if err != nil {
		return nil, fmt.Errorf("zmq: decode from Z85: %w", err)
	}
	return data, nil
}

func curveKeypair() (public, secret string, err error) { return libzmq.CurveKeypair() }

func curvePublic(secret string) (string, error) { return libzmq.CurvePublic(secret) }

type (
	descriptor   = libzmq.FD
	socketOption = libzmq.SocketOption
	recvFlag     = libzmq.SendFlag
)

const (
	dontBlock = libzmq.DontWait
	eventAll  = libzmq.EventAll
)
