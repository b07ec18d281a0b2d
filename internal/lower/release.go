package lower

import (
	"errors"

	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/internal/records"
)

// Release returns the release that a header states, or "" if it states none.
func Release(header *capi.Header) string {
	r, err := releaseOf(header)
	if err != nil {
		return ""
	}
	return r.String()
}

// releaseOf returns the release that the header's version macros state.
func releaseOf(header *capi.Header) (records.Release, error) {
	var r records.Release
	found := 0
	for _, c := range header.Constants {
		switch c.Name {
		case "ZMQ_VERSION_MAJOR":
			r.Major = c.Value
		case "ZMQ_VERSION_MINOR":
			r.Minor = c.Value
		case "ZMQ_VERSION_PATCH":
			r.Patch = c.Value
		default:
			continue
		}
		found++
	}
	if found != 3 {
		return records.Release{}, errors.New(header.Name + ":1:1: the header does not state its release: " +
			"it needs ZMQ_VERSION_MAJOR, ZMQ_VERSION_MINOR and ZMQ_VERSION_PATCH, as every zmq.h has")
	}
	return r, nil
}
