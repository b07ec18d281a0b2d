package zmq

import (
	"context"
	"log/slog"
	"runtime"
)

// logEvents logs what happens to the socket until it is closed.
func (c *core) logEvents(logger *slog.Logger) error {
	m, err := c.monitor()
	if err != nil {
		return err
	}
	go func() {
		for event := range m.Events(context.Background()) {
			logger.LogAttrs(context.Background(), event.Type.level(), "zmq: "+event.Type.String(), c.attributes(event)...)
		}
	}()
	return nil
}

// level says how much an event matters: failures most, comings and goings next.
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
	case event.Type&(EventHandshakeProtocolError|EventHandshakeDenied) != 0:
		attributes = append(attributes, slog.Int("status", event.Value))
	}
	return attributes
}

// leak is what is known of a socket whose program forgot to close it.
type leak struct {
	core   *core
	logger *slog.Logger
	opened []string
}

// reportLeak closes the socket when the program has forgotten it, and says so in the log, if there is
// one. A goroutine does it: what the collector runs must never wait.
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
	closed, endpoints := l.core.closed, l.core.endpoints
	l.core.mu.Unlock()
	if closed {
		return
	}
	if l.logger != nil {
		l.logger.Warn("zmq: a socket was forgotten without Close", "socket", l.core.typ.String(),
			"endpoints", endpoints, "opened", l.opened)
	}
	l.core.close(0, false)
}

// safely runs a function of the user's, such as a log's handler, whose panic must not end the program.
func safely(f func()) {
	defer func() { _ = recover() }()
	f()
}
