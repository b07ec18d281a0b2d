// Version prints which libzmq the Go package was made from, and which libzmq this program runs with:
//
//	$ go run ./examples/version
//	made from libzmq 4.2.0
//	running with libzmq 4.3.4
//
// The two differ on most machines. That is fine as long as the second is not older than the first:
// the package holds the C header that it is compiled with against its own constants, and libzmq keeps
// its interface from one release to the next.
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
