package zmq_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// The messages of these tests describe themselves: the first part contains the sender, a number and the number of
// parts, and the last one a hash of the others.

const headSize = 24

// selfDescribing returns a message of two to forty parts, most of them short.
func selfDescribing(sender, number uint64) [][]byte {
	count := 2 + rand.IntN(4)
	if rand.IntN(20) == 0 {
		count = 40
	}
	longest := 100
	if rand.IntN(10) == 0 {
		longest = 30_000
	}
	head := binary.BigEndian.AppendUint64(nil, sender)
	head = binary.BigEndian.AppendUint64(head, number)
	parts := [][]byte{binary.BigEndian.AppendUint64(head, uint64(count))}
	for i := 1; i < count-1; i++ {
		parts = append(parts, bytes.Repeat([]byte{byte(i)}, rand.IntN(longest)))
	}
	return append(parts, partsHash(parts))
}

func partsHash(parts [][]byte) []byte {
	hash := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(hash, "%d:", len(part))
		hash.Write(part)
	}
	return hash.Sum(nil)
}

// tally checks messages that come in.
type tally struct {
	shared bool // several peers get each message
	mu     sync.Mutex
	seen   map[[2]uint64]bool
	faults int
}

func (y *tally) count() int {
	y.mu.Lock()
	defer y.mu.Unlock()
	return len(y.seen)
}

// check returns what is wrong with a message.
func (y *tally) check(parts [][]byte) error {
	if len(parts) < 2 || len(parts[0]) != headSize {
		return fmt.Errorf("received %d parts, the first of %d bytes; want a whole message", len(parts), len(parts[0]))
	}
	word := func(i int) uint64 { return binary.BigEndian.Uint64(parts[0][8*i:]) }
	last := len(parts) - 1
	if word(2) != uint64(len(parts)) || !bytes.Equal(parts[last], partsHash(parts[:last])) {
		return fmt.Errorf("message %d of sender %d has %d parts with another hash; want %d", word(1), word(0), len(parts), word(2))
	}
	y.mu.Lock()
	defer y.mu.Unlock()
	key := [2]uint64{word(0), word(1)}
	if y.seen[key] && !y.shared {
		return fmt.Errorf("message %d of sender %d came twice", key[1], key[0])
	}
	if y.seen == nil {
		y.seen = make(map[[2]uint64]bool)
	}
	y.seen[key] = true
	return nil
}

// TestPeersComeAndGo checks that messages of several parts arrive whole or not at all, and once, while the peers that
// receive them come and go. It tolerates a message that libzmq itself truncates: see [zmq.Socket.SendParts].
func TestPeersComeAndGo(t *testing.T) {
	for _, types := range [][2]zmq.SocketType{
		{zmq.Push, zmq.Pull},
		{zmq.Dealer, zmq.Dealer},
		{zmq.Pub, zmq.Sub},
		{zmq.Router, zmq.Dealer},
		{zmq.Pair, zmq.Pair},
	} {
		for transport, endpoint := range endpoints(t) {
			t.Run(fmt.Sprintf("%v to %v over %s", types[0], types[1], transport), func(t *testing.T) {
				t.Parallel()
				peersComeAndGo(t, types[0], types[1], endpoint)
			})
		}
	}
}

func peersComeAndGo(t *testing.T, typ, peer zmq.SocketType, endpoint string) {
	z := newContext(t)
	sender := open(t, z, typ, zmq.SendHWM(4), zmq.Bind(endpoint))
	ctx, cancel := context.WithTimeout(context.Background(), soak(300*time.Millisecond, 20*time.Second))
	defer cancel()
	var goroutines sync.WaitGroup
	var number atomic.Uint64
	names := []string{"one", "two", "three"}
	for range 2 {
		goroutines.Go(func() {
			for ctx.Err() == nil {
				parts := selfDescribing(1, number.Add(1))
				if typ == zmq.Router {
					parts = append([][]byte{[]byte(names[rand.IntN(len(names))])}, parts...)
				}
				brief, done := context.WithTimeout(ctx, 50*time.Millisecond)
				if err := sender.SendParts(brief, parts...); err != nil && !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("SendParts: %v", err)
				}
				done()
			}
		})
	}
	received := tally{shared: typ == zmq.Pub}
	for _, name := range names {
		goroutines.Go(func() {
			for ctx.Err() == nil {
				options := []zmq.Option{zmq.Linger(0), zmq.RecvHWM(4), zmq.Identity(name)}
				if peer == zmq.Sub {
					options = append(options, zmq.Subscribe(""))
				}
				s, err := z.Open(peer, append(options, zmq.Connect(sender.Endpoint()))...)
				if err != nil {
					t.Error(err)
					return
				}
				receiveSome(ctx, t, s, rand.IntN(8), &received)
				must(t, s.Close())
			}
		})
	}
	goroutines.Wait()
	if balances := typ == zmq.Push || typ == zmq.Dealer; received.faults > 2 || received.faults > 0 && !balances {
		t.Errorf("%d of %d messages were not as they were sent", received.faults, received.count())
	}
	t.Logf("sent %d, received %d", number.Load(), received.count())
}

// receiveSome receives and checks up to n messages.
func receiveSome(ctx context.Context, t *testing.T, s *zmq.Socket, n int, received *tally) {
	for range n {
		brief, done := context.WithTimeout(ctx, 20*time.Millisecond)
		parts, err := s.RecvParts(brief)
		done()
		if err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		if err != nil {
			continue
		}
		if err := received.check(parts); err != nil {
			t.Log(err)
			received.mu.Lock()
			received.faults++
			received.mu.Unlock()
		}
	}
}

// child runs this test binary as another process, which runs the function of that name.
func child(ctx context.Context, name string, arguments ...string) (*exec.Cmd, *bytes.Buffer) {
	cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestChild$", "-test.count=1")
	cmd.Env = append(os.Environ(), "ZMQ_TEST_CHILD="+name)
	for i, argument := range arguments {
		cmd.Env = append(cmd.Env, "ZMQ_TEST_CHILD_"+strconv.Itoa(i)+"="+argument)
	}
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	return cmd, &output
}

// TestChild runs in the processes that other tests start.
func TestChild(t *testing.T) {
	argument := func(i int) string { return os.Getenv("ZMQ_TEST_CHILD_" + strconv.Itoa(i)) }
	switch name := os.Getenv("ZMQ_TEST_CHILD"); name {
	case "":
		t.Skip("it is for other tests to start")
	case "push":
		childPush(t, argument(0), argument(1))
	case "pull":
		childPull(t, argument(0))
	case "closer":
		childCloser(t, argument(0), argument(1))
	default:
		if children[name] == nil {
			t.Fatalf("no child %q", name)
		}
		children[name](t, argument)
	}
}

// childLength is longer than a child lives before it is killed.
const childLength = 10 * time.Minute

// childPush sends until it is killed.
func childPush(t *testing.T, endpoint, sender string) {
	z := newContext(t)
	push := open(t, z, zmq.Push, zmq.Connect(endpoint))
	ctx, cancel := context.WithTimeout(context.Background(), childLength)
	defer cancel()
	id, err := strconv.ParseUint(sender, 10, 64)
	must(t, err)
	for number := uint64(0); ctx.Err() == nil; number++ {
		must(t, push.SendParts(ctx, selfDescribing(id, number)...))
	}
}

// childPull receives until it is killed.
func childPull(t *testing.T, endpoint string) {
	z := newContext(t)
	pull := open(t, z, zmq.Pull, zmq.RecvHWM(4), zmq.Connect(endpoint))
	ctx, cancel := context.WithTimeout(context.Background(), childLength)
	defer cancel()
	var received tally
	for ctx.Err() == nil {
		parts, err := pull.RecvParts(ctx)
		must(t, err)
		must(t, received.check(parts))
	}
}

// TestKilledSenders checks that a receiver gets whole messages from processes that are killed while they send.
func TestKilledSenders(t *testing.T) {
	z := newContext(t)
	pull := open(t, z, zmq.Pull, zmq.Bind("tcp://127.0.0.1:*"))
	ctx, cancel := context.WithTimeout(context.Background(), soak(2*time.Second, time.Minute))
	defer cancel()
	var received tally
	var children sync.WaitGroup
	children.Go(func() {
		for id := 1; ctx.Err() == nil; id++ {
			restart(ctx, t, "push", pull.Endpoint(), strconv.Itoa(id))
		}
	})
	for ctx.Err() == nil {
		parts, err := pull.RecvParts(ctx)
		if err == nil {
			err = received.check(parts)
		}
		if err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
	}
	children.Wait()
	t.Logf("received %d", received.count())
}

// TestKilledReceivers checks that processes get whole messages after processes before them were killed while
// receiving.
func TestKilledReceivers(t *testing.T) {
	z := newContext(t)
	push := open(t, z, zmq.Push, zmq.SendHWM(4), zmq.Bind("tcp://127.0.0.1:*"))
	ctx, cancel := context.WithTimeout(context.Background(), soak(2*time.Second, time.Minute))
	defer cancel()
	var children sync.WaitGroup
	for range 2 {
		children.Go(func() {
			for ctx.Err() == nil {
				restart(ctx, t, "pull", push.Endpoint())
			}
		})
	}
	sent := uint64(0)
	for ctx.Err() == nil {
		if err := push.SendParts(ctx, selfDescribing(1, sent)...); err == nil {
			sent++
		}
	}
	children.Wait()
	t.Logf("sent %d", sent)
}

// restart runs a child for a moment and kills it. A child that ends by itself has failed.
func restart(ctx context.Context, t *testing.T, name string, arguments ...string) {
	brief, cancel := context.WithTimeout(ctx, time.Duration(50+rand.IntN(250))*time.Millisecond)
	defer cancel()
	cmd, output := child(brief, name, arguments...)
	if err := cmd.Run(); brief.Err() == nil || bytes.Contains(output.Bytes(), []byte("FAIL")) {
		t.Errorf("%s: %v\n%s", name, err, output)
	}
}

// TestCloseUnderLoad checks that a process survives closing sockets and contexts while long messages of several parts
// are in transit to a peer that comes and goes.
func TestCloseUnderLoad(t *testing.T) {
	length := soak(3*time.Second, time.Minute)
	ctx, cancel := context.WithTimeout(context.Background(), length+patience)
	defer cancel()
	endpoint := freeEndpoint(t)
	cmd, output := child(ctx, "closer", endpoint, length.String())
	stdin, err := cmd.StdinPipe() // the child lives as long as the context
	must(t, err)
	defer stdin.Close()
	must(t, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			if err != nil {
				t.Fatalf("the process that closes: %v\n%s", err, output)
			}
			return
		default:
			pullBriefly(t, endpoint)
		}
	}
}

// pullBriefly receives some messages, slowly, and leaves at once.
func pullBriefly(t *testing.T, endpoint string) {
	z, err := zmq.NewContext()
	must(t, err)
	done, cancel := context.WithCancel(context.Background())
	cancel()
	defer z.Close(done)
	s, err := z.Open(zmq.Pull, zmq.RecvHWM(2), zmq.Bind(endpoint))
	if err != nil { // the previous peer is still connected
		time.Sleep(time.Millisecond)
		return
	}
	for range rand.IntN(30) {
		brief, cancel := context.WithTimeout(context.Background(), 3*time.Millisecond)
		_, _ = s.RecvParts(brief)
		cancel()
	}
}

// childCloser opens sockets, sends and closes them, or all with their context.
func childCloser(t *testing.T, endpoint, length string) {
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(1) // the parent is gone
	}()
	limit, err := time.ParseDuration(length)
	must(t, err)
	shared := newContext(t)
	for start := time.Now(); time.Since(start) < limit; {
		z := shared
		if rand.IntN(4) == 0 {
			z, err = zmq.NewContext()
			must(t, err)
		}
		s, err := z.Open(zmq.Push, zmq.SendHWM(50), zmq.Linger(time.Duration(rand.IntN(5))*time.Millisecond),
			zmq.Reconnect(time.Millisecond, 0), zmq.Connect(endpoint))
		must(t, err)
		sendSome(s)
		time.Sleep(time.Duration(rand.IntN(30)) * time.Millisecond)
		if z == shared {
			must(t, s.Close())
			continue
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(rand.IntN(5))*time.Millisecond)
		_ = z.Close(ctx)
		cancel()
	}
}

func sendSome(s *zmq.Socket) {
	long := make([]byte, 30_000)
	for range 6 { // more than the peer takes at once, and less than it takes in total
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Millisecond)
		err := s.SendParts(ctx, long[:rand.IntN(len(long))], long[:rand.IntN(len(long))], long[:300])
		cancel()
		if err != nil {
			return
		}
	}
}
