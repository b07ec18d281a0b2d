package main

import (
	"os/exec"
	"strings"
	"testing"
)

func TestGoCommand(t *testing.T) {
	for _, test := range []struct {
		arguments string
		own       bool
		want      string
	}{
		{"go run ./cmd/zmqgen check", true, "go run ./cmd/zmqgen"},
		{"/usr/bin/go run -v github.com/zmqgen/zmqgen/cmd/zmqgen@v1.2.3 check", false, "go run github.com/zmqgen/zmqgen/cmd/zmqgen@v1.2.3"},
		{"go tool zmqgen check", false, "go tool zmqgen"},
		{"sh", false, "go tool zmqgen"},
		{"", true, "go run ./cmd/zmqgen"},
	} {
		if got := goCommand(strings.Fields(test.arguments), test.own); got != test.want {
			t.Errorf("%q: got %s, want %s", test.arguments, got, test.want)
		}
	}
}

// TestAdviceNamesTheCommand checks that advice names the command as it was called, here by go run.
func TestAdviceNamesTheCommand(t *testing.T) {
	out, err := exec.Command("go", "run", ".", "nosuch").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "zmqgen: unknown command \"nosuch\"; see go run . --help\n") {
		t.Errorf("%v\n%s", err, out)
	}
}
