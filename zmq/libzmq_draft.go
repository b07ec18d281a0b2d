//go:build zmq_draft

package zmq

import libzmq "github.com/zmqgen/zmqgen/generated/v4.3.5"

// The draft types of sockets. [Context.Open] fails with [ENOTSUP] if libzmq was built without drafts, or is older than
// 4.3.2. All except Dgram send and receive messages of one part. Radio, Dish and Dgram can use UDP, a Dish only on
// trusted networks: libzmq aborts on a datagram that is not from a Radio. It does not report that a UDP port is in use,
// and releases one only when the socket is closed.
const (
	Server     = libzmq.Server  // exchanges messages with any number of Clients, by Message.RoutingID
	Client     = libzmq.Client  // exchanges messages with Servers, in turn
	Radio      = libzmq.Radio   // sends to all Dishes that have joined the message's Message.Group
	Dish       = libzmq.Dish    // receives the messages of the groups that it joins; see Join
	Gather     = libzmq.Gather  // receives from all of its Scatters
	Scatter    = libzmq.Scatter // sends to its Gathers in turn
	Dgram      = libzmq.Dgram   // sends and receives UDP datagrams: a part for the address, such as "127.0.0.1:5555", and one for the content
	PeerSocket = libzmq.Peer    // ZMQ_PEER: exchanges messages with any number of peers; see Socket.ConnectPeer
	Channel    = libzmq.Channel // exchanges messages with one other Channel
)

// RouterNotices is a set of events that a Router receives notices of, for [RouterNotify].
type RouterNotices = libzmq.RouterNotify

// The notices that a Router can receive.
const (
	NotifyConnect    = libzmq.NotifyConnect    // a peer connected
	NotifyDisconnect = libzmq.NotifyDisconnect // a peer disconnected
)

type (
	rawMessage = libzmq.Message
	rawPoller  = libzmq.Poller
)

const (
	eventPipesStats = libzmq.EventPipesStats
	eventVersion2   = libzmq.CurrentEventVersionDraft
)

func newRawPoller() (*rawPoller, error) { return libzmq.NewPoller() }
