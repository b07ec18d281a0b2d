package pipeline

import (
	"cmp"
	"fmt"

	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/internal/lower"
	"github.com/zmqgen/zmqgen/parser"
)

// oldestMajor is the first series of libzmq that zmqgen binds. In earlier series, functions of the
// same names take other parameters.
const oldestMajor = 4

// parse reads a header of a release that zmqgen binds. Headers of earlier releases are refused for their age, whatever
// else is wrong with them.
func parse(name string, content []byte) (*capi.Header, error) {
	header, err := parser.Parse(name, content)
	if err != nil {
		stated := &capi.Header{Name: name, Constants: parser.VersionMacros(name, content)}
		return nil, cmp.Or(checkRelease(stated), err)
	}
	return header, checkRelease(header)
}

// checkRelease refuses headers of releases that zmqgen cannot bind. A header that states no release is
// left to package lower.
func checkRelease(header *capi.Header) error {
	for _, c := range header.Constants {
		problem := ""
		switch c.Name {
		case "ZMQ_VERSION_MAJOR":
			if c.Value < oldestMajor {
				problem = fmt.Sprintf("zmqgen binds libzmq %d.0.0 and later", oldestMajor)
			}
			fallthrough
		case "ZMQ_VERSION_MINOR", "ZMQ_VERSION_PATCH":
			if c.Value < 0 || c.Value > 99 {
				problem = fmt.Sprintf("%s is %d, and a part of a release is between 0 and 99", c.Name, c.Value)
			}
		}
		if problem != "" {
			return fmt.Errorf("%s:%d:%d: this is the zmq.h of libzmq %s; %s",
				c.Pos.File, c.Pos.Line, c.Pos.Col, lower.Release(header), problem)
		}
	}
	return nil
}
