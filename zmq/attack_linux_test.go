package zmq_test

import (
	"bufio"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// TestDescriptorLimit checks that a server that runs out of descriptors writes only a few lines to its log, and
// serves again when it has some. It runs in a process of its own, which has the limit.
func TestDescriptorLimit(t *testing.T) {
	if os.Getenv("ZMQGEN_LIMITED") != "" {
		serveLimited(t)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestDescriptorLimit$", "-test.v")
	cmd.Env = append(os.Environ(), "ZMQGEN_LIMITED=1")
	cmd.Stderr = os.Stderr
	output, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		if endpoint, found := strings.CutPrefix(lines.Text(), "serving "); found {
			for range 100 {
				dialRaw(t, endpoint) // until the end of the test
			}
		}
		t.Log(lines.Text())
	}
	must(t, cmd.Wait())
}

func serveLimited(t *testing.T) {
	var text logged
	z := newContext(t, zmq.Logger(slog.New(slog.NewTextHandler(&text, nil))))
	s := open(t, z, zmq.Rep, zmq.Bind("tcp://127.0.0.1:*"))
	var before syscall.Rlimit
	must(t, syscall.Getrlimit(syscall.RLIMIT_NOFILE, &before))
	limit := before
	limit.Cur = uint64(used(t).descriptors + 20)
	must(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit))
	fmt.Println("serving", s.Endpoint())
	eventually(t, "peers are not accepted", func() bool { return count(text.String(), "accept failed") > 1000 })
	time.Sleep(time.Second) // of the same
	if n := strings.Count(text.String(), "accept failed"); n > 60 {
		t.Errorf("%d lines in the log", n)
	}
	must(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &before))
	go serve(t, t.Context(), s)
	wantServed(t, z, s.Endpoint(), nil)
}
