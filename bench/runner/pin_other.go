//go:build !linux

package runner

import (
	"errors"
	"os/exec"
)

func startOn(*exec.Cmd, int) error {
	return errors.New("threads can be kept on one core on Linux only; use -cores free")
}
