// Package zmq provides ZeroMQ sockets for Go programs: any number of goroutines can use a socket, every call that waits
// takes a [context.Context], and closing cannot hang.
//
//	z, err := zmq.NewContext()
//	if err != nil {
//		return err
//	}
//	defer z.Close(context.Background())
//	s, err := z.Open(zmq.Req, zmq.Connect("tcp://127.0.0.1:5555"))
//	if err != nil {
//		return err
//	}
//	if err := s.SendString(ctx, "Hello"); err != nil {
//		return err
//	}
//	reply, err := s.RecvString(ctx)
//	if err != nil {
//		return err
//	}
//	fmt.Println(reply)
//
// It builds on package libzmq, which binds each call of libzmq's C API, and requires libzmq 4.3.0 or newer. The options
// that have no function in this package are methods of [RawSocket] and [RawContext], for use with [With], [Get],
// [ContextWith] and [ContextGet].
//
// # Goroutines
//
// Any number of goroutines can call the methods of a socket at any time, including Close. A receiver that waits for a
// message does not keep others from sending. Package zmq calls libzmq only when the call need not wait, one call at a
// time for each socket, and leaves the waiting to Go. A goroutine that waits therefore holds no thread, and ten thousand
// sockets can wait on a handful of threads. The exception is a receiver of a busy socket, which waits within libzmq for
// up to a millisecond before it parks; the first goroutine that uses the socket meanwhile waits as long. On Windows,
// where Go cannot wait for libzmq's sockets, one goroutine checks, every millisecond, the sockets that others wait for.
//
// # Waiting
//
// Every call that waits takes a context, and returns the context's error as soon as it is done; the socket remains
// usable. The error of a deadline matches [context.DeadlineExceeded] and [os.ErrDeadlineExceeded]. With [RecvTimeout] and
// [SendTimeout], a receive or send fails with [ErrTimeout] after some time, without a context for each call. Methods
// without a context, such as [Socket.TryRecv] and [Socket.TrySend], do not wait, except [Incoming.Wait] and
// [Outgoing.Wait], which end with the context of the channel.
//
// # Messages
//
// [Socket.Send] and [Socket.Recv] are for messages of one part, SendParts and RecvParts for messages of several parts,
// and SendStrings and RecvStrings for parts that are strings. A [Message] holds a message of any number of parts.
// RecvInto and RecvMessage reuse the caller's memory and do not allocate. [Socket.SendBatch] and [Socket.RecvBatch]
// handle many messages at a time, and are the fastest.
//
// # Closing
//
// [Context.Close] closes the context and all of its sockets. It keeps unsent messages until the deadline of its
// context, then drops them and reports that it did. Without a deadline, it keeps them for the linger period, one second
// unless set with [Linger]. Do not pass the context that Ctrl-C cancels, which would drop them at once: pass
// [context.Background], or a context with a new timeout. Sockets can be closed earlier, one by one. A program that ends
// without closing anything does not hang either, but loses unsent messages.
//
// # Security
//
// Sockets that authenticate their peers, which are CURVE and PLAIN servers and sockets with a [ZAPDomain], accept the
// peers that the policies of an [Authenticator] allow, and no peer while there is none. [Message.User] is the name that
// a policy gave the peer. docs/security.md lists what peers can do and which limits to set.
//
// # Observing
//
// A [Monitor] reports the events on a socket's connections: connections made and lost, and why a handshake failed. A
// Router learns the identity of a peer from its first message. [Socket.Stats] and [Context.Stats] count messages, and a
// [Logger] logs the events of all sockets. Without drafts, libzmq does not report how many messages are queued, nor how
// many a Pub drops. If a queue is full, [Socket.TrySend] fails with [ErrWouldBlock]; it does so for an XPub only with
// the option SetXPubNoDrop, and for a Router only with [Mandatory].
//
// # Drafts
//
// Builds with the tag zmq_draft also have libzmq's drafts, which can change. They work if libzmq was built with them,
// which Has("draft") reports, and fail with [ENOTSUP] or [EINVAL] otherwise. There are more socket types: Server and
// Client, Radio and Dish, Gather and Scatter, Dgram, PeerSocket and Channel. Their messages have one part, and a
// Message carries the routing id or group that belongs to it. The options RouterNotify, HelloMessage, DisconnectMessage
// and HiccupMessage report peers that connect and leave, and Socket.ReportQueues reports how many messages are queued.
// On systems other than Linux and Windows, one goroutine checks draft sockets for messages every 10 ms.
//
// # Errors
//
// [ErrClosed] means that the socket or its context is closed. Errors of libzmq are returned as an [Error], which
// matches the constants of this package and of package syscall under [errors.Is]. For example, the second of two sends
// on a Req fails with an error that matches [EFSM].
package zmq
