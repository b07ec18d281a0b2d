package lower

import (
	"errors"
	"fmt"

	"golang.org/x/mod/semver"

	"github.com/zmqgen/zmqgen/internal/capi"
)

// release is a version of libzmq.
type release struct{ major, minor, patch int64 }

// String returns the release as "4.2.0".
func (r release) String() string {
	return fmt.Sprintf("%d.%d.%d", r.major, r.minor, r.patch)
}

// parseRelease reads a release such as "4.2.0".
func parseRelease(text string) (release, error) {
	var r release
	_, err := fmt.Sscanf(text, "%d.%d.%d", &r.major, &r.minor, &r.patch)
	if err != nil || r.String() != text {
		return release{}, fmt.Errorf("%q is no release such as 4.2.0", text)
	}
	return r, nil
}

// number returns the release as ZMQ_MAKE_VERSION computes it.
func (r release) number() int64 { return r.major*10000 + r.minor*100 + r.patch }

func (r release) before(other release) bool {
	return semver.Compare("v"+r.String(), "v"+other.String()) < 0
}

// Release returns the release that a header states, or "" where it states none.
func Release(header *capi.Header) string {
	r, err := releaseOf(header)
	if err != nil {
		return ""
	}
	return r.String()
}

// releaseOf returns the release that the header's version macros state.
func releaseOf(header *capi.Header) (release, error) {
	var r release
	found := 0
	for _, c := range header.Constants {
		switch c.Name {
		case "ZMQ_VERSION_MAJOR":
			r.major = c.Value
		case "ZMQ_VERSION_MINOR":
			r.minor = c.Value
		case "ZMQ_VERSION_PATCH":
			r.patch = c.Value
		default:
			continue
		}
		found++
	}
	if found != 3 {
		return release{}, errors.New(header.Name + ":1:1: the header does not say its release: " +
			"it needs ZMQ_VERSION_MAJOR, ZMQ_VERSION_MINOR and ZMQ_VERSION_PATCH, as every zmq.h has")
	}
	return r, nil
}
