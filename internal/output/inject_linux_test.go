package output

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestInjectedErrors lets each system call that a run makes fail once, or from then on: the directory has the old
// package or the new one, and the user's files are unchanged. It needs strace, and is part of make soak.
func TestInjectedErrors(t *testing.T) {
	if os.Getenv("ZMQGEN_SOAK") == "" {
		t.Skip("SKIPPED: part of make soak")
	}
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("SKIPPED: errors of system calls cannot be tried without strace")
	}
	calls := "openat,read,write,close,mkdirat,fchmod,fchmodat,fchown,linkat,renameat,renameat2,unlinkat,newfstatat,fstat,getdents64,flock"
	for call := range strings.SplitSeq(calls, ",") {
		for _, from := range []string{"", "+"} {
			if from == "+" && (call == "openat" || call == "renameat" || call == "unlinkat") {
				continue // then nothing can be undone
			}
			n := 1
			for injectOne(t, fmt.Sprintf("%s:error=EIO:when=%d%s", call, n, from)) {
				n++
			}
			t.Logf("%s%s: %d errors", call, from, n-1)
		}
	}
}

// injectOne runs with one error, and reports whether the run reached it.
func injectOne(t *testing.T, inject string) bool {
	t.Helper()
	tree := t.TempDir()
	dir, trace := filepath.Join(tree, "out"), filepath.Join(tree, "trace")
	packages := injectPackages()
	mustWrite(t, dir, packages[0])
	put(t, filepath.Join(dir, "hand.go"), "package out\n")
	call, _, _ := strings.Cut(inject, ":")
	cmd := exec.Command("strace", "-f", "-qq", "-o", trace, "-e", "trace="+call, "-e", "inject="+inject, os.Args[0])
	cmd.Env = append(os.Environ(), injectDir+"="+dir)
	out, err := cmd.CombinedOutput()
	traced, _ := os.ReadFile(trace)
	if !strings.Contains(string(traced), "(INJECTED)") {
		return false
	}
	snapshot, readErr := Read(t.Context(), dir)
	if readErr != nil {
		t.Fatalf("%s: %v", inject, readErr)
	}
	old, _ := snapshot.Compare(packages[0])
	new, _ := snapshot.Compare(packages[1])
	if !new.Same() && (err == nil || !old.Same()) {
		t.Errorf("%s: a mixture: %q; said %v, %s", inject, names(t, dir), err, out)
	}
	if hand, err := os.ReadFile(filepath.Join(dir, "hand.go")); err != nil || string(hand) != "package out\n" {
		t.Errorf("%s: the user's file: %q, %v", inject, hand, err)
	}
	return true
}
