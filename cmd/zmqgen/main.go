// Zmqgen turns a pinned zmq.h into a Go package. Run zmqgen help for its commands.
package main

import (
	"os"
	"runtime/debug"
)

func main() {
	// A run takes milliseconds and a few megabytes. Collecting garbage four times less often makes it a
	// tenth faster, and the limit holds it to the usual pace where a header is a large one.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	debug.SetMemoryLimit(128 << 20)
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}
