package zmq

import "sync"

// SocketStats counts what a socket did since it was opened.
type SocketStats struct {
	Sent          uint64 // messages that libzmq took
	SentBytes     uint64
	Received      uint64 // messages that were received
	ReceivedBytes uint64
	Waits         uint64 // how often a goroutine was parked to wait for the socket
}

// Stats returns what the socket counted so far.
func (s *Socket) Stats() SocketStats {
	s.core.mu.Lock()
	defer s.core.mu.Unlock()
	return s.core.stats
}

// Stats counts what all sockets of a Context did, those that are closed included. Connections count for
// sockets that are monitored: all of them if the Context has a [Logger].
type Stats struct {
	SocketStats
	Connected        uint64 // connections made, by either side
	Disconnected     uint64 // connections that broke or were ended by the peer
	HandshakesFailed uint64
}

// Stats returns what the context's sockets counted so far.
func (z *Context) Stats() Stats {
	z.shared.mu.Lock()
	cores := make([]*core, 0, len(z.shared.cores))
	for c := range z.shared.cores {
		cores = append(cores, c)
	}
	z.shared.mu.Unlock()
	stats := z.shared.stats.get()
	for _, c := range cores {
		if !c.internal {
			c.mu.Lock()
			stats.SocketStats.add(c.stats)
			c.mu.Unlock()
		}
	}
	return stats
}

func (s *SocketStats) add(other SocketStats) {
	s.Sent += other.Sent
	s.SentBytes += other.SentBytes
	s.Received += other.Received
	s.ReceivedBytes += other.ReceivedBytes
	s.Waits += other.Waits
}

// counters is what no open socket counts.
type counters struct {
	mu    sync.Mutex
	stats Stats
}

func (c *counters) get() Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stats
}

// add takes over what a socket has counted up to its end.
func (c *counters) add(s SocketStats) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stats.SocketStats.add(s)
}

func (c *counters) count(event Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch event.Type {
	case EventConnected, EventAccepted:
		c.stats.Connected++
	case EventDisconnected:
		c.stats.Disconnected++
	case EventHandshakeFailed, EventHandshakeProtocolError, EventHandshakeDenied:
		c.stats.HandshakesFailed++
	}
}
