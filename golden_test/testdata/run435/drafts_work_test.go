//go:build zmq_draft

package run_test

import (
	"encoding/binary"
	"fmt"
	"net"
	"reflect"
	"slices"
	"testing"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.3.5"
)

// newestDrafts reports whether the library at hand has drafts, and is new enough for all of them. make test-matrix runs
// these tests with such a library; elsewhere they are skipped.
func newestDrafts() bool {
	return libzmq.Has("draft") && libzmq.MakeVersion(libzmq.Version()) >= 40305
}

// sendTo sends one part to the client of a routing id, or to a group.
func sendTo(t *testing.T, s *libzmq.Socket, id uint32, group, text string) {
	t.Helper()
	must(t, trySendTo(s, id, group, text))
}

func trySendTo(s *libzmq.Socket, id uint32, group, text string) error {
	var msg libzmq.Message
	err := msg.InitBuffer([]byte(text))
	if err == nil && id != 0 {
		err = msg.SetRoutingID(id)
	}
	if err == nil && group != "" {
		err = msg.SetGroup(group)
	}
	if err == nil {
		_, err = msg.Send(s, 0)
	}
	if closing := msg.Close(); err == nil {
		err = closing
	}
	return err
}

// wantFrom receives one part, and returns the routing id and the group that it came with.
func wantFrom(t *testing.T, s *libzmq.Socket, want string) (id uint32, group string) {
	t.Helper()
	var msg libzmq.Message
	must(t, msg.Init())
	defer func() { must(t, msg.Close()) }()
	if _, err := msg.Recv(s, 0); err != nil {
		t.Fatalf("Recv: %v; want %q", err, want)
	}
	if got := string(msg.Data()); got != want {
		t.Errorf("received %q; want %q", got, want)
	}
	return msg.RoutingID(), msg.Group()
}

// wantNothing reports a message that arrives within 30 ms.
func wantNothing(t *testing.T, s *libzmq.Socket) {
	t.Helper()
	must(t, s.SetRecvTimeout(30*time.Millisecond))
	buf := make([]byte, 100)
	if n, err := s.Recv(buf, 0); err == nil {
		t.Errorf("received %q", buf[:n])
	}
	must(t, s.SetRecvTimeout(patience))
}

// tried sets an option that the package of an older release lacks, and reports whether it has it.
func tried(t *testing.T, s *libzmq.Socket, method string, argument any) bool {
	t.Helper()
	if !reflect.ValueOf(s).MethodByName(method).IsValid() {
		return false
	}
	must(t, call(s, method, argument))
	return true
}

// draftEndpoints are those that draft sockets can use with each other.
func draftEndpoints(t *testing.T) map[string]string {
	t.Helper()
	all := endpoints(t)
	if libzmq.Has("WS") {
		all["ws"] = "ws://127.0.0.1:*"
	}
	return all
}

func TestServerClient(t *testing.T) {
	if !newestDrafts() {
		return
	}
	for name, endpoint := range draftEndpoints(t) {
		t.Run(name, func(t *testing.T) {
			ctx := newContext(t)
			server, first, second := open(t, ctx, libzmq.Server), open(t, ctx, libzmq.Client), open(t, ctx, libzmq.Client)
			endpoint = bind(t, server, endpoint)
			ids := make([]uint32, 2)
			for i, client := range []*libzmq.Socket{first, second} {
				connect(t, client, endpoint)
				send(t, client, "ask")
				if ids[i], _ = wantFrom(t, server, "ask"); ids[i] == 0 {
					t.Error("RoutingID is 0")
				}
			}
			sendTo(t, server, ids[1], "", "two")
			sendTo(t, server, ids[0], "", "one")
			wantRecv(t, first, "one")
			wantRecv(t, second, "two")
			wantErr(t, "Send to nobody", trySendTo(server, 1<<31, "", "x"), libzmq.EHOSTUNREACH)
			wantErr(t, "Send without a routing id", trySendTo(server, 0, "", "x"), libzmq.EHOSTUNREACH)
			_, err := first.Send([]byte("x"), libzmq.SendMore)
			wantErr(t, "Send of several parts", err, libzmq.EINVAL)
			safe, err := first.ThreadSafe()
			if !safe || err != nil {
				t.Errorf("ThreadSafe: %v, %v", safe, err)
			}
			_, err = first.FD()
			wantErr(t, "FD of a socket for many threads", err, libzmq.EINVAL)
		})
	}
	var msg libzmq.Message
	must(t, msg.Init())
	wantErr(t, "SetRoutingID(0)", msg.SetRoutingID(0), libzmq.EINVAL)
	must(t, msg.Close())
}

func TestRadioDish(t *testing.T) {
	if !newestDrafts() {
		return
	}
	all := draftEndpoints(t)
	all["udp"] = "udp://" + freeUDP(t)
	for name, endpoint := range all {
		t.Run(name, func(t *testing.T) {
			ctx := newContext(t)
			radio, dish := open(t, ctx, libzmq.Radio), open(t, ctx, libzmq.Dish)
			must(t, dish.Join("news"))
			must(t, dish.Join("sport"))
			wantErr(t, "Join again", dish.Join("news"), libzmq.EINVAL)
			must(t, dish.Leave("sport"))
			wantErr(t, "Leave again", dish.Leave("sport"), libzmq.EINVAL)
			wantErr(t, "Join on a Radio", radio.Join("news"), libzmq.ENOTSUP)
			wantErr(t, "Leave on a Radio", radio.Leave("news"), libzmq.ENOTSUP)
			resolved := bind(t, dish, endpoint)
			if name == "udp" {
				resolved = endpoint // libzmq answers with the address alone
			}
			connect(t, radio, resolved)
			// The radio learns of the groups after the connection is made, and drops what it sends before.
			must(t, dish.SetRecvTimeout(10*time.Millisecond))
			eventually(t, "a message comes through", func() bool {
				sendTo(t, radio, 0, "sport", "not this")
				sendTo(t, radio, 0, "news", "this")
				var msg libzmq.Message
				must(t, msg.Init())
				_, err := msg.Recv(dish, 0)
				if err == nil && (msg.Group() != "news" || string(msg.Data()) != "this") {
					t.Errorf("received %q of group %q", msg.Data(), msg.Group())
				}
				must(t, msg.Close())
				return err == nil
			})
			_, err := radio.Send([]byte("x"), libzmq.SendMore)
			wantErr(t, "Send of several parts", err, libzmq.EINVAL)
		})
	}
}

// freeUDP returns an address that nobody listened to a moment ago.
func freeUDP(t *testing.T) string {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	must(t, err)
	defer conn.Close()
	return conn.LocalAddr().String()
}

func TestScatterGather(t *testing.T) {
	if !newestDrafts() {
		return
	}
	for name, endpoint := range draftEndpoints(t) {
		t.Run(name, func(t *testing.T) {
			ctx := newContext(t)
			scatter, first, second := open(t, ctx, libzmq.Scatter), open(t, ctx, libzmq.Gather), open(t, ctx, libzmq.Gather)
			connect(t, scatter, bind(t, first, endpoint))
			if name != "inproc" && name != "ipc" {
				connect(t, scatter, bind(t, second, endpoint))
			} else {
				connect(t, scatter, bind(t, second, draftEndpoints(t)["tcp"]))
			}
			// They take turns, as soon as both are there.
			var got [2]bool
			eventually(t, "both receive", func() bool {
				send(t, scatter, "x")
				for i, s := range []*libzmq.Socket{first, second} {
					if n, err := s.Recv(make([]byte, 1), libzmq.DontWait); err == nil && n == 1 {
						got[i] = true
					}
				}
				return got[0] && got[1]
			})
			_, err := scatter.Send([]byte("x"), libzmq.SendMore)
			wantErr(t, "Send of several parts", err, libzmq.EINVAL)
			_, err = first.Send([]byte("x"), 0)
			wantErr(t, "Send on a Gather", err, libzmq.ENOTSUP)
			_, err = scatter.Recv(make([]byte, 1), 0)
			wantErr(t, "Recv on a Scatter", err, libzmq.ENOTSUP)
		})
	}
}

func TestDgram(t *testing.T) {
	if !newestDrafts() {
		return
	}
	ctx := newContext(t)
	a, b := open(t, ctx, libzmq.Dgram), open(t, ctx, libzmq.Dgram)
	addressOfB := freeUDP(t)
	must(t, a.Bind("udp://"+freeUDP(t)))
	must(t, b.Bind("udp://"+addressOfB))
	must(t, b.SetRecvTimeout(10*time.Millisecond))
	var from string
	eventually(t, "a datagram arrives", func() bool { // the address is bound after Bind returns
		send(t, a, addressOfB, "ping")
		buf := make([]byte, 100)
		n, err := b.Recv(buf, 0)
		from = string(buf[:max(n, 0)])
		return err == nil
	})
	wantRecv(t, b, "ping")
	send(t, b, from, "pong")
	wantRecv(t, a, addressOfB+"\x00", "pong")
	wantErr(t, "Connect", a.Connect("udp://127.0.0.1:9"), libzmq.ENOCOMPATPROTO)
}

func TestPeer(t *testing.T) {
	if !newestDrafts() {
		return
	}
	for name, endpoint := range draftEndpoints(t) {
		t.Run(name, func(t *testing.T) {
			ctx := newContext(t)
			a, b := open(t, ctx, libzmq.Peer), open(t, ctx, libzmq.Peer)
			id, err := a.ConnectPeer(bind(t, b, endpoint))
			if id == 0 || err != nil {
				t.Fatalf("ConnectPeer: %d, %v", id, err)
			}
			sendTo(t, a, id, "", "ping")
			from, _ := wantFrom(t, b, "ping")
			sendTo(t, b, from, "", "pong")
			if back, _ := wantFrom(t, a, "pong"); back != id {
				t.Errorf("the answer is of %d; want %d", back, id)
			}
			wantErr(t, "Send to nobody", trySendTo(a, 1<<31, "", "x"), libzmq.EHOSTUNREACH)
			_, err = open(t, ctx, libzmq.Client).ConnectPeer("tcp://127.0.0.1:9")
			wantErr(t, "ConnectPeer of a Client", err, libzmq.ENOTSUP)
		})
	}
}

func TestChannel(t *testing.T) {
	if !newestDrafts() {
		return
	}
	for name, endpoint := range draftEndpoints(t) {
		t.Run(name, func(t *testing.T) {
			ctx := newContext(t)
			a, b := open(t, ctx, libzmq.Channel), open(t, ctx, libzmq.Channel)
			connect(t, b, bind(t, a, endpoint))
			send(t, a, "ping")
			wantRecv(t, b, "ping")
			send(t, b, "pong")
			wantRecv(t, a, "pong")
			_, err := a.Send([]byte("x"), libzmq.SendMore)
			wantErr(t, "Send of several parts", err, libzmq.EINVAL)
		})
	}
}

func TestPollerWorks(t *testing.T) {
	if !newestDrafts() {
		return
	}
	ctx := newContext(t)
	pull, push := open(t, ctx, libzmq.Pull), open(t, ctx, libzmq.Push)
	server, client := open(t, ctx, libzmq.Server), open(t, ctx, libzmq.Client)
	connect(t, push, bind(t, pull, "inproc://pull"))
	connect(t, client, bind(t, server, "inproc://server"))
	poller, err := libzmq.NewPoller()
	must(t, err)
	_, err = poller.FD()
	wantErr(t, "FD without a socket for many threads", err, libzmq.EINVAL)
	must(t, poller.Add(pull, "pull", libzmq.PollIn))
	wantErr(t, "Add again", poller.Add(pull, nil, libzmq.PollIn), libzmq.EINVAL)
	must(t, poller.Add(server, "server", libzmq.PollIn))
	fd, err := pull.FD()
	must(t, err)
	wantErr(t, "ModifyFD of another", poller.ModifyFD(fd, libzmq.PollIn), libzmq.EINVAL)
	wantErr(t, "RemoveFD of another", poller.RemoveFD(fd), libzmq.EINVAL)
	must(t, poller.AddFD(fd, "fd", 0))
	wantErr(t, "AddFD again", poller.AddFD(fd, nil, libzmq.PollIn), libzmq.EINVAL)
	if n, err := poller.Size(); n != 3 || err != nil {
		t.Errorf("Size: %d, %v", n, err)
	}
	if fd, err := poller.FD(); fd <= 0 || err != nil {
		t.Errorf("FD: %d, %v", fd, err)
	}
	must(t, poller.RemoveFD(fd))
	send(t, push, "x")
	event, err := poller.Wait(patience)
	if event.Socket != pull || event.UserData != "pull" || event.Events != libzmq.PollIn || err != nil {
		t.Errorf("Wait: %+v, %v", event, err)
	}
	send(t, client, "x")
	events := make([]libzmq.PollerEvent, 5)
	eventually(t, "both are ready", func() bool {
		n, err := poller.WaitAll(events, patience)
		must(t, err)
		return n == 2
	})
	must(t, poller.Modify(pull, libzmq.PollOut))
	n, err := poller.WaitAll(events, 0)
	if n != 1 || events[0].UserData != "server" || err != nil {
		t.Errorf("WaitAll: %d, %+v, %v", n, events[0], err)
	}
	_, err = poller.WaitAll(nil, 0)
	wantErr(t, "WaitAll without room", err, libzmq.EINVAL)
	must(t, poller.Remove(server))
	wantErr(t, "Remove again", poller.Remove(server), libzmq.EINVAL)
	wantErr(t, "Modify of another", poller.Modify(server, libzmq.PollIn), libzmq.EINVAL)
	must(t, poller.Remove(pull))
	_, err = poller.Wait(time.Millisecond)
	wantErr(t, "Wait for nothing", err, libzmq.EAGAIN)
	_, err = poller.Wait(libzmq.Forever)
	wantErr(t, "Wait for nothing forever", err, libzmq.EFAULT)
	must(t, poller.Destroy())
}

// TestMonitorVersioned reads events of version 2, among them how full the queues are.
func TestMonitorVersioned(t *testing.T) {
	if !newestDrafts() {
		return
	}
	ctx := newContext(t)
	push, pull := open(t, ctx, libzmq.Push), open(t, ctx, libzmq.Pull)
	wantErr(t, "MonitorPipesStats without a monitor", push.MonitorPipesStats(), libzmq.EINVAL)
	wantErr(t, "version 1 of more", push.MonitorVersioned("inproc://monitor", libzmq.EventAllV2, 1, libzmq.Pair), libzmq.EINVAL)
	wantErr(t, "a Dealer", push.MonitorVersioned("inproc://monitor", libzmq.EventAllV2, 2, libzmq.Dealer), libzmq.EINVAL)
	must(t, push.MonitorVersioned("inproc://monitor", libzmq.EventAllV2, libzmq.CurrentEventVersionDraft, libzmq.Push))
	monitor := open(t, ctx, libzmq.Pull)
	connect(t, monitor, "inproc://monitor")
	wantErr(t, "MonitorPipesStats without a connection", push.MonitorPipesStats(), libzmq.EAGAIN)
	must(t, pull.SetRecvHWM(1))
	endpoint := bind(t, pull, "inproc://"+t.Name())
	connect(t, push, endpoint)
	for range 3 {
		send(t, push, "x")
	}
	must(t, push.MonitorPipesStats())
	for {
		_, err := pull.Events() // processes the question, and answers it
		must(t, err)
		_, err = push.Events() // processes the answer
		must(t, err)
		event, values := recvVersioned(t, monitor)
		if event == libzmq.EventPipesStats {
			if !slices.Equal(values, []uint64{3, 0}) {
				t.Errorf("the queues hold %d; want 3 and 0", values)
			}
			break
		}
	}
	must(t, push.StopMonitor())
}

// recvVersioned receives an event of version 2.
func recvVersioned(t *testing.T, s *libzmq.Socket) (libzmq.Event, []uint64) {
	t.Helper()
	parts := recv(t, s)
	var numbers []uint64
	for _, part := range parts[:len(parts)-2] {
		numbers = append(numbers, binary.NativeEndian.Uint64([]byte(part)))
	}
	if len(numbers) < 2 || int(numbers[1]) != len(numbers)-2 {
		t.Fatalf("an event of %d parts: %q", len(parts), parts)
	}
	return libzmq.Event(numbers[0]), numbers[2:]
}

// TestOwnMessages checks that a peer receives a hello message, and that a socket receives messages about peers that
// leave and connections that break.
func TestOwnMessages(t *testing.T) {
	if !newestDrafts() {
		return
	}
	ctx := newContext(t)
	dealer, router := open(t, ctx, libzmq.Dealer), open(t, ctx, libzmq.Router)
	must(t, router.SetHelloMessage([]byte("hello")))
	must(t, router.SetDisconnectMessage([]byte("bye")))
	hiccups := tried(t, dealer, "SetHiccupMessage", []byte("hiccup"))
	must(t, dealer.SetRoutingID([]byte("me")))
	must(t, dealer.SetReconnectInterval(10*time.Millisecond))
	endpoint := bind(t, router, "tcp://127.0.0.1:*")
	connect(t, dealer, endpoint)
	wantRecv(t, dealer, "hello")
	must(t, router.Close())
	if hiccups {
		wantRecv(t, dealer, "hiccup")
	}
	again := open(t, ctx, libzmq.Router)
	must(t, again.SetHelloMessage([]byte("hello again")))
	must(t, again.SetDisconnectMessage([]byte("bye")))
	eventually(t, "the port is free", func() bool { return again.Bind(endpoint) == nil })
	wantRecv(t, dealer, "hello again") // what is sent before may go to the old connection
	send(t, dealer, "back")
	wantRecv(t, again, "me", "back")
	must(t, dealer.Close())
	wantRecv(t, again, "me", "bye")
}

func TestRouterNotify(t *testing.T) {
	if !newestDrafts() {
		return
	}
	ctx := newContext(t)
	router, dealer := open(t, ctx, libzmq.Router), open(t, ctx, libzmq.Dealer)
	wantErr(t, "other bits", router.SetRouterNotify(4), libzmq.EINVAL)
	must(t, router.SetRouterNotify(libzmq.NotifyConnect|libzmq.NotifyDisconnect))
	if events, err := router.RouterNotify(); events != libzmq.NotifyConnect|libzmq.NotifyDisconnect || err != nil {
		t.Errorf("RouterNotify: %v, %v", events, err)
	}
	must(t, dealer.SetRoutingID([]byte("me")))
	_, err := router.PeerState([]byte("me"))
	wantErr(t, "PeerState of nobody", err, libzmq.EHOSTUNREACH)
	_, err = dealer.PeerState([]byte("me"))
	wantErr(t, "PeerState on a Dealer", err, libzmq.ENOTSUP)
	connect(t, dealer, bind(t, router, "tcp://127.0.0.1:*"))
	wantRecv(t, router, "me", "")
	if state, err := router.PeerState([]byte("me")); state != libzmq.PollOut || err != nil {
		t.Errorf("PeerState: %v, %v", state, err)
	}
	must(t, dealer.Close())
	wantRecv(t, router, "me", "")
}

// TestDraftSubscriptions checks what draft options change about subscriptions.
func TestDraftSubscriptions(t *testing.T) {
	if !newestDrafts() {
		return
	}
	ctx := newContext(t)
	xpub, first, second := open(t, ctx, libzmq.XPub), open(t, ctx, libzmq.Sub), open(t, ctx, libzmq.Sub)
	must(t, xpub.SetXPubManualLastValue(true))
	endpoint := bind(t, xpub, "tcp://127.0.0.1:*")
	for i, sub := range []*libzmq.Socket{first, second} {
		connect(t, sub, endpoint)
		must(t, sub.Subscribe("a"))
		wantRecv(t, xpub, "\x01a")
		must(t, xpub.Subscribe("a"))
		value := fmt.Sprint("a", i)
		send(t, xpub, value)
		wantRecv(t, sub, value)
	}
	wantNothing(t, first) // of the second one's value
	if count, ok := get(xpub, "TopicsCount"); ok && count != int64(1) {
		t.Errorf("TopicsCount: %v; want 1", count)
	}
}

func TestOnlyFirstSubscribe(t *testing.T) {
	if !newestDrafts() {
		return
	}
	for _, only := range []bool{false, true} {
		ctx := newContext(t)
		xpub, xsub := open(t, ctx, libzmq.XPub), open(t, ctx, libzmq.XSub)
		must(t, xpub.SetOnlyFirstSubscribe(only))
		must(t, xsub.SetOnlyFirstSubscribe(only))
		connect(t, xsub, bind(t, xpub, "inproc://only"))
		send(t, xsub, "\x01a")
		wantRecv(t, xpub, "\x01a")
		send(t, xsub, "of the program", "\x01b")
		wantRecv(t, xpub, "of the program", "\x01b")
		send(t, xpub, "b")
		send(t, xpub, "a")
		if !only {
			wantRecv(t, xsub, "b")
		}
		wantRecv(t, xsub, "a")
	}
}

func TestXSubVerboseUnsubscribe(t *testing.T) {
	if !newestDrafts() {
		return
	}
	for _, verbose := range []bool{false, true} {
		ctx := newContext(t)
		xpub, xsub := open(t, ctx, libzmq.XPub), open(t, ctx, libzmq.XSub)
		if !tried(t, xsub, "SetXSubVerboseUnsubscribe", verbose) {
			return
		}
		must(t, xpub.SetXPubVerboser(true))
		connect(t, xsub, bind(t, xpub, "inproc://verbose"))
		send(t, xsub, "\x01a")
		wantRecv(t, xpub, "\x01a")
		send(t, xsub, "\x01a")
		wantRecv(t, xpub, "\x01a")
		send(t, xsub, "\x00a")
		if verbose {
			wantRecv(t, xpub, "\x00a")
		}
		send(t, xsub, "\x00a")
		wantRecv(t, xpub, "\x00a")
		wantNothing(t, xpub)
	}
}

// TestMetadata checks that a peer reads a property of the connection: all of it, and no more.
func TestMetadata(t *testing.T) {
	ctx := newContext(t)
	push, pull := open(t, ctx, libzmq.Push), open(t, ctx, libzmq.Pull)
	must(t, push.SetMetadata("X-role:tester, and more"[:len("X-role:tester")]))
	connect(t, push, bind(t, pull, "tcp://127.0.0.1:*"))
	send(t, push, "x")
	var msg libzmq.Message
	must(t, msg.Init())
	_, err := msg.Recv(pull, 0)
	must(t, err)
	if role, err := msg.Metadata("X-role"); role != "tester" || err != nil {
		t.Errorf("Metadata: %q, %v", role, err)
	}
	must(t, msg.Close())
}

// TestDraftConnections checks that sockets with draft options connect.
func TestDraftConnections(t *testing.T) {
	if !newestDrafts() {
		return
	}
	ctx := newContext(t)
	push, pull := open(t, ctx, libzmq.Push), open(t, ctx, libzmq.Pull)
	for _, s := range []*libzmq.Socket{push, pull} {
		must(t, s.SetPriority(2))
		must(t, s.SetInBatchSize(100))
		must(t, s.SetOutBatchSize(100))
		tried(t, s, "SetBusyPoll", 1)
	}
	connect(t, push, bind(t, pull, "tcp://127.0.0.1:*"))
	long := string(patterned(5000))
	send(t, push, long)
	var msg libzmq.Message
	must(t, msg.Init())
	_, err := msg.Recv(pull, 0)
	must(t, err)
	if string(msg.Data()) != long {
		t.Error("the message is another one")
	}
	must(t, msg.Close())
}

// TestReconnectStop checks that a socket gives up a connection that is refused.
func TestReconnectStop(t *testing.T) {
	if !newestDrafts() {
		return
	}
	ctx := newContext(t)
	push := open(t, ctx, libzmq.Push)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	must(t, listener.Close()) // at once, which Unbind is not
	must(t, push.SetReconnectStop(libzmq.ReconnectStopConnRefused))
	must(t, push.SetReconnectInterval(time.Millisecond))
	must(t, push.Monitor("inproc://stop", libzmq.EventClosed|libzmq.EventConnectRetried))
	monitor := open(t, ctx, libzmq.Pair)
	connect(t, monitor, "inproc://stop")
	connect(t, push, "tcp://"+listener.Addr().String())
	event, err := monitor.RecvMonitorEvent(0)
	must(t, err)
	if event.Event != libzmq.EventClosed {
		t.Errorf("%v; want closed", event)
	}
	wantNothing(t, monitor)
	must(t, push.StopMonitor())
}

// TestOptionBytes checks that the prefix of the names of a context's threads can be a string.
func TestOptionBytes(t *testing.T) {
	if !newestDrafts() {
		return
	}
	ctx := newContext(t)
	must(t, ctx.SetOptionBytes(libzmq.CtxThreadNamePrefix, []byte("prefix")))
	buf := make([]byte, 17)
	n, err := ctx.OptionBytes(libzmq.CtxThreadNamePrefix, buf)
	must(t, err)
	if got := string(buf[:7]); got != "prefix\x00" || n != len(buf) {
		t.Errorf("OptionBytes: %q, %d", got, n)
	}
	wantErr(t, "a text of 17 bytes", ctx.SetOptionBytes(libzmq.CtxThreadNamePrefix, buf), libzmq.EINVAL)
	_, err = ctx.OptionBytes(libzmq.CtxThreadNamePrefix, buf[:3])
	wantErr(t, "a short buffer", err, libzmq.EINVAL)
}

// TestEnforceDomain checks that a socket with a ZAP domain and the option refuses its peers if there is no ZAP handler.
func TestEnforceDomain(t *testing.T) {
	ctx := newContext(t)
	for _, enforce := range []bool{false, true} {
		pull, push := open(t, ctx, libzmq.Pull), open(t, ctx, libzmq.Push)
		must(t, pull.SetZAPDomain("domain"))
		must(t, pull.SetZAPEnforceDomain(enforce))
		connect(t, push, bind(t, pull, "tcp://127.0.0.1:*"))
		send(t, push, "x")
		if enforce {
			wantNothing(t, pull)
		} else {
			wantRecv(t, pull, "x")
		}
	}
}
