//go:build ignore

package libzmq

/*
#include <zmq.h>
*/
import "C"

//zmqgen:bind ZMQ_MAKE_VERSION
func MakeVersion(major, minor, patch int) int {
	return major*10000 + minor*100 + patch
}

//zmqgen:bind zmq_version
func Version() (major, minor, patch int) {
	var cMajor, cMinor, cPatch C.int
	C.zmq_version(&cMajor, &cMinor, &cPatch)
	return int(cMajor), int(cMinor), int(cPatch)
}
