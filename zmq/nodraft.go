//go:build !zmq_draft

package zmq

import "context"

const draftsBuilt = false

// route is who a message of a draft socket goes to. Without drafts it takes up no memory.
type route struct{}

// draftState is what a draft socket has besides.
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

// queues is what an event tells of queues.
//
//lint:ignore U1000 builds with drafts use the field
type queues struct{}

// reports is how a feed reads what libzmq reports in the newer form.
type reports struct{}

func (r *reports) close() {}

func (f *feed) startMonitor(endpoint string) error { return f.core.raw.Monitor(endpoint, eventAll) }

func (f *feed) recvEvent() (Event, error) { return recvEvent(f.pair.raw) }

func (c *core) property(name string) (string, error) { return c.batch.Metadata(0, name) }
