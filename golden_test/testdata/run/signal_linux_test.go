package run_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// The limits that every wait must obey while signals arrive at every thread, each millisecond.
const (
	stormPeriod  = time.Millisecond
	stormTimeout = 200 * time.Millisecond
	stormSlack   = 50 * time.Millisecond
)

// Rounds of each kind of wait: enough to see an error, and the full number if ZMQGEN_SOAK is set. Several sockets wait
// at a time, so that the full number takes a minute.
const (
	stormRounds  = 20
	soakRounds   = 1000
	stormSockets = 5
)

// stormSignals interrupt system calls and do no harm: the Go runtime handles the first two, and nothing listens to the
// third.
var stormSignals = []syscall.Signal{syscall.SIGURG, syscall.SIGPROF, syscall.SIGCHLD}

// storm sends the signals to every thread of this process until the test ends.
func storm(t *testing.T) {
	t.Helper()
	ignored := make(chan os.Signal, 1)
	signal.Notify(ignored, syscall.SIGPROF, syscall.SIGCHLD)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		ticker := time.NewTicker(stormPeriod)
		defer ticker.Stop()
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			case <-ticker.C:
				signalThreads(stormSignals[i%len(stormSignals)])
			}
		}
	})
	t.Cleanup(func() {
		close(stop)
		wg.Wait()
		signal.Stop(ignored)
	})
}

// signalThreads sends one signal to every thread, except those that end meanwhile.
func signalThreads(sig syscall.Signal) {
	tasks, err := filepath.Glob("/proc/self/task/*")
	if err != nil {
		return
	}
	for _, task := range tasks {
		if id, err := strconv.Atoi(filepath.Base(task)); err == nil {
			_ = syscall.Tgkill(syscall.Getpid(), id, sig)
		}
	}
}

// TestSignals checks that signals neither reach the caller nor extend or shorten a wait. A wait that simply starts
// again after each signal would never end here.
func TestSignals(t *testing.T) {
	rounds := stormRounds
	if os.Getenv("ZMQGEN_SOAK") != "" {
		rounds = soakRounds
	}
	ctx := newContext(t)
	storm(t)
	for _, c := range []struct {
		name string
		wait func(t *testing.T) func() error
	}{
		{"Recv", func(t *testing.T) func() error {
			s := open(t, ctx, libzmq.Pull)
			must(t, s.SetRecvTimeout(stormTimeout))
			buf := make([]byte, 1)
			return func() error { _, err := s.Recv(buf, 0); return err }
		}},
		{"Message.Recv", func(t *testing.T) func() error {
			s, msg := open(t, ctx, libzmq.Pull), newMessage(t)
			must(t, s.SetRecvTimeout(stormTimeout))
			return func() error { _, err := msg.Recv(s, 0); return err }
		}},
		{"Send", func(t *testing.T) func() error {
			s := open(t, ctx, libzmq.Push) // without a peer, a send must wait
			must(t, s.SetSendTimeout(stormTimeout))
			return func() error { _, err := s.Send([]byte("x"), 0); return err }
		}},
		{"Poll", func(t *testing.T) func() error {
			items := []libzmq.PollItem{{Socket: open(t, ctx, libzmq.Pull), Events: libzmq.PollIn}}
			return func() error {
				if _, err := libzmq.Poll(items, stormTimeout); err != nil {
					return err
				}
				return libzmq.EAGAIN
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			weather(t, rounds, c.wait)
		})
	}
}

// weather runs rounds of one kind of wait, several at a time.
func weather(t *testing.T, rounds int, newWait func(*testing.T) func() error) {
	// On a busy machine, a thread waits for a processor; a wait that signals extend never ends.
	const latest = 5 * stormTimeout
	rounds /= stormSockets
	var wg sync.WaitGroup
	for range stormSockets {
		wait := newWait(t)
		wg.Go(func() {
			for range rounds {
				start := time.Now()
				err := wait()
				waited := time.Since(start)
				wantErr(t, "the wait", err, libzmq.EAGAIN)
				if off := waited - stormTimeout; off < -stormSlack || off > latest {
					t.Errorf("waited %v; want %v - %v + %v", waited, stormTimeout, stormSlack, latest)
				}
			}
		})
	}
	withinTime(t, "waiting", time.Duration(rounds)*(stormTimeout+latest)+patience, wg.Wait)
}

// TestSignalsDeliver checks that messages still arrive, each once, while signals do.
func TestSignalsDeliver(t *testing.T) {
	storm(t)
	ctx := newContext(t)
	pull, push := open(t, ctx, libzmq.Pull), open(t, ctx, libzmq.Push)
	connect(t, push, bind(t, pull, ipcEndpoint(t)))
	sent := make(chan error, 1)
	const messages = 200
	go func() {
		for i := range messages {
			time.Sleep(time.Millisecond) // so that Recv has to wait
			if _, err := push.Send([]byte{byte(i)}, 0); err != nil {
				sent <- err
				return
			}
		}
		sent <- nil
	}()
	for i := range messages {
		var buf [1]byte
		if n, err := pull.Recv(buf[:], 0); err != nil || n != 1 || buf[0] != byte(i) {
			t.Fatalf("message %d: %d, %d bytes, %v", i, buf[0], n, err)
		}
	}
	must(t, <-sent)
}

// TestSignalsForever checks the same for a wait without a limit: it survives the signals, and ends with the message.
func TestSignalsForever(t *testing.T) {
	storm(t)
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	must(t, b.SetRecvTimeout(libzmq.Forever))
	received := make(chan error, 1)
	go func() {
		_, err := b.Recv(nil, 0)
		received <- err
	}()
	select {
	case err := <-received:
		t.Fatalf("Recv returned %v without a message", err)
	case <-time.After(stormTimeout):
	}
	send(t, a, "calm")
	select {
	case err := <-received:
		must(t, err)
	case <-time.After(patience):
		panic("Recv did not return")
	}
}

// TestSignalsOpen checks that signals do not reach the callers of functions that open and close connections, which
// libzmq interrupts as well.
func TestSignalsOpen(t *testing.T) {
	storm(t)
	var ctx *libzmq.Context
	for i := range 2000 {
		if i%200 == 0 { // libzmq releases closed sockets later
			ctx = newContext(t)
		}
		a, b := open(t, ctx, libzmq.Pair), open(t, ctx, libzmq.Pair)
		endpoint := "inproc://" + strconv.Itoa(i)
		must(t, a.Monitor("inproc://monitor-"+strconv.Itoa(i), 0))
		must(t, a.Bind(endpoint))
		must(t, b.Connect(endpoint))
		_, err := a.Events()
		must(t, err)
		must(t, b.Disconnect(endpoint))
		must(t, a.Unbind(endpoint))
		must(t, a.Close())
		must(t, b.Close())
	}
}

// TestStormOfMessages sends and receives in each way while signals arrive, the collector runs all the time, and stacks
// grow: memory passed to C must stay where it is until the call returns.
func TestStormOfMessages(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(1))
	storm(t)
	end := time.Now().Add(time.Second)
	if os.Getenv("ZMQGEN_SOAK") != "" {
		end = time.Now().Add(time.Minute)
	}
	var wg sync.WaitGroup
	for way := range 4 * stormSockets {
		a, b := pair(t, libzmq.Pair, libzmq.Pair)
		wg.Go(func() {
			for k := range uint32(math.MaxUint32) {
				if time.Now().After(end) {
					k = math.MaxUint32
				}
				if err := sendNumber(a, k, way%4); err != nil || k == math.MaxUint32 {
					must(t, err)
					return
				}
				grow(int(k) % 200)
			}
		})
		wg.Go(func() {
			batch := libzmq.NewBatch(16)
			defer batch.Close()
			for want := uint32(0); ; {
				numbers, err := recvNumbers(b, batch, way%4)
				if err != nil {
					t.Error(err)
					return
				}
				for _, k := range numbers {
					if k == math.MaxUint32 {
						return
					}
					if k != want {
						t.Errorf("received %d; want %d", k, want)
						return
					}
					want++
				}
				grow(int(want) % 200)
			}
		})
	}
	wg.Wait()
}

// sendNumber sends a number from memory on the stack.
func sendNumber(s *libzmq.Socket, k uint32, way int) error {
	var buf [40]byte
	binary.NativeEndian.PutUint32(buf[:], k)
	var err error
	switch way {
	case 0:
		_, err = s.Send(buf[:], 0)
	case 1:
		_, err = s.SendBatch([][]byte{buf[:]}, 0)
	case 2:
		_, err = s.SendParts([][]byte{buf[:], buf[:4]}, 0)
	default:
		var m libzmq.Message
		must := m.InitSize(len(buf))
		copy(m.Data(), buf[:])
		_, err = m.Send(s, 0)
		err = errors.Join(must, err)
	}
	return err
}

// recvNumbers receives what sendNumber sends.
func recvNumbers(s *libzmq.Socket, batch *libzmq.Batch, way int) ([]uint32, error) {
	var buf [40]byte
	switch way {
	case 0:
		_, err := s.Recv(buf[:], 0)
		return []uint32{binary.NativeEndian.Uint32(buf[:])}, err
	case 1:
		_, err := s.RecvBatch(batch, 0)
		var numbers []uint32
		for data := range batch.All() {
			numbers = append(numbers, binary.NativeEndian.Uint32(data))
		}
		return numbers, err
	case 2:
		parts, err := s.RecvParts(0)
		if err != nil || len(parts) != 2 || !bytes.Equal(parts[0][:4], parts[1]) {
			return nil, errors.Join(err, fmt.Errorf("received %d parts", len(parts)))
		}
		return []uint32{binary.NativeEndian.Uint32(parts[1])}, nil
	}
	var m libzmq.Message
	defer m.Close()
	if _, err := m.Recv(s, 0); err != nil {
		return nil, err
	}
	return []uint32{binary.NativeEndian.Uint32(m.Data())}, nil
}

// grow makes the stack of its goroutine grow, and move.
func grow(n int) byte {
	var frame [256]byte
	if n == 0 {
		return frame[0]
	}
	return grow(n-1) + frame[n]
}
