package run_test

import (
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// What every wait must keep to while signals arrive at every thread, each millisecond.
const (
	stormPeriod  = time.Millisecond
	stormTimeout = 200 * time.Millisecond
	stormSlack   = 50 * time.Millisecond
)

// Rounds of each kind of wait: enough to see a fault, and the full number where ZMQGEN_SOAK is set.
// Several sockets wait at a time, so that the full number takes a minute.
const (
	stormRounds  = 20
	soakRounds   = 1000
	stormSockets = 5
)

// stormSignals interrupt system calls and harm nobody: the Go runtime takes the first two, and nothing
// listens to the third.
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

// signalThreads sends one signal to every thread, but for those that end meanwhile.
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

// TestSignals holds that signals neither reach the caller nor prolong or shorten a wait. A wait that is
// simply begun again after each signal would never end here.
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
			s := open(t, ctx, libzmq.Push) // without a peer there is nowhere to send to
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
	// Beside other tests a thread may wait for a processor; a wait that signals prolong never ends.
	latest := 5 * stormTimeout
	if rounds == soakRounds {
		latest = stormSlack
	}
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

// TestSignalsDeliver holds that messages still arrive, each once, while signals do.
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

// TestSignalsForever holds the same for a wait without a limit: it survives the signals, and ends with
// the message.
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

// TestSignalsOpen holds that signals do not reach the caller of what opens and closes connections, which
// libzmq breaks off as well.
func TestSignalsOpen(t *testing.T) {
	storm(t)
	var ctx *libzmq.Context
	for i := range 2000 {
		if i%200 == 0 { // libzmq lets go of closed sockets in its own time
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
