// Package zmq is ZeroMQ as Go programs use it: sockets for any number of goroutines, a [context.Context]
// for everything that waits, and an end that cannot hang.
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
// It builds on package libzmq, which binds libzmq's C API one call for one, and needs libzmq 4.3.0 or newer. What it has
// no name for is a method of [RawSocket] or [RawContext], for [With], [Get], [ContextWith] and [ContextGet].
//
// # Goroutines
//
// All of a socket's methods may be called by any number of goroutines, at any time, and Close as well. A
// reader and a writer never wait for each other. libzmq is only called when it need not wait, one call
// at a time for each socket; the waiting is Go's: a goroutine that waits takes up no thread, so ten
// thousand sockets can wait on a handful of them. Only on a busy socket it takes one, for up to a millisecond. On Windows, where Go cannot wait for libzmq's sockets,
// one goroutine looks after those that somebody waits for each millisecond.
//
// # Waiting
//
// What waits takes a context and returns its error as soon as it is done; the socket can be used as
// before. A deadline matches [context.DeadlineExceeded] and [os.ErrDeadlineExceeded]. [RecvTimeout] and
// [SendTimeout] end a receive or send with [ErrTimeout], without a context for each. [Socket.TryRecv] and
// [Socket.TrySend] never wait, nor do other methods without a context, except [Incoming.Wait] and [Outgoing.Wait], which end with the context that the channel got.
//
// # Messages
//
// [Socket.Send] and [Socket.Recv] are for messages of one part, SendParts and RecvParts for several, SendStrings and
// RecvStrings for several that are text.
// A [Message] holds one message of any number of parts. RecvInto and RecvMessage use the caller's memory
// again and allocate nothing. [Socket.SendBatch] and [Socket.RecvBatch] carry many messages at a time,
// and are the fastest.
//
// # Closing
//
// [Context.Close] closes the context with all its sockets. It gives unsent messages until the deadline of its
// context, then drops them and says so. Without a deadline they get the linger period, one second unless [Linger]
// says otherwise. Do not pass the context that Ctrl-C cancels, which would drop them at once: pass
// [context.Background], or one with a fresh timeout. Sockets may be closed before, one by one. A program that ends
// without closing anything does not hang either, and loses what libzmq had not sent.
//
// # Security
//
// Sockets that ask about their peers, which are CURVE and PLAIN servers and those with a [ZAPDomain], let in
// whom the policies of an [Authenticator] allow, and nobody while there is none. [Message.User] is the name that
// they gave. docs/security.md says what peers can do, and which limits to set.
//
// # Observing
//
// A [Monitor] tells of a socket's connections: who came, who left, and why a handshake failed. A Router learns a peer's
// name from the first message that it sends. [Socket.Stats] and [Context.Stats] count messages, and a [Logger] writes the
// events of all sockets to a log. libzmq does not say how many messages wait in its queues, nor how many a Pub drops: that a
// queue is full shows as [ErrWouldBlock] of [Socket.TrySend], for an XPub with the option SetXPubNoDrop as well, and for
// a Router with [Mandatory]. See Drafts.
//
// # Drafts
//
// Builds with the tag zmq_draft also have what libzmq calls drafts, which can change. It works if libzmq was built with them,
// which Has("draft") reports, and is [ENOTSUP] or [EINVAL] otherwise. There are more types of sockets: Server and Client, Radio
// and Dish, Gather and Scatter, Dgram, PeerSocket and Channel. Their messages have one part, and a Message carries the routing
// id or group that goes with it. The options RouterNotify, HelloMessage, DisconnectMessage and HiccupMessage tell of
// peers that connect and leave, and Socket.ReportQueues of how many messages wait. On systems
// other than Linux and Windows, one goroutine checks draft sockets for messages every 10 ms.
//
// # Errors
//
// [ErrClosed] says that the socket or its context is closed. What libzmq reports comes as an [Error] that
// matches the constants of this package and of package syscall under [errors.Is]. A Req that sends twice, for
// example, gets an error that is [EFSM].
package zmq
