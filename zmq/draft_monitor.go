//go:build zmq_draft

package zmq

import (
	"encoding/binary"
	"runtime"
)

// queues holds the numbers of messages in the queues of a connection.
type queues struct{ out, in int }

// EventQueues reports how many messages are in the queues of a connection: see [Event.Queued]. It follows
// [Socket.ReportQueues].
const EventQueues = eventQueues

// Queued returns how many messages are queued to be sent to the peer and to be received from it, for [EventQueues].
// libzmq also counts messages that it does not yet know to have been taken, and learns of that in steps of half the
// high-water mark, or never without one: the numbers can be too high by that much.
func (e Event) Queued() (out, in int) { return e.queues.out, e.queues.in }

// ReportQueues makes the socket's Monitors report [EventQueues] once for each connection, soon. It fails with [EINVAL]
// if there is no [Monitor], and with [ENOTSUP] if libzmq has no drafts or is older than 4.3.2.
func (s *Socket) ReportQueues() error {
	defer runtime.KeepAlive(s)
	c := s.state()
	return c.failed("report queues", "", c.control(func() error {
		switch err := c.raw.MonitorPipesStats(); {
		case err == errAgain: // no connection
			return nil
		default:
			return err
		}
	}))
}

// reports reads libzmq's events of version 2, which have more values and both ends of a connection.
type reports struct {
	batch     *Batch          // or nil: libzmq reports in version 1
	connected map[string]bool // endpoints of other sockets that this one connects to
}

// startMonitor makes libzmq report to an endpoint.
func (f *feed) startMonitor(endpoint string) error {
	err := f.core.raw.MonitorVersioned(endpoint, eventAll|eventPipesStats, eventVersion2, Pair)
	switch {
	case err == nil:
		f.reports = reports{batch: NewBatch(reportRoom), connected: make(map[string]bool)}
	case err == error(ENOTSUP):
		return f.core.raw.Monitor(endpoint, eventAll)
	}
	return err
}

// A report has an event, a number of values, the values, and the endpoints of this and the other end.
const (
	reportRoom = 6
	maxValues  = reportRoom - 4
)

// recvEvent receives a report, without waiting. It fails with EINVAL if the message is not a report.
func (f *feed) recvEvent() (Event, error) {
	b := f.reports.batch
	if b == nil {
		return recvEvent(f.pair.raw)
	}
	n, err := f.pair.raw.RecvPartsBatch(b, dontBlock)
	if err != nil {
		return Event{}, err
	}
	var numbers [2 + maxValues]int
	for i := range n - 2 {
		if len(b.Bytes(i)) != 8 {
			return Event{}, EINVAL
		}
		numbers[i] = int(binary.NativeEndian.Uint64(b.Bytes(i)))
	}
	if n < 5 || numbers[1] != n-4 {
		return Event{}, EINVAL
	}
	event := Event{Type: EventType(numbers[0]), Value: numbers[2]}
	event.Endpoint = f.reports.endpoint(event.Type, string(b.Bytes(n-2)), string(b.Bytes(n-1)))
	if event.Type == EventQueues {
		event.queues = queues{out: numbers[2], in: numbers[3]}
	}
	return event, nil
}

// endpoint returns the endpoint that was bound or connected to, as libzmq reports it in version 1.
func (r *reports) endpoint(typ EventType, own, other string) string {
	if other != "" && (own == "" || typ == EventConnected) {
		r.connected[other] = true
	}
	if r.connected[other] {
		return other
	}
	return own
}

// close frees the memory that recvEvent receives into.
func (r *reports) close() {
	if r.batch != nil {
		_ = r.batch.Close()
	}
}
