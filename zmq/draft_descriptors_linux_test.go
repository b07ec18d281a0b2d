//go:build zmq_draft

package zmq_test

import (
	"os"
	"os/exec"
	"syscall"
	"testing"

	"github.com/zmqgen/zmqgen/zmq"
)

// TestFewDescriptorsDraft is TestFewDescriptors for draft sockets, which libzmq needs a descriptor even to close.
func TestFewDescriptorsDraft(t *testing.T) {
	needDrafts(t)
	if os.Getenv("ZMQGEN_FEW_DESCRIPTORS") == "" {
		cmd := exec.Command(os.Args[0], "-test.run=^TestFewDescriptorsDraft$")
		cmd.Env = append(os.Environ(), "ZMQGEN_FEW_DESCRIPTORS=1")
		if output, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, output)
		}
		return
	}
	must(t, useSockets(t)) // Go's own descriptors are open after that
	const limit = 100
	must(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: limit, Max: limit}))
	for left := range 6 {
		z := newContext(t)
		early := open(t, z, zmq.Client)
		withDescriptors(t, left, func() {
			for _, typ := range []zmq.SocketType{zmq.Client, zmq.Dish, zmq.Dgram} {
				s, err := z.Open(typ)
				if err != nil {
					wantErr(t, "Open with few descriptors", wantError(t, err), syscall.EMFILE)
					continue
				}
				must(t, s.Close())
			}
			must(t, early.Close())
			must(t, z.Close(limited(t)))
		})
	}
}
