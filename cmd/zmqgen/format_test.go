package main

import (
	"bytes"
	"os"
	"testing"
)

// TestColour checks that output to a terminal is colored unless the user disabled colors.
func TestColour(t *testing.T) {
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip(err)
	}
	defer terminal.Close()
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	for _, test := range []struct {
		noColor, term string
		want          bool
	}{
		{"", "xterm", true}, {"1", "xterm", false}, {"", "dumb", false},
	} {
		t.Setenv("NO_COLOR", test.noColor)
		t.Setenv("TERM", test.term)
		if got := (&app{stdout: terminal}).colour(); got != test.want {
			t.Errorf("NO_COLOR=%s TERM=%s: %t", test.noColor, test.term, got)
		}
		if (&app{stdout: &bytes.Buffer{}}).colour() || (&app{stdout: null}).colour() {
			t.Error("a buffer or a device gets colour")
		}
	}
}
