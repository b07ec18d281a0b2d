//go:build !linux

package output

import "errors"

// exchange would let two directories change places in one step.
func exchange(_, _ string) error {
	return errors.ErrUnsupported
}
