package zmq

import (
	"context"
	"log/slog"
	"runtime"
	"sync"
	"time"
)

// limitedLog writes to a program's log. Peers decide how often things happen, so of each kind of frequent record it
// writes the first ones of a second in full, and one record with the number of the others. A panic of the log's handler
// is dropped: it must not end the program.
type limitedLog struct {
	logger *slog.Logger

	mu    sync.Mutex
	kinds map[any]*recent
}

// recent describes the records of one kind since a time.
type recent struct {
	since   time.Time
	written int
	left    int                // those that were not written
	write   func(...slog.Attr) // writes the last of them
}

// logPeriod is the period for which the records of a kind are counted.
const logPeriod = time.Second

func newLimitedLog(logger *slog.Logger) *limitedLog {
	return &limitedLog{logger: logger, kinds: make(map[any]*recent)}
}

// log writes a record, unless most records of its kind were written just before.
func (l *limitedLog) log(kind any, most int, level slog.Level, text string, attributes ...slog.Attr) {
	write := func(more ...slog.Attr) {
		defer func() { _ = recover() }()
		l.logger.LogAttrs(context.Background(), level, text, append(attributes, more...)...)
	}
	if l.admit(kind, most, write) {
		write()
	}
}

// admit reports whether to write a record now. Otherwise, it keeps the record for later.
func (l *limitedLog) admit(kind any, most int, write func(...slog.Attr)) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.kinds[kind]
	if r == nil {
		r = new(recent)
		l.kinds[kind] = r
	}
	if r.left == 0 && time.Since(r.since) > logPeriod {
		r.since, r.written = time.Now(), 0
	}
	if r.written < most {
		r.written++
		return true
	}
	if r.left++; r.left == 1 {
		time.AfterFunc(logPeriod, func() { l.writeLeft(r) })
	}
	r.write = write
	return false
}

// writeLeft reports that records were omitted, if some were.
func (l *limitedLog) writeLeft(r *recent) {
	l.mu.Lock()
	left, write := r.left, r.write
	r.since, r.written, r.left, r.write = time.Now(), 1, 0, nil
	l.mu.Unlock()
	if left > 0 {
		write(slog.Int("repeated", left))
	}
}

// flush reports the records that were omitted so far.
func (l *limitedLog) flush() {
	l.mu.Lock()
	var left []*recent
	for _, r := range l.kinds {
		if r.left > 0 {
			left = append(left, r)
		}
	}
	l.mu.Unlock()
	for _, r := range left {
		l.writeLeft(r)
	}
}

// logEvents logs what happens to the socket until it is closed.
func (c *core) logEvents(logger *slog.Logger) error {
	m, err := c.monitor()
	if err != nil {
		return err
	}
	go func() {
		l, missed := newLimitedLog(logger), uint64(0)
		defer l.flush()
		for event := range m.Events(context.Background()) {
			most := 10
			if event.Type.level() == slog.LevelWarn {
				most = 1
			}
			kind := struct {
				what EventType
				err  error
			}{event.Type, event.Err()}
			l.log(kind, most, event.Type.level(), "zmq: "+event.Type.String(), c.attributes(event)...)
			if n := m.Missed(); n > missed {
				l.log("missed", 1, slog.LevelWarn, "zmq: the log is too slow: events are missing", slog.Uint64("events", n-missed))
				missed = n
			}
		}
	}()
	return nil
}

// level returns the level of an event: highest for failures, then for connections made and lost.
func (t EventType) level() slog.Level {
	const (
		failures = EventBindFailed | EventAcceptFailed | EventCloseFailed | EventHandshakeFailed |
			EventHandshakeProtocolError | EventHandshakeDenied
		news = EventConnected | EventAccepted | EventDisconnected | EventListening
	)
	switch {
	case t&failures != 0:
		return slog.LevelWarn
	case t&news != 0:
		return slog.LevelInfo
	}
	return slog.LevelDebug
}

func (c *core) attributes(event Event) []slog.Attr {
	attributes := []slog.Attr{slog.String("socket", c.typ.String()), slog.String("endpoint", event.Endpoint)}
	switch err := event.Err(); {
	case err != nil:
		attributes = append(attributes, slog.Any("error", err))
	case event.Type == EventConnectRetried:
		attributes = append(attributes, slog.Duration("delay", event.Delay()))
	}
	return attributes
}

// leak describes a socket that the program forgot to close.
type leak struct {
	core   *core
	logger *slog.Logger
	opened []string
}

// reportLeak closes the socket when the program has dropped it, and logs that, if there is a log. It uses a goroutine,
// because code that the garbage collector runs must never wait.
func (z *shared) reportLeak(s *Socket) {
	l := leak{core: s.core, logger: z.logger}
	if z.trace {
		l.opened = stack()
		if l.logger == nil {
			l.logger = slog.Default()
		}
	}
	runtime.AddCleanup(s, func(l leak) { go l.close() }, l)
}

func (l leak) close() {
	l.core.mu.Lock()
	closed := l.core.closed
	l.core.mu.Unlock()
	if closed {
		return
	}
	l.core.close(0, false)
	if l.logger != nil {
		newLimitedLog(l.logger).log("", 1, slog.LevelWarn, "zmq: a socket was forgotten without Close",
			slog.String("socket", l.core.typ.String()), slog.Any("endpoints", l.core.endpointNames()), slog.Any("opened", l.opened))
	}
}
