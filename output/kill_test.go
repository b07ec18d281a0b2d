package output

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// writerDir tells the test binary to be a writer, for TestKill to kill.
const writerDir = "ZMQGEN_TEST_WRITER_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(writerDir); dir != "" {
		writeForEver(dir)
	}
	os.Exit(m.Run())
}

// killPackages differ in every way that two packages can.
func killPackages() [][]File {
	var one, two []string
	for i := range 12 {
		name := fmt.Sprintf("f%02d.go", i)
		if i%4 != 0 {
			one = append(one, name, strings.Repeat("same or one ", 1000))
		}
		if i%4 == 1 {
			two = append(two, name, strings.Repeat("same or one ", 1000))
		} else {
			two = append(two, name, strings.Repeat("two ", 3000))
		}
	}
	return [][]File{files(one...), files(two...)}
}

// writeForEver replaces one package by the other as fast as it can.
func writeForEver(dir string) {
	packages := killPackages()
	for i := 0; ; i++ {
		plan, err := Write(context.Background(), dir, packages[i%2])
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		if i == 2 {
			fmt.Println("ready", plan.Dir)
		}
	}
}

// TestKill kills a writer at random moments. Whatever it was doing, the directory holds one package or
// the other, and the next run, which is the next writer, works.
func TestKill(t *testing.T) {
	tree := t.TempDir()
	dir := filepath.Join(tree, "out")
	packages := killPackages()
	seen := make(map[int]int)
	kills := 0
	for deadline := time.Now().Add(killTime()); time.Now().Before(deadline); kills++ {
		killWriter(t, dir)
		putBack(t, dir)
		seen[requireWhole(t, dir, packages)]++
	}
	mustWrite(t, dir, packages[0])
	if got := names(t, tree); !slices.Equal(got, []string{"out"}) {
		t.Errorf("left behind: %q", got)
	}
	t.Logf("%d kills; found the packages %v times", kills, seen)
}

// putBack does what the next run would, where a directory is replaced by two renames.
func putBack(t *testing.T, dir string) {
	t.Helper()
	if runtime.GOOS == "linux" {
		return
	}
	at, err := resolve(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := at.recover(); err != nil {
		t.Fatal(err)
	}
}

// killTime is short in an ordinary run. Where ZMQGEN_SOAK is set it is longer: as long as it says, or a
// minute if it names no time.
func killTime() time.Duration {
	soak := os.Getenv("ZMQGEN_SOAK")
	if soak == "" {
		return 2 * time.Second
	}
	if long, err := time.ParseDuration(soak); err == nil {
		return long
	}
	return time.Minute
}

// killWriter starts a writer, waits until it is at work, and kills it a little later.
func killWriter(t *testing.T, dir string) {
	t.Helper()
	writer := exec.Command(os.Args[0])
	writer.Env = append(os.Environ(), writerDir+"="+dir)
	stdout, err := writer.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := writer.Start(); err != nil {
		t.Fatal(err)
	}
	answer := make([]byte, 1000)
	n, err := io.ReadAtLeast(stdout, answer, len("ready"))
	if err != nil || !strings.HasPrefix(string(answer[:n]), "ready") {
		t.Fatalf("the writer says %q, %v", answer[:n], err)
	}
	time.Sleep(rand.N(15 * time.Millisecond))
	if err := writer.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := writer.Wait(); err == nil {
		t.Fatal("the writer ended by itself")
	}
}
