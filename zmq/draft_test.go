//go:build zmq_draft

package zmq_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

const draftsBuilt = true

// draftContext returns a context, and skips the test if libzmq has no drafts.
func draftContext(t testing.TB) *zmq.Context {
	t.Helper()
	needDrafts(t)
	return newContext(t)
}

func needDrafts(t testing.TB) {
	t.Helper()
	if !zmq.Has("draft") {
		t.Skip("libzmq was built without drafts")
	}
}

// TestDraftPairs carries a message each way through each pair of draft types, over each transport. The receiver waits
// before the message is sent.
func TestDraftPairs(t *testing.T) {
	z := draftContext(t)
	for _, types := range [][2]zmq.SocketType{
		{zmq.Server, zmq.Client},
		{zmq.Client, zmq.Server},
		{zmq.Channel, zmq.Channel},
		{zmq.PeerSocket, zmq.PeerSocket},
	} {
		for transport, endpoint := range endpoints(t) {
			t.Run(fmt.Sprintf("%v to %v over %s", types[0], types[1], transport), func(t *testing.T) {
				bound := open(t, z, types[0], zmq.Bind(endpoint))
				asks := open(t, z, types[1])
				var id uint32
				var err error
				if types[1] == zmq.PeerSocket {
					id, err = asks.ConnectPeer(bound.Endpoint())
				} else {
					err = asks.Connect(bound.Endpoint())
				}
				must(t, err)
				answers := bound
				if types[1] == zmq.Server {
					asks, answers = bound, asks
				}
				var serving sync.WaitGroup
				serving.Go(func() {
					var m zmq.Message
					for range 3 {
						if err := answers.RecvMessage(limited(t), &m); err != nil {
							t.Error(err)
							return
						}
						if err := answers.SendMessage(limited(t), m.Reply([]byte("re: "+m.String()))); err != nil {
							t.Error(err)
						}
					}
				})
				for _, text := range []string{"a", "", strings.Repeat("long", 10_000)} {
					must(t, asks.SendMessage(limited(t), zmq.Text(text).WithRoutingID(id)))
					wantRecv(t, asks, "re: "+text)
				}
				serving.Wait()
			})
		}
	}
}

// TestRadioDish checks that a Dish receives the messages of the groups that it has joined, with the group of each.
func TestRadioDish(t *testing.T) {
	z := draftContext(t)
	for transport, endpoint := range endpoints(t) {
		t.Run(transport, func(t *testing.T) {
			long := strings.Repeat("g", 200)
			radio := open(t, z, zmq.Radio, zmq.Bind(endpoint))
			dish := open(t, z, zmq.Dish, zmq.Join("news", long), zmq.Connect(radio.Endpoint()))
			wantErr(t, "Join again", dish.Set(zmq.Join("news")), zmq.EINVAL)
			wantErr(t, "Leave what was not joined", dish.Set(zmq.Leave("sport")), zmq.EINVAL)
			received := make(chan string)
			go func() {
				var m zmq.Message
				for dish.RecvMessage(context.Background(), &m) == nil {
					received <- m.Group() + ": " + m.String()
				}
				close(received)
			}()
			for _, group := range []string{"news", long} {
				repeatUntil(t, radio, zmq.Text("1").WithGroup(group), received, group+": 1")
			}
			must(t, radio.SendMessage(limited(t), zmq.Text("2").WithGroup("sport")))
			must(t, radio.SendString(limited(t), "3")) // to the group without a name
			must(t, dish.Set(zmq.Leave(long), zmq.Join("")))
			repeatUntil(t, radio, zmq.Text("4"), received, ": 4")
			must(t, dish.Close())
			for range received {
			}
		})
	}
}

// repeatUntil sends a message until it arrives. It ignores messages that were sent earlier.
func repeatUntil(t *testing.T, s *zmq.Socket, m zmq.Message, received <-chan string, want string) {
	t.Helper()
	earlier := map[string]bool{}
	for deadline := time.Now().Add(patience); ; {
		must(t, s.SendMessage(limited(t), m))
		select {
		case got := <-received:
			if got == want {
				return
			}
			if strings.HasPrefix(got, "sport") {
				t.Fatalf("received %q of a group that was not joined", got)
			}
			earlier[got] = true
		case <-time.After(10 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			t.Fatalf("%q did not arrive, only %v", want, earlier)
		}
	}
}

// TestGatherScatter distributes the messages of a Scatter, with more goroutines than sockets at both ends.
func TestGatherScatter(t *testing.T) {
	z := draftContext(t)
	for transport, endpoint := range endpoints(t) {
		t.Run(transport, func(t *testing.T) {
			gather := open(t, z, zmq.Gather, zmq.Bind(endpoint), zmq.RecvHWM(10))
			scatter := open(t, z, zmq.Scatter, zmq.Connect(gather.Endpoint()), zmq.SendHWM(10))
			const senders, each = 4, 500
			var seen sync.Map
			var goroutines sync.WaitGroup
			for i := range senders {
				goroutines.Go(func() {
					for j := range each {
						if err := scatter.SendString(limited(t), fmt.Sprint(i, j)); err != nil {
							t.Error(err)
							return
						}
					}
				})
				goroutines.Go(func() {
					for range each {
						text, err := gather.RecvString(limited(t))
						if _, twice := seen.LoadOrStore(text, true); twice || err != nil {
							t.Errorf("received %q, %v", text, err)
							return
						}
					}
				})
			}
			goroutines.Wait()
		})
	}
}

// TestManyClients has a Server answer many Clients at once, from several goroutines: each gets its own answers.
func TestManyClients(t *testing.T) {
	z := draftContext(t)
	server := open(t, z, zmq.Server, zmq.Bind("tcp://127.0.0.1:*"))
	for range 3 {
		go func() {
			var m zmq.Message
			for server.RecvMessage(context.Background(), &m) == nil {
				if err := server.SendMessage(limited(t), m.Reply(m.Body())); err != nil {
					t.Error(err)
				}
			}
		}()
	}
	var clients sync.WaitGroup
	for i := range 20 {
		client := open(t, z, zmq.Client, zmq.Connect(server.Endpoint()))
		clients.Go(func() {
			for j := range 50 {
				text := fmt.Sprint(i, j)
				must(t, client.SendString(limited(t), text))
				wantRecv(t, client, text)
			}
		})
	}
	clients.Wait()
	must(t, server.Close())
}

// TestDraftWaits checks that calls on draft sockets that wait end with their context, timeout or socket, and that Poll
// and Try work as on others.
func TestDraftWaits(t *testing.T) {
	z := draftContext(t)
	for _, typ := range []zmq.SocketType{zmq.Server, zmq.Client, zmq.Dish, zmq.Gather, zmq.Dgram, zmq.PeerSocket, zmq.Channel} {
		t.Run(typ.String(), func(t *testing.T) {
			s := open(t, z, typ)
			_, err := s.TryRecv()
			wantErr(t, "TryRecv", err, zmq.ErrWouldBlock)
			brief, cancel := context.WithTimeout(context.Background(), time.Millisecond)
			defer cancel()
			_, err = s.Recv(brief)
			wantErr(t, "Recv with a deadline", err, context.DeadlineExceeded)
			n, err := zmq.Poll(brief, []zmq.PollItem{{Socket: s, Events: zmq.PollIn}})
			if n != 0 || err != nil && !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("Poll: %d, %v", n, err)
			}
			must(t, s.Set(zmq.RecvTimeout(time.Millisecond)))
			_, err = s.Recv(limited(t))
			wantErr(t, "Recv with a timeout", err, zmq.ErrTimeout)
			must(t, s.Set(zmq.RecvTimeout(zmq.Forever)))
			ended := make(chan error)
			for range 3 {
				go func() { _, err := s.Recv(context.Background()); ended <- err }()
			}
			eventually(t, "three goroutines wait", func() bool { return s.Stats().Waits >= 5 })
			must(t, s.Close())
			for range 3 {
				wantErr(t, "Recv of a closed socket", <-ended, zmq.ErrClosed)
			}
		})
	}
}

// TestDraftSendWaits checks that a send without room waits, and continues when there is room.
func TestDraftSendWaits(t *testing.T) {
	z := draftContext(t)
	for _, types := range [][2]zmq.SocketType{
		{zmq.Gather, zmq.Scatter},
		{zmq.Server, zmq.Client},
		{zmq.Channel, zmq.Channel},
	} {
		t.Run(types[1].String(), func(t *testing.T) {
			to := open(t, z, types[0], zmq.RecvHWM(2), zmq.Bind(inproc()))
			from := open(t, z, types[1], zmq.SendHWM(2), zmq.Connect(to.Endpoint()))
			sent := 0
			for from.TrySend([]byte("x")) == nil {
				if sent++; sent > 1000 {
					t.Fatal("there is no limit")
				}
			}
			wantErr(t, "TrySend", from.TrySend(nil), zmq.ErrWouldBlock)
			done := make(chan error)
			go func() { done <- from.SendString(limited(t), "last") }()
			eventually(t, "the sender waits", func() bool { return from.Stats().Waits > 0 })
			for range sent {
				wantRecv(t, to, "x")
			}
			must(t, <-done)
			wantRecv(t, to, "last")
		})
	}
}

// TestServerReplyWaits checks that a reply to a Client without room waits for that Client alone, and ends when it leaves.
func TestServerReplyWaits(t *testing.T) {
	z := draftContext(t)
	server := open(t, z, zmq.Server, zmq.SendHWM(1), zmq.Bind(inproc()))
	connect := func() (*zmq.Socket, zmq.Message) {
		client := open(t, z, zmq.Client, zmq.RecvHWM(1), zmq.Connect(server.Endpoint()))
		must(t, client.SendString(limited(t), "x"))
		var m zmq.Message
		must(t, server.RecvMessage(limited(t), &m))
		return client, m.Reply([]byte("y"))
	}
	slow, toSlow := connect()
	quick, toQuick := connect()
	if toSlow.RoutingID() == 0 || toSlow.RoutingID() == toQuick.RoutingID() {
		t.Errorf("routing ids %d and %d", toSlow.RoutingID(), toQuick.RoutingID())
	}
	for server.TrySendMessage(toSlow) == nil {
	}
	done := make(chan error)
	go func() { done <- server.SendMessage(limited(t), toSlow) }()
	eventually(t, "the reply waits", func() bool { return server.Stats().Waits > 0 })
	must(t, server.SendMessage(limited(t), toQuick))
	wantRecv(t, quick, "y")
	must(t, slow.Close())
	wantErr(t, "a reply to a Client that left", <-done, zmq.EHOSTUNREACH)
	wantErr(t, "a message without routing id", server.SendString(limited(t), "z"), zmq.EHOSTUNREACH)
}

// TestDraftParts checks that messages of several parts are refused and leave the sockets as they were.
func TestDraftParts(t *testing.T) {
	z := draftContext(t)
	server, client := pair(t, z, zmq.Server, zmq.Client)
	wantErr(t, "SendParts", client.SendParts(limited(t), nil, nil), zmq.EINVAL)
	wantErr(t, "SendParts of nothing", client.SendParts(limited(t)), zmq.EINVAL)
	wantErr(t, "a group of 256 bytes", client.SendMessage(limited(t), zmq.Text("").WithGroup(strings.Repeat("g", 256))), zmq.EINVAL)
	n, err := client.SendBatch(limited(t), [][]byte{[]byte("a"), []byte("b")})
	if n != 2 || err != nil {
		t.Errorf("SendBatch: %d, %v", n, err)
	}
	wantRecv(t, server, "a")
	if _, err := server.RecvInto(limited(t), nil); err == nil {
		t.Error("RecvInto without room succeeds")
	}
	var m zmq.Message
	must(t, server.RecvMessage(limited(t), &m))
	wantErr(t, "a reply of two parts", server.SendMessage(limited(t), m.Reply(nil, nil)), zmq.EINVAL)
	must(t, server.SendMessage(limited(t), m.Reply([]byte("c"))))
	wantRecv(t, client, "c")
}

// TestPeerPending connects a Peer before the other one is there, by an inproc name.
func TestPeerPending(t *testing.T) {
	z := draftContext(t)
	endpoint := inproc()
	a := open(t, z, zmq.PeerSocket)
	id, err := a.ConnectPeer(endpoint)
	must(t, err)
	must(t, a.SendMessage(limited(t), zmq.Text("early").WithRoutingID(id)))
	b := open(t, z, zmq.PeerSocket, zmq.Bind(endpoint))
	wantRecv(t, b, "early")
	_, err = open(t, z, zmq.PeerSocket, zmq.Immediate()).ConnectPeer(endpoint)
	wantErr(t, "ConnectPeer with Immediate", err, zmq.EINVAL)
	_, err = open(t, z, zmq.Client).ConnectPeer(endpoint)
	wantErr(t, "ConnectPeer of a Client", err, zmq.ENOTSUP)
}

// TestDraftProxy forwards messages between a Dish and a Radio, with their groups.
func TestDraftProxy(t *testing.T) {
	z := draftContext(t)
	source := open(t, z, zmq.Radio, zmq.Bind(inproc()))
	p := &zmq.Proxy{
		Frontend: open(t, z, zmq.Dish, zmq.Join("g"), zmq.Connect(source.Endpoint())),
		Backend:  open(t, z, zmq.Radio, zmq.Bind(inproc())),
	}
	dish := open(t, z, zmq.Dish, zmq.Join("g"), zmq.Connect(p.Backend.Endpoint()))
	ctx, cancel := context.WithCancel(limited(t))
	ran := make(chan error)
	go func() { ran <- p.Run(ctx) }()
	received := make(chan string)
	go func() {
		var m zmq.Message
		if dish.RecvMessage(ctx, &m) == nil {
			received <- m.Group() + ": " + m.String()
		}
	}()
	repeatUntil(t, source, zmq.Text("x").WithGroup("g"), received, "g: x")
	cancel()
	wantErr(t, "Run", <-ran, context.Canceled)
}

// udpEndpoint returns an endpoint that nobody uses.
func udpEndpoint(t testing.TB) (endpoint, address string) {
	t.Helper()
	conn, err := net.ListenPacket("udp4", "127.0.0.1:0")
	must(t, err)
	defer conn.Close()
	address = conn.LocalAddr().String()
	return "udp://" + address, address
}

// TestDgram exchanges datagrams with a socket of package net.
func TestDgram(t *testing.T) {
	z := draftContext(t)
	conn, err := net.ListenPacket("udp4", "127.0.0.1:0")
	must(t, err)
	defer conn.Close()
	must(t, conn.SetDeadline(time.Now().Add(patience)))
	s := open(t, z, zmq.Dgram)
	peer := conn.LocalAddr().String()
	brief, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	wantErr(t, "send before Bind", s.SendStrings(brief, peer, "x"), context.DeadlineExceeded)
	endpoint, address := udpEndpoint(t)
	bound, err := s.Bind(endpoint)
	must(t, err)
	wantErr(t, "Unbind", s.Unbind(bound), zmq.ENOTSUP)

	for what, parts := range map[string][]string{
		"one part":                {"x"},
		"three parts":             {peer, "x", "y"},
		"a name":                  {"localhost:5555", "x"},
		"an address without port": {"127.0.0.1", "x"},
		"more than libzmq holds":  {peer, strings.Repeat("x", 8193)},
	} {
		wantErr(t, what, s.SendStrings(limited(t), parts...), zmq.EINVAL)
	}
	buf := make([]byte, 10_000)
	for _, text := range []string{"a", "", strings.Repeat("x", 8192)} {
		must(t, s.SendStrings(limited(t), peer, text))
		n, _, err := conn.ReadFrom(buf)
		if string(buf[:n]) != text || err != nil {
			t.Errorf("received %d bytes, %v; want %d", n, err, len(text))
		}
	}
	to, err := net.ResolveUDPAddr("udp4", address)
	must(t, err)
	_, err = conn.WriteTo([]byte("question"), to)
	must(t, err)
	var m zmq.Message
	must(t, s.RecvMessage(limited(t), &m))
	if string(m.Identity()) != peer || string(m.Body()) != "question" {
		t.Errorf("received %v; want %s and question", m, peer)
	}
	must(t, s.SendMessage(limited(t), m.Reply([]byte("answer"))))
	n, _, err := conn.ReadFrom(buf)
	if string(buf[:n]) != "answer" || err != nil {
		t.Errorf("received %q, %v; want answer", buf[:n], err)
	}
}

// TestRadioUDP sends to groups over UDP, and refuses what does not fit into libzmq's buffer.
func TestRadioUDP(t *testing.T) {
	z := draftContext(t)
	endpoint, _ := udpEndpoint(t)
	dish := open(t, z, zmq.Dish, zmq.Join("g"), zmq.Bind(endpoint))
	radio := open(t, z, zmq.Radio, zmq.Connect(endpoint))
	long := zmq.Text(strings.Repeat("x", 8191)).WithGroup("g")
	wantErr(t, "8192 bytes and a group", radio.SendMessage(limited(t), long), zmq.EINVAL)
	wantErr(t, "8192 bytes", radio.Send(limited(t), make([]byte, 8192)), zmq.EINVAL)
	wantErr(t, "a group of 128 bytes", radio.SendMessage(limited(t), zmq.Text("").WithGroup(strings.Repeat("g", 128))), zmq.EINVAL)
	received := make(chan string)
	go func() {
		var m zmq.Message
		for dish.RecvMessage(context.Background(), &m) == nil {
			received <- fmt.Sprint(m.Group(), m.Size())
		}
		close(received)
	}()
	repeatUntil(t, radio, zmq.Text(strings.Repeat("x", 8190)).WithGroup("g"), received, "g8190")
	must(t, dish.Close())
	for range received {
	}
}

// TestDraftLeavesNothing checks that draft sockets release their descriptors, and that waiting goroutines hold no
// threads.
func TestDraftLeavesNothing(t *testing.T) {
	needDrafts(t)
	if runtime.GOOS != "linux" {
		t.Skip("it counts in /proc")
	}
	z, err := zmq.NewContext()
	must(t, err)
	sockets := make([]*zmq.Socket, 100)
	open := func() {
		for i := range sockets {
			sockets[i], err = z.Open(zmq.Client)
			must(t, err)
		}
	}
	open()
	threads := entriesOf(t, "/proc/self/task")
	var waiting sync.WaitGroup
	for _, s := range sockets {
		waiting.Go(func() { _, _ = s.Recv(context.Background()) })
	}
	eventually(t, "all wait", func() bool { return z.Stats().Waits >= uint64(len(sockets)) })
	if more := entriesOf(t, "/proc/self/task") - threads; more > len(sockets)/2 {
		t.Errorf("%d goroutines that wait take %d threads", len(sockets), more)
	}
	descriptors := entriesOf(t, "/proc/self/fd")
	for range 5 {
		for _, s := range sockets {
			must(t, s.Close())
		}
		open()
	}
	waiting.Wait()
	eventually(t, "closed sockets give their descriptors back", func() bool {
		return entriesOf(t, "/proc/self/fd") < descriptors+len(sockets)
	})
	must(t, z.Close(limited(t)))
}

func entriesOf(t *testing.T, directory string) int {
	t.Helper()
	entries, err := os.ReadDir(directory)
	must(t, err)
	return len(entries)
}

// TestRouterNotify checks that a Router is notified of peers that come and go, even if they send nothing.
func TestRouterNotify(t *testing.T) {
	z := draftContext(t)
	router := open(t, z, zmq.Router, zmq.RouterNotify(zmq.NotifyConnect|zmq.NotifyDisconnect), zmq.Bind("tcp://127.0.0.1:*"))
	dealer := open(t, z, zmq.Dealer, zmq.Identity("peer"), zmq.Connect(router.Endpoint()))
	notice := func() {
		t.Helper()
		m, err := router.RecvStrings(limited(t))
		if len(m) != 2 || m[0] != "peer" || m[1] != "" || err != nil {
			t.Errorf("received %q, %v; want a notice", m, err)
		}
	}
	notice()
	must(t, dealer.SendString(limited(t), "x"))
	m, err := router.RecvStrings(limited(t))
	if len(m) != 2 || m[1] != "x" || err != nil {
		t.Errorf("received %q, %v", m, err)
	}
	must(t, dealer.Close())
	notice()
}

// TestHelloAndDisconnect checks what a Server sends to clients that connect, what it receives when they leave, and what
// a Client receives when its connection breaks.
func TestHelloAndDisconnect(t *testing.T) {
	z := draftContext(t)
	bind := func(endpoint string) *zmq.Socket {
		return open(t, z, zmq.Server, zmq.HelloMessage([]byte("hello")), zmq.DisconnectMessage([]byte("left")), zmq.Bind(endpoint))
	}
	server := bind("tcp://127.0.0.1:*")
	endpoint := server.Endpoint()
	client := open(t, z, zmq.Client, zmq.Reconnect(time.Millisecond, 0), zmq.HiccupMessage([]byte("hiccup")), zmq.Connect(endpoint))
	wantRecv(t, client, "hello")
	must(t, server.Close())
	wantRecv(t, client, "hiccup")
	server = bind(endpoint)
	wantRecv(t, client, "hello")
	must(t, client.SendString(limited(t), "x"))
	var first, last zmq.Message
	must(t, server.RecvMessage(limited(t), &first))
	must(t, client.Close())
	must(t, server.RecvMessage(limited(t), &last))
	if last.String() != "left" || last.RoutingID() != first.RoutingID() {
		t.Errorf("received %q from %d; want left from %d", last, last.RoutingID(), first.RoutingID())
	}
}

// TestDraftChild is the other process of TestServerRestarts and TestRadioProcess.
func TestDraftChild(t *testing.T) {
	typ, endpoint := os.Getenv("ZMQ_TEST_CHILD"), os.Getenv("ZMQ_TEST_CHILD_0")
	if typ == "" {
		t.Skip("it is for other tests to start")
	}
	z := newContext(t)
	ctx, cancel := context.WithTimeout(context.Background(), childLength)
	defer cancel()
	var m zmq.Message
	switch typ {
	case "server":
		server := open(t, z, zmq.Server, zmq.Bind(endpoint))
		for {
			must(t, server.RecvMessage(ctx, &m))
			must(t, server.SendMessage(ctx, m.Reply(m.Body())))
		}
	case "radio":
		radio := open(t, z, zmq.Radio, zmq.Bind(endpoint))
		for ctx.Err() == nil {
			must(t, radio.SendMessage(ctx, zmq.Text("odd").WithGroup("1")))
			must(t, radio.SendMessage(ctx, zmq.Text("even").WithGroup("2")))
			time.Sleep(time.Millisecond)
		}
	}
}

// draftChild starts another process, which is killed with the context.
func draftChild(ctx context.Context, t *testing.T, name, endpoint string) (wait func()) {
	t.Helper()
	cmd, output := child(ctx, name, endpoint)
	cmd.Args[1] = "-test.run=^TestDraftChild$"
	must(t, cmd.Start())
	return func() {
		if err := cmd.Wait(); ctx.Err() == nil || strings.Contains(output.String(), "FAIL") {
			t.Errorf("%s: %v\n%s", name, err, output)
		}
	}
}

// TestServerRestarts has a Client ask a Server in another process, which is killed and started again.
func TestServerRestarts(t *testing.T) {
	z := draftContext(t)
	endpoint := endpoints(t)["ipc"]
	client := open(t, z, zmq.Client, zmq.Reconnect(10*time.Millisecond, 0), zmq.Connect(endpoint))
	for i := range 3 {
		ctx, kill := context.WithCancel(context.Background())
		wait := draftChild(ctx, t, "server", endpoint)
		question := fmt.Sprint("question ", i)
		answer := ""
		for deadline := time.Now().Add(patience); answer != question; { // the previous process may have ended before it answered
			if time.Now().After(deadline) {
				t.Fatalf("no answer to %q", question)
			}
			must(t, client.SendString(limited(t), question))
			brief, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
			answer, _ = client.RecvString(brief)
			cancel()
		}
		kill()
		wait()
	}
}

// TestRadioProcess receives one group of two from another process.
func TestRadioProcess(t *testing.T) {
	z := draftContext(t)
	endpoint := endpoints(t)["ipc"]
	dish := open(t, z, zmq.Dish, zmq.Join("2"), zmq.Reconnect(10*time.Millisecond, 0), zmq.Connect(endpoint))
	ctx, kill := context.WithCancel(context.Background())
	wait := draftChild(ctx, t, "radio", endpoint)
	for range 5 {
		var m zmq.Message
		must(t, dish.RecvMessage(limited(t), &m))
		if m.Group() != "2" || m.String() != "even" {
			t.Errorf("received %q of group %q", m, m.Group())
		}
	}
	kill()
	wait()
}

// TestQueues checks that a Monitor reports how many messages are queued, and where.
func TestQueues(t *testing.T) {
	z := draftContext(t)
	pull := open(t, z, zmq.Pull, zmq.RecvHWM(5), zmq.Bind("tcp://127.0.0.1:*"))
	push := open(t, z, zmq.Push, zmq.SendHWM(10))
	if err := push.ReportQueues(); !errors.Is(err, zmq.EINVAL) {
		t.Errorf("ReportQueues without a Monitor: %v", err)
	}
	monitor, err := push.Monitor(zmq.EventQueues)
	must(t, err)
	must(t, push.ReportQueues()) // of no connection
	must(t, push.Connect(pull.Endpoint()))
	large := make([]byte, 1<<20) // few of which fit into TCP's buffers
	for push.TrySend(large) == nil {
	}
	must(t, push.ReportQueues())
	event, err := monitor.Next(limited(t))
	must(t, err)
	out, in := event.Queued()
	if event.Endpoint != pull.Endpoint() || out < 5 || in != 0 {
		t.Errorf("%v: %d and %d messages wait; want 10 and 0", event, out, in)
	}
}

// TestMonitorEndpoints checks that events name the endpoint that was bound or connected to, even if a socket is both.
func TestMonitorEndpoints(t *testing.T) {
	z := draftContext(t)
	other := open(t, z, zmq.Router, zmq.Bind("tcp://127.0.0.1:*"))
	s := open(t, z, zmq.Dealer)
	monitor, err := s.Monitor()
	must(t, err)
	must(t, s.Connect(other.Endpoint()))
	bound, err := s.Bind("tcp://127.0.0.1:*")
	must(t, err)
	client := open(t, z, zmq.Dealer, zmq.Connect(bound))
	must(t, client.SendString(limited(t), "x"))
	wantRecv(t, s, "x")
	must(t, client.Close())
	must(t, other.Close())
	want := map[string]zmq.EventType{
		bound:            zmq.EventListening | zmq.EventAccepted | zmq.EventDisconnected,
		other.Endpoint(): zmq.EventConnected | zmq.EventConnectRetried,
	}
	for want[bound] != 0 || want[other.Endpoint()] != 0 {
		event, err := monitor.Next(limited(t))
		if err != nil {
			t.Fatalf("missing %v: %v", want, err)
		}
		if _, ok := want[event.Endpoint]; !ok {
			t.Errorf("%v: of another endpoint", event)
		}
		want[event.Endpoint] &^= event.Type
	}
}

// TestServerChannels checks that messages keep their routing id in channels, and carry properties of the connection.
func TestServerChannels(t *testing.T) {
	z := draftContext(t)
	server := open(t, z, zmq.Server, zmq.WithMetadata("Peer-Address", "Socket-Type"), zmq.Bind("tcp://127.0.0.1:*"))
	client := open(t, z, zmq.Client, zmq.Connect(server.Endpoint()))
	in, out := server.Incoming(limited(t), 1), server.Outgoing(limited(t), 1)
	for _, text := range []string{"a", "b", "c"} {
		must(t, client.SendString(limited(t), text))
		m := <-in.C
		if m.Metadata("Peer-Address") != "127.0.0.1" || m.PeerProperty("Socket-Type") != "CLIENT" {
			t.Errorf("a message of a %s at %q", m.PeerProperty("Socket-Type"), m.Metadata("Peer-Address"))
		}
		out.C <- m.Reply(m.Body())
		wantRecv(t, client, text)
	}
}

// TestDraftPending abandons connects to unbound inproc names, with messages and without.
func TestDraftPending(t *testing.T) {
	needDrafts(t)
	for _, typ := range []zmq.SocketType{zmq.Server, zmq.Client, zmq.Radio, zmq.Dish, zmq.Gather, zmq.Scatter, zmq.PeerSocket, zmq.Channel} {
		z, err := zmq.NewContext()
		must(t, err)
		for i := range 4 {
			s := open(t, z, typ, zmq.Connect(inproc(), inproc()))
			if i%2 == 0 {
				_ = s.TrySend([]byte("x")) // which some types cannot
			}
			if i < 2 {
				must(t, s.Disconnect(s.Endpoint()))
				must(t, s.Close())
			}
		}
		if err := z.Close(limited(t)); err != nil && !errors.Is(err, zmq.ErrUnsent) {
			t.Errorf("%v: %v", typ, err)
		}
	}
}

// TestDraftTimed waits for draft sockets where no descriptor signals, as on Windows.
func TestDraftTimed(t *testing.T) {
	needDrafts(t)
	z, err := zmq.NewTimedContext(time.Millisecond)
	must(t, err)
	closeWith(t, z)
	server, client := pair(t, z, zmq.Server, zmq.Client)
	go func() {
		var m zmq.Message
		for server.RecvMessage(context.Background(), &m) == nil {
			if err := server.SendMessage(limited(t), m.Reply(m.Body())); err != nil {
				t.Error(err)
			}
		}
	}()
	for _, text := range []string{"a", "b", "c"} {
		must(t, client.SendString(limited(t), text))
		wantRecv(t, client, text)
	}
	must(t, server.Close())
}

// TestDraftChurn has Clients and Dishes come and go at any moment, while a Server and a Radio communicate with them.
func TestDraftChurn(t *testing.T) {
	z := draftContext(t)
	others := endpoints(t)
	for transport, endpoint := range endpoints(t) {
		t.Run(transport, func(t *testing.T) {
			server := open(t, z, zmq.Server, zmq.Bind(endpoint))
			radio := open(t, z, zmq.Radio, zmq.Bind(others[transport]))
			var serving, peers sync.WaitGroup
			serving.Go(func() {
				var m zmq.Message
				for server.RecvMessage(context.Background(), &m) == nil {
					for range 3 {
						err := server.TrySendMessage(m.Reply(m.Body()))
						if err != nil && !errors.Is(err, zmq.EHOSTUNREACH) && !errors.Is(err, zmq.ErrWouldBlock) && !errors.Is(err, zmq.ErrClosed) {
							t.Error(err)
						}
					}
					_ = radio.TrySendMessage(zmq.NewMessage(m.Body()).WithGroup("g"))
				}
			})
			for range 4 {
				peers.Go(func() {
					for i := range soak(25, 1000) {
						client := open(t, z, zmq.Client, zmq.Connect(server.Endpoint()))
						dish := open(t, z, zmq.Dish, zmq.Join("g"), zmq.Connect(radio.Endpoint()))
						must(t, client.SendString(limited(t), "x"))
						if i%2 == 0 {
							wantRecv(t, client, "x")
						}
						waits := make(chan error)
						go func() { _, err := dish.Recv(context.Background()); waits <- err }()
						must(t, client.Close())
						must(t, dish.Close())
						if err := <-waits; err != nil && !errors.Is(err, zmq.ErrClosed) {
							t.Error(err)
						}
					}
				})
			}
			peers.Wait()
			must(t, server.Close())
			serving.Wait()
		})
	}
}
