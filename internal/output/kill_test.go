package output

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// writerDir tells the test binary to be a writer, for TestKill to kill.
const writerDir = "ZMQGEN_TEST_WRITER_DIR"

// injectDir tells it to replace one package with the other in this directory, for TestInjectedErrors.
const injectDir = "ZMQGEN_TEST_WRITE_ONCE"

func TestMain(m *testing.M) {
	if dir := os.Getenv(writerDir); dir != "" {
		writeForEver(dir)
	}
	if dir := os.Getenv(injectDir); dir != "" {
		writeOnce(dir)
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

// writeForEver replaces one package with the other as fast as it can.
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

// TestKill kills a writer at random moments. Whatever it was doing, each file of the directory belongs to one
// package or the other, the user's is there, and the next run makes them one package and removes leftovers.
func TestKill(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	packages := killPackages()
	mkdir(t, dir)
	put(t, filepath.Join(dir, "hand.go"), "package out\n")
	kills := 0
	for deadline := time.Now().Add(killTime()); time.Now().Before(deadline); kills++ {
		killWriter(t, dir)
		requireComplete(t, dir, packages)
		mustWrite(t, dir, packages[kills%2])
		requireWhole(t, dir, packages)
		got := names(t, dir)
		if slices.ContainsFunc(got, stagingName.MatchString) || !slices.Contains(got, "hand.go") {
			t.Fatalf("the directory holds %q", got)
		}
	}
	t.Logf("%d kills", kills)
}

// requireComplete wants each file of a directory to belong to one of the packages.
func requireComplete(t *testing.T, dir string, packages [][]File) {
	t.Helper()
	snapshot, err := Read(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range snapshot.ours {
		if !slices.ContainsFunc(slices.Concat(packages...), func(f File) bool {
			return f.Name == name && string(f.Content) == string(file.content)
		}) {
			t.Errorf("%s is of neither package: %d bytes", name, len(file.content))
		}
	}
}

// killTime is short in an ordinary run. If ZMQGEN_SOAK is set, it is as long as that says, or a minute if it names
// no time.
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

func injectPackages() [][]File {
	return [][]File{files("a.go", "1", "b.go", "1", "c.go", "1"), files("a.go", "2", "b.go", "1", "d.go", "2")}
}

// writeOnce is what the test binary does for TestInjectedErrors.
func writeOnce(dir string) {
	if _, err := Write(context.Background(), dir, injectPackages()[1]); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	os.Exit(0)
}
