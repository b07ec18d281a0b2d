// Version prints the release of libzmq that the Go package was generated from, and the one that this program runs with:
//
//	$ go run ./examples/version
//	made from libzmq 4.2.0
//	running with libzmq 4.3.4
//
// The two differ on most machines. That is fine as long as the second is not older than the first: libzmq keeps its
// interface from one release to the next, and the package checks its constants against the C header when it is
// compiled.
package main

import (
	"fmt"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

func main() {
	fmt.Printf("made from libzmq %d.%d.%d\n", libzmq.VersionMajor, libzmq.VersionMinor, libzmq.VersionPatch)
	major, minor, patch := libzmq.Version()
	fmt.Printf("running with libzmq %d.%d.%d\n", major, minor, patch)
}
