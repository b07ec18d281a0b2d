//go:build ignore

package libzmq

import "fmt"

//zmqgen:bind ZMQ_MAKE_VERSION
func MakeVersion(major, minor, patch int) int {
	return major*10000 + minor*100 + patch
}

//zmqgen:with zmq_version
func CheckVersion() error {
	if err := loadError(); err != nil {
		return err
	}
	major, minor, patch := Version()
	if MakeVersion(major, minor, patch) >= leastVersion {
		return nil
	}
	return fmt.Errorf("libzmq %d.%d.%d is too old for this program, which needs %d.%d.%d or newer: update the library",
		major, minor, patch, leastVersion/10000, leastVersion/100%100, leastVersion%100)
}

//zmqgen:bind zmq_version
func Version() (major, minor, patch int) {
	var cMajor, cMinor, cPatch int32
	zmqVersion(&cMajor, &cMinor, &cPatch)
	return int(cMajor), int(cMinor), int(cPatch)
}
