package golden_test

import (
	"errors"
	"os/exec"
	"strings"
	"testing"
)

// TestRace checks that the race detector reports two goroutines on one socket, and names both, and
// that it reports nothing if one passes the socket to the other.
func TestRace(t *testing.T) {
	needLibzmq(t)
	t.Parallel()
	program := buildWithRace(t)

	out, err := command{t: t, args: []string{program}}.run()
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		t.Errorf("the program ended with %v; want the race detector's exit code", err)
	}
	for _, want := range []string{"WARNING: DATA RACE", "main.firstUser", "main.secondUser"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the report lacks %q:\n%s", want, out)
		}
	}

	if out, err := (command{t: t, args: []string{program, "handover"}}).run(); err != nil {
		t.Errorf("a socket that is handed over: %v\n%s", err, out)
	}
}

func buildWithRace(t *testing.T) string {
	t.Helper()
	program := t.TempDir() + "/race"
	out, err := goCommand(t, "build", "-race", "-o", program, "./testdata/race").run()
	if err != nil && strings.Contains(string(out), "race") && strings.Contains(string(out), "support") {
		skipLoudly(t, "no race detector here: %s", out)
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}
