// Zmqgen turns a pinned zmq.h into a Go package. Run zmqgen help for its commands.
package main

import (
	"os"
	"runtime/debug"
)

func main() {
	// A run is so short that collecting garbage takes a third of it: 60 ms, or 44 if it is collected a quarter as often,
	// for 30 MB instead of 24. The limit restores the usual pace if a header is large.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	debug.SetMemoryLimit(128 << 20)
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}
