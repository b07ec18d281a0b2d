package records

import (
	"fmt"

	"golang.org/x/mod/semver"
)

// Release is a version of libzmq. The zero value means no release.
type Release struct{ Major, Minor, Patch int64 }

// ParseRelease reads a release such as "4.2.0".
func ParseRelease(text string) (Release, error) {
	var r Release
	_, err := fmt.Sscanf(text, "%d.%d.%d", &r.Major, &r.Minor, &r.Patch)
	if err != nil || r.String() != text {
		return Release{}, fmt.Errorf("%q is not a release such as 4.2.0", text)
	}
	return r, nil
}

// String returns the release as "4.2.0".
func (r Release) String() string { return fmt.Sprintf("%d.%d.%d", r.Major, r.Minor, r.Patch) }

// Number returns the release as ZMQ_MAKE_VERSION computes it.
func (r Release) Number() int64 { return r.Major*10000 + r.Minor*100 + r.Patch }

// Before reports whether r is older than other.
func (r Release) Before(other Release) bool {
	return semver.Compare("v"+r.String(), "v"+other.String()) < 0
}

// lastPatches holds the last release of each series that has ended.
var lastPatches = map[[2]int64]int64{{4, 0}: 10, {4, 1}: 8, {4, 2}: 5}
