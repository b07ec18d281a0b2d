//go:build unix

package golden_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The maximum cost of bad input of up to 1 MiB.
const (
	mostTime   = time.Second
	mostMemory = 256 << 20
)

// ending is how a process ended.
type ending struct {
	code   int
	said   string // on standard error
	cpu    time.Duration
	wall   time.Duration
	memory int64 // at its largest, in bytes
}

func execute(t *testing.T, dir, program string, args ...string) ending {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	cmd.Stderr = &stderr
	start := time.Now()
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	memory := int64(usage.Maxrss)
	if runtime.GOOS != "darwin" {
		memory <<= 10
	}
	return ending{
		code: cmd.ProcessState.ExitCode(), said: stderr.String(), memory: memory,
		cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), wall: time.Since(start),
	}
}

func (e ending) want(t *testing.T, code int, says string) {
	t.Helper()
	if e.code != code || !regexp.MustCompile(says).MatchString(e.said) {
		t.Errorf("exit code %d, want %d; message %.500q, want %q", e.code, code, e.said, says)
	}
}

// calm wants a short message that users understand.
func (e ending) calm(t *testing.T) {
	t.Helper()
	for _, word := range []string{"goroutine ", "panic", "internal error", "runtime error"} {
		if strings.Contains(e.said, word) {
			t.Errorf("the message has %q: %.500s", word, e.said)
		}
	}
	if len(e.said) > 20_000 {
		t.Errorf("the message has %d bytes", len(e.said))
	}
}

// cheap bounds what a run costs. On a busy machine, the time on the clock says little.
func (e ending) cheap(t *testing.T) {
	t.Helper()
	t.Logf("%v on the clock, %v of the processor, %d MB", e.wall, e.cpu, e.memory>>20)
	if min(e.wall, e.cpu) > mostTime {
		t.Errorf("took %v, and %v of the processor; at most %v", e.wall, e.cpu, mostTime)
	}
	if e.memory > mostMemory {
		t.Errorf("took %d MB; at most %d", e.memory>>20, mostMemory>>20)
	}
}

// snapshot describes all that is below a directory, time stamps included.
func snapshot(t *testing.T, dir string) string {
	t.Helper()
	var list strings.Builder
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		fmt.Fprintln(&list, path, info.Mode(), info.Size(), info.ModTime().UnixNano())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list.String()
}

// contents returns all files of a package as one text.
func contents(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&all, "%s\n%s\n", entry.Name(), content)
	}
	return all.String()
}
