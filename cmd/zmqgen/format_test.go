package main

import (
	"bytes"
	"os"
	"runtime"
	"testing"
)

// TestColour: colour is for terminals whose user did not say no. To the system, the null device looks
// like a terminal; to whoever reads it, colour makes no difference.
func TestColour(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("has no such device")
	}
	device, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer device.Close()
	for _, test := range []struct {
		noColor, term string
		want          bool
	}{
		{"", "xterm", true}, {"1", "xterm", false}, {"", "dumb", false},
	} {
		t.Setenv("NO_COLOR", test.noColor)
		t.Setenv("TERM", test.term)
		if got := (&app{stdout: device}).colour(); got != test.want {
			t.Errorf("NO_COLOR=%s TERM=%s: %t", test.noColor, test.term, got)
		}
		if (&app{stdout: &bytes.Buffer{}}).colour() {
			t.Error("a buffer gets colour")
		}
	}
}
