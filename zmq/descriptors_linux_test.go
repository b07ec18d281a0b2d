package zmq_test

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"github.com/zmqgen/zmqgen/zmq"
)

// TestFewDescriptors checks that everything that needs descriptors fails with an error if there are too few,
// whatever their number, and that the process survives. It runs in a process of its own, because the limit applies
// to the process.
func TestFewDescriptors(t *testing.T) {
	if os.Getenv("ZMQGEN_FEW_DESCRIPTORS") == "" {
		cmd := exec.Command(os.Args[0], "-test.run=^TestFewDescriptors$")
		cmd.Env = append(os.Environ(), "ZMQGEN_FEW_DESCRIPTORS=1")
		if output, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, output)
		}
		return
	}
	if err := useSockets(t); err != nil { // Go's own descriptors are open after that
		t.Fatal(err)
	}
	const limit = 100
	must(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: limit, Max: limit}))
	for left := range 20 {
		withDescriptors(t, left, func() {
			if err := useSockets(t); err != nil {
				wantErr(t, "with few descriptors", err, syscall.EMFILE)
			}
		})
	}
	for left := range 8 {
		z := newContext(t)
		s := open(t, z, zmq.Pair)
		withDescriptors(t, left, func() {
			if err := useSocket(t, z, s); err != nil {
				wantErr(t, "with few descriptors", err, syscall.EMFILE)
			}
		})
		must(t, z.Close(limited(t)))
	}
	must(t, useSockets(t))
}

// withDescriptors runs f with that many descriptors left.
func withDescriptors(t *testing.T, left int, f func()) {
	taken := takeDescriptors(t)
	for _, fd := range taken[:left] {
		must(t, syscall.Close(fd))
	}
	f()
	for _, fd := range taken[left:] {
		must(t, syscall.Close(fd))
	}
}

// takeDescriptors opens all descriptors that there are.
func takeDescriptors(t *testing.T) []int {
	var taken []int
	for {
		fd, err := syscall.Open("/dev/null", syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
		if err == syscall.EMFILE {
			return taken
		}
		must(t, err)
		taken = append(taken, fd)
	}
}

// useSockets makes the calls that take descriptors, up to the first error.
func useSockets(t *testing.T) error {
	z, err := zmq.NewContext()
	if err != nil {
		return err
	}
	defer func() { must(t, z.Close(limited(t))) }()
	s, err := z.Open(zmq.Pair, zmq.Linger(0))
	if err != nil {
		return wantError(t, err)
	}
	return useSocket(t, z, s)
}

func useSocket(t *testing.T, z *zmq.Context, s *zmq.Socket) error {
	for _, use := range []func() error{
		func() error { _, err := s.Bind("tcp://127.0.0.1:*"); return err },
		func() error { _, err := s.Bind("ipc://*"); return err },
		func() error {
			err := s.Unbind("tcp://127.0.0.1:1")
			if errors.Is(err, zmq.ENOENT) {
				return nil
			}
			return err
		},
		func() error { return s.Connect("tcp://localhost:1") },
		func() error { _, err := s.Monitor(); return err },
		func() error { _, err := z.Open(zmq.Push); return err },
	} {
		if err := use(); err != nil {
			return wantError(t, err)
		}
	}
	return nil
}

// wantError checks that the error is an Error.
func wantError(t *testing.T, err error) error {
	var failure *zmq.Error
	if !errors.As(err, &failure) {
		t.Errorf("%v is no *Error", err)
	}
	return err
}
