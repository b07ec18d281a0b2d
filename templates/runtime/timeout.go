//go:build ignore

package libzmq

import (
	"math"
	"time"
)

const Forever time.Duration = -1

// milliseconds returns a timeout as libzmq takes it: -1 to wait for ever, and never less than d.
func milliseconds(d time.Duration) (int, error) {
	if d < 0 {
		return -1, nil
	}
	ms := d / time.Millisecond
	if d%time.Millisecond != 0 {
		ms++
	}
	if ms > math.MaxInt32 {
		return 0, EINVAL
	}
	return int(ms), nil
}

// timeout returns libzmq's milliseconds as a duration, any negative number as [Forever].
func timeout(ms int) time.Duration {
	if ms < 0 {
		return Forever
	}
	return time.Duration(ms) * time.Millisecond
}
