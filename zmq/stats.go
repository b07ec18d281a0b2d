package zmq

import "sync"

// SocketStats counts the activity of a socket since it was opened.
type SocketStats struct {
	Sent          uint64 // messages queued by libzmq
	SentBytes     uint64
	Received      uint64 // messages that were received
	ReceivedBytes uint64
	Waits         uint64 // how often a goroutine was parked to wait for the socket
}

// Stats returns the counts so far.
func (s *Socket) Stats() SocketStats {
	c := s.state()
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stats
}

// Stats counts the activity of all sockets of a Context, including closed ones. Connections are counted only for
// monitored sockets, which are all sockets if the Context has a [Logger].
type Stats struct {
	SocketStats
	Connected        uint64 // connections made, by either side
	Disconnected     uint64 // connections that broke or that the peer closed
	HandshakesFailed uint64
}

// Stats returns the counts of the context's sockets so far.
func (z *Context) Stats() Stats {
	z.state().mu.Lock()
	cores := make([]*core, 0, len(z.state().cores))
	for c := range z.state().cores {
		cores = append(cores, c)
	}
	z.state().mu.Unlock()
	stats := z.state().stats.get()
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

// counters holds the counts of closed sockets.
type counters struct {
	mu    sync.Mutex
	stats Stats
}

func (c *counters) get() Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stats
}

// add adds the counts of a socket that has ended.
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
