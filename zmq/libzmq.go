package zmq

import (
	"fmt"

	// The newest generated package. Only this file and libzmq_draft.go import it.
	libzmq "github.com/zmqgen/zmqgen/generated/v4.3.5"
)

// RawSocket is a socket of package libzmq, which has a method for each option, for use with [With], [Get] and
// [Socket.Configure].
type RawSocket = libzmq.Socket

// RawContext is a context of package libzmq, which has a method for each option, for use with [ContextWith] and
// [ContextGet].
type RawContext = libzmq.Context

func newRawContext() (*RawContext, error) { return libzmq.NewContext() }

// SocketType is the type of a socket, which determines its messaging pattern.
type SocketType = libzmq.SocketType

// The socket types. ZeroMQ's guide explains which of them can be connected.
const (
	Req    = libzmq.Req    // sends a request, then receives the reply
	Rep    = libzmq.Rep    // receives a request, then sends the reply
	Dealer = libzmq.Dealer // sends to its peers in turn, receives from all of them
	Router = libzmq.Router // sends to the peer that the first part names
	Pub    = libzmq.Pub    // sends to every subscriber
	Sub    = libzmq.Sub    // receives the messages that it subscribes to
	XPub   = libzmq.XPub   // a Pub that receives the subscriptions
	XSub   = libzmq.XSub   // a Sub that sends its subscriptions as messages
	Push   = libzmq.Push   // sends to its peers in turn
	Pull   = libzmq.Pull   // receives from all of its peers
	Pair   = libzmq.Pair   // exchanges messages with one peer
	Stream = libzmq.Stream // communicates over raw TCP with peers that do not speak ZeroMQ
)

// Forever is a duration that never expires, for options.
const Forever = libzmq.Forever

// Errno is an error number of libzmq or of the system. It matches the constants of package syscall under [errors.Is].
type Errno = libzmq.Errno

// Errors of libzmq, for [errors.Is]. The operating system's other errors are in package syscall.
const (
	EADDRINUSE      = libzmq.EADDRINUSE      // the endpoint is in use
	EADDRNOTAVAIL   = libzmq.EADDRNOTAVAIL   // the address does not belong to this host
	EAGAIN          = libzmq.EAGAIN          // the call would have to wait: see ErrWouldBlock and ErrTimeout
	EFSM            = libzmq.EFSM            // it is not the socket's turn to send, or to receive
	EHOSTUNREACH    = libzmq.EHOSTUNREACH    // no peer has this routing id
	EINVAL          = libzmq.EINVAL          // an argument or option is invalid
	EMFILE          = libzmq.EMFILE          // no more sockets or descriptors can be opened
	EMTHREAD        = libzmq.EMTHREAD        // the context has no I/O thread
	ENOCOMPATPROTO  = libzmq.ENOCOMPATPROTO  // the socket type does not support the transport
	ENODEV          = libzmq.ENODEV          // there is no such network interface
	ENOENT          = libzmq.ENOENT          // the endpoint is not bound or connected
	ENOTSUP         = libzmq.ENOTSUP         // not supported by libzmq or by the socket type
	EPROTONOSUPPORT = libzmq.EPROTONOSUPPORT // the transport is unknown, or not built into libzmq
)

const (
	errnoTerm      = libzmq.ETERM
	errnoNotSocket = libzmq.ENOTSOCK
)

// PollEvents is a set of events that a socket is ready for.
type PollEvents = libzmq.PollEvents

// The events to poll a socket for.
const (
	PollIn  = libzmq.PollIn  // a message can be received
	PollOut = libzmq.PollOut // a message can be sent
)

// Mechanism is a security mechanism, by which peers authenticate.
type Mechanism = libzmq.Mechanism

// The security mechanisms.
const (
	MechanismNull   = libzmq.MechanismNull   // no authentication
	MechanismPlain  = libzmq.MechanismPlain  // a user name and a password, without encryption
	MechanismCurve  = libzmq.MechanismCurve  // a key pair, with encryption
	MechanismGSSAPI = libzmq.MechanismGSSAPI // Kerberos
)

// EventType is a set of types of events on a socket's connections.
type EventType int

// The events on a socket's connections.
const (
	EventConnected              = EventType(libzmq.EventConnected)               // an outgoing connection is established
	EventConnectDelayed         = EventType(libzmq.EventConnectDelayed)          // an outgoing connection is in progress
	EventConnectRetried         = EventType(libzmq.EventConnectRetried)          // libzmq will retry a connection, after Event.Delay
	EventListening              = EventType(libzmq.EventListening)               // the socket accepts connections
	EventBindFailed             = EventType(libzmq.EventBindFailed)              // the socket could not listen: Event.Err
	EventAccepted               = EventType(libzmq.EventAccepted)                // an incoming connection is established
	EventAcceptFailed           = EventType(libzmq.EventAcceptFailed)            // an incoming connection could not be accepted: Event.Err
	EventClosed                 = EventType(libzmq.EventClosed)                  // the socket closed a listener or a failed connection
	EventCloseFailed            = EventType(libzmq.EventCloseFailed)             // the socket could not close a connection: Event.Err
	EventDisconnected           = EventType(libzmq.EventDisconnected)            // a connection broke or the peer closed it
	EventMonitorStopped         = EventType(libzmq.EventMonitorStopped)          // the socket is closed: the last event
	EventHandshakeFailed        = EventType(libzmq.EventHandshakeFailedNoDetail) // a handshake failed with an error of the system: Event.Err
	EventHandshakeSucceeded     = EventType(libzmq.EventHandshakeSucceeded)      // messages can be exchanged
	EventHandshakeProtocolError = EventType(libzmq.EventHandshakeFailedProtocol) // a handshake violated the protocol: Event.ProtocolError
	EventHandshakeDenied        = EventType(libzmq.EventHandshakeFailedAuth)     // authentication was refused: Event.ZAPStatus
)

// recvEvent receives what a monitor reports, without waiting.
func recvEvent(raw *RawSocket) (Event, error) {
	e, err := raw.RecvMonitorEvent(dontBlock)
	return Event{Type: EventType(e.Event), Value: e.Value, Endpoint: e.Endpoint}, err
}

// The ways in which a handshake can violate the protocol of messages (ZMTP), authentication (ZAP) or WebSockets.
const (
	ProtocolErrorZMTPUnspecified                 = ProtocolError(libzmq.ProtocolErrorZMTPUnspecified)                 // an unspecified violation of ZMTP
	ProtocolErrorZMTPUnexpectedCommand           = ProtocolError(libzmq.ProtocolErrorZMTPUnexpectedCommand)           // an unexpected command
	ProtocolErrorZMTPInvalidSequence             = ProtocolError(libzmq.ProtocolErrorZMTPInvalidSequence)             // a sequence number out of order
	ProtocolErrorZMTPKeyExchange                 = ProtocolError(libzmq.ProtocolErrorZMTPKeyExchange)                 // a failed key exchange
	ProtocolErrorZMTPMalformedCommandUnspecified = ProtocolError(libzmq.ProtocolErrorZMTPMalformedCommandUnspecified) // a malformed command
	ProtocolErrorZMTPMalformedCommandMessage     = ProtocolError(libzmq.ProtocolErrorZMTPMalformedCommandMessage)     // a malformed MESSAGE command
	ProtocolErrorZMTPMalformedCommandHello       = ProtocolError(libzmq.ProtocolErrorZMTPMalformedCommandHello)       // a malformed HELLO command
	ProtocolErrorZMTPMalformedCommandInitiate    = ProtocolError(libzmq.ProtocolErrorZMTPMalformedCommandInitiate)    // a malformed INITIATE command
	ProtocolErrorZMTPMalformedCommandError       = ProtocolError(libzmq.ProtocolErrorZMTPMalformedCommandError)       // a malformed ERROR command
	ProtocolErrorZMTPMalformedCommandReady       = ProtocolError(libzmq.ProtocolErrorZMTPMalformedCommandReady)       // a malformed READY command
	ProtocolErrorZMTPMalformedCommandWelcome     = ProtocolError(libzmq.ProtocolErrorZMTPMalformedCommandWelcome)     // a malformed WELCOME command
	ProtocolErrorZMTPInvalidMetadata             = ProtocolError(libzmq.ProtocolErrorZMTPInvalidMetadata)             // malformed properties of the connection
	ProtocolErrorZMTPCryptographic               = ProtocolError(libzmq.ProtocolErrorZMTPCryptographic)               // data that cannot be decrypted, for example because of a wrong key
	ProtocolErrorZMTPMechanismMismatch           = ProtocolError(libzmq.ProtocolErrorZMTPMechanismMismatch)           // another security mechanism
	ProtocolErrorZAPUnspecified                  = ProtocolError(libzmq.ProtocolErrorZAPUnspecified)                  // an unspecified error in the reply
	ProtocolErrorZAPMalformedReply               = ProtocolError(libzmq.ProtocolErrorZAPMalformedReply)               // a reply with too few or too many parts
	ProtocolErrorZAPBadRequestID                 = ProtocolError(libzmq.ProtocolErrorZAPBadRequestID)                 // a reply to another request
	ProtocolErrorZAPBadVersion                   = ProtocolError(libzmq.ProtocolErrorZAPBadVersion)                   // a reply with the wrong version
	ProtocolErrorZAPInvalidStatusCode            = ProtocolError(libzmq.ProtocolErrorZAPInvalidStatusCode)            // an unknown status
	ProtocolErrorZAPInvalidMetadata              = ProtocolError(libzmq.ProtocolErrorZAPInvalidMetadata)              // malformed properties
	ProtocolErrorWSUnspecified                   = ProtocolError(libzmq.ProtocolErrorWSUnspecified)                   // an unspecified violation by a WebSocket peer
)

// Batch holds messages that were received together. Its views refer to libzmq's memory, and are valid until the next
// receive into the Batch or its Close. A peer can forge its Metadata: only [Message.Metadata] has the decisions of an
// [Authenticator].
type Batch = libzmq.Batch

// NewBatch returns a Batch with room for n messages or parts.
func NewBatch(n int) *Batch { return libzmq.NewBatch(n) }

// Version returns the release of the libzmq that the program runs with.
func Version() (major, minor, patch int) { return libzmq.Version() }

// CheckVersion returns an error if the libzmq that the program runs with cannot be loaded or is older than 4.3.0. It is
// for programs that are built on one machine and run on another.
func CheckVersion() error { return libzmq.CheckVersion() }

// Has reports whether libzmq was built with a capability, such as "curve", "gssapi", "ipc", "norm", "pgm", "tipc", "vmci",
// "draft", "WS" or "WSS". Unknown names report false.
func Has(capability string) bool { return libzmq.Has(capability) }

// Z85Encode encodes data, whose length must be a multiple of four, in Z85: five characters for every four bytes.
func Z85Encode(data []byte) (string, error) {
	text, err := libzmq.Z85Encode(data)
	if err != nil {
		return "", fmt.Errorf("zmq: encode to Z85: %w", err)
	}
	return text, nil
}

// Z85Decode decodes Z85. It fails with [EINVAL] if the text is not Z85.
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
