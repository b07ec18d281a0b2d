package zmq

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// eventNames names each type of event.
var eventNames = []struct {
	bit  EventType
	name string
}{
	{EventConnected, "connected"},
	{EventConnectDelayed, "connect delayed"},
	{EventConnectRetried, "connect retried"},
	{EventListening, "listening"},
	{EventBindFailed, "bind failed"},
	{EventAccepted, "accepted"},
	{EventAcceptFailed, "accept failed"},
	{EventClosed, "closed"},
	{EventCloseFailed, "close failed"},
	{EventDisconnected, "disconnected"},
	{EventMonitorStopped, "monitor stopped"},
	{EventHandshakeFailed, "handshake failed"},
	{EventHandshakeSucceeded, "handshake succeeded"},
	{EventHandshakeProtocolError, "handshake protocol error"},
	{EventHandshakeDenied, "handshake denied"},
	{eventQueues, "queues"},
}

// String returns a text such as "connected" or "accept failed"; several types are joined by "|".
func (t EventType) String() string {
	var set []string
	for _, n := range eventNames {
		if t&n.bit != 0 {
			set = append(set, n.name)
			t &^= n.bit
		}
	}
	if t != 0 || len(set) == 0 {
		set = append(set, fmt.Sprintf("EventType(0x%x)", int(t)))
	}
	return strings.Join(set, "|")
}

// Event is an event on a socket's connections.
type Event struct {
	Type     EventType
	Endpoint string // of the connection
	Value    int    // a descriptor, an error number or a time, depending on Type
	queues   queues
}

// Err returns the error of an event that reports a failure, or nil. It is a [ProtocolError] or [ZAPStatus] for a
// handshake that failed, or else an [Errno].
func (e Event) Err() error {
	const failures = EventBindFailed | EventAcceptFailed | EventCloseFailed | EventHandshakeFailed
	switch {
	case e.Type == EventHandshakeProtocolError:
		return e.ProtocolError()
	case e.Type == EventHandshakeDenied:
		return e.ZAPStatus()
	case e.Type&failures == 0 || e.Value == 0:
		return nil
	}
	return Errno(e.Value)
}

// Delay returns how long libzmq waits before it reconnects, for [EventConnectRetried].
func (e Event) Delay() time.Duration {
	if e.Type != EventConnectRetried {
		return 0
	}
	return time.Duration(e.Value) * time.Millisecond
}

// String returns a description of the event.
func (e Event) String() string {
	text := e.Type.String() + " " + e.Endpoint
	if err := e.Err(); err != nil {
		text += ": " + err.Error()
	}
	return text
}

// Monitor reports the events on the connections of one socket.
type Monitor struct {
	feed   *feed
	wanted EventType
	ready  chan struct{} // room for one signal

	mu     sync.Mutex
	events []Event
	missed uint64
	ended  bool
}

// maxEvents is how many unread events a Monitor keeps.
const maxEvents = 10_000

// Monitor returns a Monitor that reports events of these types from now on, or all events if none are given. A socket
// can have several Monitors. Close a Monitor when it is no longer needed.
func (s *Socket) Monitor(kinds ...EventType) (*Monitor, error) {
	defer runtime.KeepAlive(s)
	return s.state().monitor(kinds...)
}

// Next returns the next event. It waits until there is one or ctx is done. It returns [ErrClosed] after
// [Monitor.Close], or when the socket is closed and all events have been read. Any number of goroutines can call Next:
// each event goes to one of them.
func (m *Monitor) Next(ctx context.Context) (Event, error) {
	if m.feed == nil { // the zero Monitor
		return Event{}, ErrClosed
	}
	for {
		event, ok, err := m.next()
		if ok || err != nil {
			return event, err
		}
		select {
		case <-m.ready:
		case <-ctx.Done():
			return Event{}, contextError(ctx)
		}
	}
}

// next returns an event, or the end, if there is one. Because a signal wakes one goroutine, it signals again if more
// events are left.
func (m *Monitor) next() (event Event, ok bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if ok = len(m.events) > 0; ok {
		event = m.events[0]
		m.events = m.events[1:]
	} else if m.ended {
		err = ErrClosed
	}
	if len(m.events) > 0 || m.ended {
		m.signal()
	}
	return event, ok, err
}

// Events iterates over the events until the socket is closed and all events have been read. If ctx is done earlier, its
// error is the last element.
func (m *Monitor) Events(ctx context.Context) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		for {
			event, err := m.Next(ctx)
			if err == ErrClosed || !yield(event, err) || err != nil {
				return
			}
		}
	}
}

// Missed returns the number of events that were dropped because they were not read: a Monitor keeps the last 10,000.
func (m *Monitor) Missed() uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.missed
}

// Close ends the Monitor, and does not close its socket. Closing again does nothing.
func (m *Monitor) Close() error {
	if m.feed == nil {
		return nil
	}
	m.finish()
	m.feed.remove(m)
	return nil
}

func (m *Monitor) take(event Event) {
	if event.Type&m.wanted == 0 {
		return
	}
	m.mu.Lock()
	if !m.ended {
		if len(m.events) == maxEvents {
			m.events = m.events[1:]
			m.missed++
		}
		m.events = append(m.events, event)
	}
	m.mu.Unlock()
	m.signal()
}

// finish makes the events so far the last ones.
func (m *Monitor) finish() {
	m.mu.Lock()
	m.ended = true
	m.mu.Unlock()
	m.signal()
}

func (m *Monitor) signal() {
	select {
	case m.ready <- struct{}{}:
	default:
	}
}

// feed reads libzmq's events of one socket, and passes them to the Monitors. libzmq has one monitor per socket, and
// blocks its own threads if that does not read, so a feed always reads.
type feed struct {
	core    *core // the socket
	pair    *core // what libzmq reports to
	reports reports

	mu        sync.Mutex // taken under the lock of core
	monitors  []*Monitor
	listeners []string // of a closed socket, until libzmq has reported their end
}

// feedNumber makes the endpoints of feeds unique in the process.
var feedNumber atomic.Uint64

// monitor adds a Monitor to the feed, which it starts if there is none.
func (c *core) monitor(kinds ...EventType) (*Monitor, error) {
	m := &Monitor{ready: make(chan struct{}, 1)}
	for _, kind := range kinds {
		m.wanted |= kind
	}
	if len(kinds) == 0 {
		m.wanted = ^EventType(0)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.startFeed(); err != nil {
		return nil, c.failed("monitor", "", err)
	}
	m.feed = c.feed
	c.feed.add(m)
	return m, nil
}

// startFeed makes sure that the socket has a feed, under the lock.
func (c *core) startFeed() error {
	if c.closed {
		return ErrClosed
	}
	if c.feed != nil {
		return nil
	}
	pair, err := c.shared.openInternal(Pair)
	if err != nil {
		return err
	}
	f := &feed{core: c, pair: pair}
	if err := f.connect(); err != nil {
		pair.close(0, true)
		return err
	}
	c.feed = f
	c.shared.feeds.Add(1)
	go f.run()
	return nil
}

// connect makes libzmq report events. Without a limit on unread events, it never has to wait.
func (f *feed) connect() error {
	if err := f.pair.raw.SetRecvHWM(0); err != nil {
		return err
	}
	endpoint := fmt.Sprintf("inproc://zmq.monitor.%d", feedNumber.Add(1))
	if err := f.startMonitor(endpoint); err != nil {
		return err
	}
	return f.pair.raw.Connect(endpoint) // libzmq bound it, which Connect of package zmq does not know
}

// run passes on events until the last one. The feed of a closed socket ends earlier for its Monitors: libzmq reports
// events until the last message of the socket is sent, and they must be read until then.
func (f *feed) run() {
	defer f.reports.close()
	defer f.pair.close(0, true)
	finish := sync.OnceFunc(f.finish)
	defer finish()
	for {
		event, err := f.next()
		if err == error(EINVAL) {
			continue // not an event: only the program itself can have sent it
		}
		if err != nil {
			return
		}
		f.core.shared.stats.count(event)
		f.deliver(event)
		if event.Type == EventMonitorStopped {
			return
		}
		if f.endsListeners(event) {
			f.deliver(Event{Type: EventMonitorStopped})
			finish()
		}
	}
}

func (f *feed) deliver(event Event) {
	for _, monitor := range f.all() {
		monitor.take(event)
	}
}

// endsListeners reports whether the event means that the last listener of a closed socket is closed.
func (f *feed) endsListeners(event Event) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.listeners) == 0 || event.Type&(EventClosed|EventCloseFailed) == 0 {
		return false
	}
	if i := slices.Index(f.listeners, event.Endpoint); i >= 0 {
		f.listeners = slices.Delete(f.listeners, i, i+1)
	}
	return len(f.listeners) == 0
}

// next waits for the next event.
func (f *feed) next() (event Event, err error) {
	err = f.pair.do(context.Background(), PollIn, func() (err error) {
		event, err = f.recvEvent()
		return err
	})
	return event, err
}

func (f *feed) all() []*Monitor {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]*Monitor(nil), f.monitors...)
}

func (f *feed) add(m *Monitor) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.monitors = append(f.monitors, m)
}

// remove removes a Monitor, and with the last one stops libzmq's reports.
func (f *feed) remove(m *Monitor) {
	f.core.mu.Lock()
	defer f.core.mu.Unlock()
	f.mu.Lock()
	f.monitors = slices.DeleteFunc(slices.Clone(f.monitors), func(other *Monitor) bool { return other == m })
	last := len(f.monitors) == 0
	f.mu.Unlock()
	if last && f.core.feed == f {
		f.core.stopFeed()
	}
}

// finish tells the Monitors that no event follows. The next Monitor of the socket gets another feed, even if the
// program itself has stopped libzmq's reports.
func (f *feed) finish() {
	f.core.mu.Lock()
	if f.core.feed == f {
		f.core.feed = nil
	}
	f.core.mu.Unlock()
	for _, monitor := range f.all() {
		monitor.finish()
	}
	f.core.shared.feeds.Done()
}

// closeFeed ends the feed when the socket is closed, under the lock: as soon as libzmq has reported the end of the
// socket's listeners, or at once if there are none.
func (c *core) closeFeed() {
	listeners := c.listeners()
	if c.feed == nil || len(listeners) == 0 {
		c.stopFeed()
		return
	}
	c.feed.mu.Lock()
	c.feed.listeners = listeners
	c.feed.mu.Unlock()
	c.feed = nil
}

// stopFeed makes libzmq report its last event. It runs under the lock, while the feed still reads: otherwise, libzmq
// would wait forever.
func (c *core) stopFeed() {
	if c.feed == nil {
		return
	}
	f := c.feed
	c.feed = nil
	if err := c.raw.StopMonitor(); err != nil {
		go f.pair.close(0, true) // which ends the feed as well
	}
}
