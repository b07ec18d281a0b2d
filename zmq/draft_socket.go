//go:build zmq_draft

package zmq

import (
	"bytes"
	"context"
	"fmt"
	"net/netip"
	"runtime"
	"slices"
	"strings"
)

const draftsBuilt = true

// route identifies the peer or group that a message of a draft socket goes to or came from.
type route struct {
	id    uint32
	group string
}

// draftState is the additional state of a draft socket.
type draftState struct {
	poller  *rawPoller // has the descriptor, or nil
	message rawMessage // the last one received, if the socket receives a route
}

// descriptor returns the descriptor that signals when libzmq has commands to process.
//
// Draft sockets, which are thread-safe, have none of their own. libzmq's poller has one, and is used for nothing else:
// no goroutine waits in it. On Linux it is an eventfd, so unread signals only add up to a number. Elsewhere it is a
// pair of sockets that would overflow and make libzmq abort, so the watcher checks draft sockets periodically.
func (c *core) descriptor() (descriptor, error) {
	if !c.isDraft() || c.typ == Dgram {
		return c.raw.FD()
	}
	if runtime.GOOS != "linux" {
		return noDescriptor, nil
	}
	poller, err := newRawPoller()
	if err != nil {
		return noDescriptor, err
	}
	c.draft.poller = poller
	if err := poller.Add(c.raw, nil, PollIn); err != nil {
		return noDescriptor, err
	}
	return poller.FD()
}

// closePoller must precede the end of the socket, which the poller would write to.
func (c *core) closePoller() {
	if c.draft.poller != nil {
		_ = c.draft.poller.Destroy() // fails only if it was destroyed
		c.draft.poller = nil
	}
	_ = c.draft.message.Close()
}

func (c *core) sendMessage(ctx context.Context, m Message) error {
	if c.isDraft() {
		return c.sendDraft(ctx, m)
	}
	return c.sendParts(ctx, m.parts)
}

// sendDraft sends a message through a socket of a draft type.
func (c *core) sendDraft(ctx context.Context, m Message) error {
	if err := c.checkParts(m); err != nil {
		return &Error{Op: "send", Type: c.typ, Err: err}
	}
	if c.typ == Dgram {
		return c.sendDatagram(ctx, m)
	}
	var msg rawMessage
	defer msg.Close()
	size := m.Size()
	if err := fillRaw(&msg, m); err != nil {
		return c.failed("send", "", err)
	}
	err := c.do(ctx, PollOut, func() error {
		if err := c.checkUDP(size, m.route.group); err != nil {
			return err
		}
		_, err := msg.Send(c.raw, dontBlock)
		c.sent(1, size, err)
		return err
	})
	return c.finishSend(size, err)
}

// fillRaw makes msg a copy of a message of one part.
func fillRaw(msg *rawMessage, m Message) error {
	if err := msg.InitSize(len(m.parts[0])); err != nil {
		return err
	}
	copy(msg.Data(), m.parts[0])
	if m.route.id != 0 {
		if err := msg.SetRoutingID(m.route.id); err != nil {
			return err
		}
	}
	if m.route.group == "" {
		return nil
	}
	return msg.SetGroup(m.route.group)
}

// maxGroup is the length beyond which libzmq truncates the name of a group.
const maxGroup = 255

// checkParts rejects messages that libzmq would truncate or reject too late.
func (c *core) checkParts(m Message) error {
	switch {
	case c.typ == Dgram && len(m.parts) != 2:
		return fmt.Errorf("a datagram has two parts, the address and the content: %w", EINVAL)
	case c.typ != Dgram && len(m.parts) != 1:
		return fmt.Errorf("the socket sends messages of one part: %w", EINVAL)
	case len(m.route.group) > maxGroup:
		return fmt.Errorf("the name of a group has up to %d bytes: %w", maxGroup, EINVAL)
	}
	return nil
}

const (
	maxDatagram = 8192 // libzmq writes longer ones beyond its buffer
	maxUDPGroup = 127  // the receiver's libzmq aborts on a longer name
)

// checkUDP rejects messages that are too long for UDP, if the socket uses it.
func (c *core) checkUDP(size int, group string) error {
	if c.typ != Radio && c.typ != Dgram || !slices.ContainsFunc(c.endpoints, func(e endpoint) bool { return isUDP(e.given) }) {
		return nil
	}
	most := maxDatagram
	if c.typ == Radio {
		most -= 1 + len(group)
	}
	var err error
	switch {
	case len(group) > maxUDPGroup:
		err = fmt.Errorf("the name of a group has up to %d bytes over UDP: %w", maxUDPGroup, EINVAL)
	case size > most:
		err = fmt.Errorf("the content of a datagram has up to %d bytes: %w", most, EINVAL)
	default:
		return nil
	}
	return &Error{Op: "send", Type: c.typ, Err: err}
}

// sendDatagram sends an address and the content. libzmq drops datagrams to an invalid address, and fails with a random
// error before the socket is bound: sendDatagram then waits until it is.
func (c *core) sendDatagram(ctx context.Context, m Message) error {
	address := strings.TrimSuffix(string(m.parts[0]), "\x00") // which Socket.RecvBatch does not remove
	to, err := netip.ParseAddrPort(address)
	if err != nil || !to.Addr().Is4() || to.Port() == 0 {
		err = fmt.Errorf("%q is not an IPv4 address and a port: %w", address, EINVAL)
		return &Error{Op: "send", Type: c.typ, Err: err}
	}
	err = c.do(ctx, PollOut, func() error {
		if len(c.endpoints) == 0 {
			return errAgain
		}
		if err := c.checkUDP(len(m.parts[1]), ""); err != nil {
			return err
		}
		_, err := c.raw.SendParts(m.parts, dontBlock)
		c.sent(1, m.Size(), err)
		return err
	})
	return c.finishSend(m.Size(), err)
}

// recvsRoute reports whether the socket's messages come with a route.
func (c *core) recvsRoute() bool {
	return c.typ == Server || c.typ == PeerSocket || c.typ == Dish
}

// recvRouted receives a message and its route, which libzmq's messages have but a Batch does not.
func (c *core) recvRouted() (int, error) {
	msg := &c.draft.message
	if _, err := msg.Recv(c.raw, dontBlock); err != nil {
		return 0, err
	}
	c.batch.Clear()
	if err := c.batch.Append(msg.Data(), false); err != nil {
		return 0, err
	}
	return 1, nil
}

// noteRoute keeps the route of the message that was received last.
func (c *core) noteRoute(m *Message) {
	switch {
	case c.recvsRoute():
		m.route = route{id: c.draft.message.RoutingID(), group: c.draft.message.Group()}
	case c.typ == Dgram: // libzmq ends the address with a NUL
		m.parts[0] = bytes.TrimSuffix(m.parts[0], []byte{0})
	}
}

// property returns a property of the connection that the message in the batch came over.
func (c *core) property(name string) (string, error) {
	if c.recvsRoute() {
		return c.draft.message.Metadata(name)
	}
	return c.batch.Metadata(0, name)
}
