//go:build !zmq_draft

package zmq

import "context"

const draftsBuilt = false

// route identifies the peer or group of a message of a draft socket. Without drafts, it takes up no memory.
type route struct{}

// draftState is the additional state of a draft socket.
//
//lint:ignore U1000 builds with drafts use the field
type draftState struct{}

func (c *core) descriptor() (descriptor, error) { return c.raw.FD() }

func (c *core) closePoller() {}

func (c *core) sendMessage(ctx context.Context, m Message) error { return c.sendParts(ctx, m.parts) }

func (c *core) sendDraft(context.Context, Message) error { return ENOTSUP }

func (c *core) recvsRoute() bool { return false }

func (c *core) recvRouted() (int, error) { return 0, ENOTSUP }

func (c *core) noteRoute(*Message) {}

// queues holds the numbers of messages in the queues of a connection.
//
//lint:ignore U1000 builds with drafts use the field
type queues struct{}

// reports reads libzmq's events of version 2, which only builds with drafts use.
type reports struct{}

func (r *reports) close() {}

func (f *feed) startMonitor(endpoint string) error { return f.core.raw.Monitor(endpoint, eventAll) }

func (f *feed) recvEvent() (Event, error) { return recvEvent(f.pair.raw) }

func (c *core) property(name string) (string, error) { return c.batch.Metadata(0, name) }
