//go:build ignore

package libzmq

import (
	"math"
	"time"
)

const Forever time.Duration = -1

// milliseconds returns a timeout for libzmq: -1 to wait forever, and never less than d.
func milliseconds(d time.Duration) (int, error) {
	return wholeUnits(d, time.Millisecond)
}

// wholeUnits returns d in units, rounded up, or -1 if d is negative.
func wholeUnits(d, unit time.Duration) (int, error) {
	if d < 0 {
		return -1, nil
	}
	n := d / unit
	if d%unit != 0 {
		n++
	}
	if n > math.MaxInt32 {
		return 0, EINVAL
	}
	return int(n), nil
}

// timeout returns libzmq's milliseconds as a duration, and any negative number as [Forever].
func timeout(ms int) time.Duration {
	if ms < 0 {
		return Forever
	}
	return time.Duration(ms) * time.Millisecond
}
