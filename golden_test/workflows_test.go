package golden_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	usesAction = regexp.MustCompile(`(?m)^\s*(?:- )?uses: *(.*)$`)
	pinned     = regexp.MustCompile(`^[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	runsLine   = regexp.MustCompile(`(?m)^\s*- run: *(.*)$`)
)

// TestWorkflows checks that the workflows can only read, use actions by their hashes, and run what exists.
func TestWorkflows(t *testing.T) {
	names, err := filepath.Glob("../.github/workflows/*.yml")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	makefile := readText(t, "../Makefile")
	for _, name := range names {
		text := readText(t, name)
		if !strings.Contains(text, "\npermissions:\n  contents: read\n") || strings.Count(text, "permissions:") != 1 {
			t.Errorf("%s does not limit its permissions to contents: read", name)
		}
		for _, action := range usesAction.FindAllStringSubmatch(text, -1) {
			if !pinned.MatchString(action[1]) {
				t.Errorf("%s uses %s, which is not pinned by a hash with its version behind it", name, action[1])
			}
		}
		for _, run := range runsLine.FindAllStringSubmatch(text, -1) {
			words := strings.Fields(run[1])
			if words[0] != "make" {
				if _, err := exec.LookPath("../" + words[0]); err != nil {
					t.Errorf("%s runs %s: %v", name, words[0], err)
				}
				continue
			}
			for _, target := range words[1:] {
				if !strings.Contains(makefile, "\n"+target+":") {
					t.Errorf("%s runs make %s, which the Makefile lacks", name, target)
				}
			}
		}
	}
}

// TestAPICheck runs .ci/api in a small module: without a release, after a removal, and once the changelog names it.
func TestAPICheck(t *testing.T) {
	apidiff := strings.TrimSpace(string(goCommand(t, "-C", "../.ci/tools", "tool", "-n", "apidiff").output()))
	dir := t.TempDir()
	write := func(name, content string) {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	run := func(args ...string) (string, error) {
		t.Helper()
		out, err := command{t: t, args: args, dir: dir, env: []string{"APIDIFF=" + apidiff, "GOFLAGS="}}.run()
		return string(out), err
	}
	must := func(args ...string) {
		t.Helper()
		if out, err := run(args...); err != nil {
			t.Fatalf("%q: %v\n%s", args, err, out)
		}
	}
	write(".ci/api", readText(t, "../.ci/api"))
	write("go.mod", "module api.test\n\ngo 1.26.0\n")
	write("zmq/zmq.go", "package zmq\n\ntype Socket struct{}\n\nfunc (*Socket) Send() {}\n\nfunc Poll() {}\n")
	write("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n\n## [0.1.0]\n\n- Send\n")
	git := []string{"git", "-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"}
	must("git", "init", "-q")
	must("git", "add", "-A")
	must(append(git, "commit", "-q", "-m", "first")...)
	if out, err := run(".ci/api"); err != nil || !strings.Contains(out, "nothing has been released") {
		t.Errorf("without a release: %v\n%s", err, out)
	}

	must("git", "tag", "v0.1.0")
	write("zmq/zmq.go", "package zmq\n\ntype Socket struct{}\n\nfunc Poll() {}\n\nfunc New() {}\n")
	if out, err := run(".ci/api"); err == nil || !strings.Contains(out, "zmq: since v0.1.0, (*Socket).Send was removed") || strings.Count(out, "\n") != 1 {
		t.Errorf("after a removal: %v\n%s", err, out)
	}

	write("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n\n- `Socket.Send` is gone\n\n## [0.1.0]\n")
	if out, err := run(".ci/api"); err != nil || !strings.Contains(out, "compared with v0.1.0") {
		t.Errorf("once the changelog names it: %v\n%s", err, out)
	}
}
