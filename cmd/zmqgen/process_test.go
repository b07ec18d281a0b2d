//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestInterrupt interrupts zmqgen while it waits for another run to leave the directory.
func TestInterrupt(t *testing.T) {
	dir := t.TempDir()
	directory, err := os.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer directory.Close()
	if err := syscall.Flock(int(directory.Fd()), syscall.LOCK_EX); err != nil {
		t.Skipf("the file system has no locks: %v", err)
	}
	for patience := time.Second; ; patience *= 2 {
		cmd := exec.Command("zmqgen", "generate", "--out", dir)
		messages := interruptAfter(t, cmd, patience)
		exit, ok := errors.AsType[*exec.ExitError](cmd.Wait())
		if ok && exit.ExitCode() == -1 && patience < time.Minute {
			continue // on a busy machine, it was still generating: an interrupt just kills then
		}
		if !ok || exit.ExitCode() != exitTrouble || !strings.HasSuffix(messages, "zmqgen: interrupted; nothing was changed\n") {
			t.Errorf("ended with %v and said %q", exit, messages)
		}
		break
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

// interruptAfter starts zmqgen, interrupts it some time after its first line, and returns the other lines that it prints.
func interruptAfter(t *testing.T, cmd *exec.Cmd, patience time.Duration) string {
	t.Helper()
	pipe, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stderr := bufio.NewReader(pipe)
	if _, err := stderr.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	time.Sleep(patience)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(stderr)
	if err != nil {
		t.Fatal(err)
	}
	return string(rest)
}

// TestWithoutCgo checks that zmqgen itself needs no C compiler, neither to be built nor to run.
func TestWithoutCgo(t *testing.T) {
	if testing.Short() {
		t.Skip("builds zmqgen")
	}
	tree := t.TempDir()
	program := filepath.Join(tree, "zmqgen")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out := filepath.Join(tree, "out")
	for i, command := range []string{"zmqgen", program} {
		generate := exec.Command(command, "generate", "--out", out)
		if i > 0 {
			generate.Env = []string{}
		}
		said, err := generate.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		if unchanged := strings.Contains(string(said), ": 0 written, ") && strings.HasSuffix(string(said), " 0 removed\n"); unchanged != (i > 0) {
			t.Errorf("%s says %q", filepath.Base(command), said)
		}
	}
}

// BenchmarkProcess measures zmqgen generate as a process, and what memory it takes.
func BenchmarkProcess(b *testing.B) {
	dir := b.TempDir()
	program, out := filepath.Join(dir, "zmqgen"), filepath.Join(dir, "out")
	if text, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, text)
	}
	most := int64(0)
	for b.Loop() {
		cmd := exec.Command(program, "generate", "--quiet", "--out", out)
		if text, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, text)
		}
		most = max(most, cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/run")
	if runtime.GOOS == "linux" {
		b.ReportMetric(float64(most)/1024, "MB-max") // elsewhere in other units
	}
}
