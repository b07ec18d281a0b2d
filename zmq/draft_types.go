package zmq

import (
	"fmt"
	"strings"
)

// The draft types of sockets. Their exported names need the build tag zmq_draft.
const (
	typeServer SocketType = iota + 12
	typeClient
	typeRadio
	typeDish
	typeGather
	typeScatter
	typeDgram
	typePeer
	typeChannel
)

// isDraft reports whether the socket is of a draft type.
func (c *core) isDraft() bool {
	return draftsBuilt && c != nil && c.typ >= typeServer && c.typ <= typeChannel
}

// checkDraft returns an error for a draft type that cannot be used.
func checkDraft(typ SocketType) error {
	switch {
	case typ < typeServer || typ > typeChannel:
		return nil
	case !draftsBuilt:
		return fmt.Errorf("the type is a draft, which needs the build tag zmq_draft: %w", ENOTSUP)
	case !Has("draft"):
		return fmt.Errorf("the type is a draft, and libzmq was built without drafts: %w", ENOTSUP)
	}
	return nil
}

// isUDP reports whether the endpoint uses UDP, which only draft types of sockets support.
func isUDP(given string) bool { return strings.HasPrefix(given, "udp://") }

// draftDescriptors is how many descriptors a draft socket takes: libzmq aborts if it gets none to close one.
const draftDescriptors = 2

// eventQueues is the draft event that reports how many messages are queued.
const eventQueues EventType = 0x10000

var errUnbindUDP = fmt.Errorf("libzmq does not release UDP ports before the socket is closed: %w", ENOTSUP)

// noDescriptor is the descriptor of a socket that has none.
const noDescriptor = ^descriptor(0)
