package output

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// swap puts the staged directory in the package's place.
func (at target) swap() error {
	var err error
	if !at.exists() {
		err = os.Rename(at.staged(), at.path)
	} else if err = exchange(at.staged(), at.path); errors.Is(err, errors.ErrUnsupported) {
		err = at.renameTwice()
	}
	return at.swapError(err)
}

// renameTwice is for systems that cannot exchange two directories.
func (at target) renameTwice() error {
	if err := os.Rename(at.path, at.replaced()); err != nil {
		return err
	}
	err := os.Rename(at.staged(), at.path)
	if err != nil {
		err = errors.Join(err, os.Rename(at.replaced(), at.path))
	}
	return err
}

func (at target) swapError(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, syscall.EBUSY) || errors.Is(err, syscall.EXDEV) {
		return fmt.Errorf("%s cannot be replaced as a whole, since it is a mount point or part of a read-only layer; choose a directory below it, or remove it first", at.name)
	}
	return trouble("cannot replace "+at.name, err, "nothing was changed")
}
