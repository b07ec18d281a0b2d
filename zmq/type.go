package zmq

import libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"

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
