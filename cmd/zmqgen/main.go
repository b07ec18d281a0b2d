// Zmqgen turns a pinned zmq.h into a Go package. Run zmqgen help for its commands.
package main

import "os"

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}
