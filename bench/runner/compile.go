package runner

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// compile makes C's side of the benchmark from sources, with libzmq alone, as its author would have: with
// optimisation. It returns the path of the program.
func compile(sources map[string][]byte, dir string) (string, error) {
	program := filepath.Join(dir, "c-worker")
	args := []string{"-O2", "-Wall", "-Wextra", "-Werror", "-pthread", "-o", program}
	for name, content := range sources {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o666); err != nil {
			return "", err
		}
		if filepath.Ext(name) == ".c" {
			args = append(args, path)
		}
	}
	flags, err := exec.Command("pkg-config", "--cflags", "--libs", "libzmq").Output()
	if err != nil {
		return "", fmt.Errorf("pkg-config does not know libzmq: %w", err)
	}
	args = append(args, strings.Fields(string(flags))...)
	if out, err := exec.Command(compiler(), args...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("%s: %w\n%s", compiler(), err, out)
	}
	return program, nil
}

// compileWithoutCgo makes this program, whose package is in the working directory, a second time, without cgo.
func compileWithoutCgo(dir string) (string, error) {
	program := filepath.Join(dir, "worker-without-cgo")
	cmd := exec.Command("go", "build", "-o", program, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return program, nil
}

// compiler returns the C compiler's name.
func compiler() string {
	if cc := os.Getenv("CC"); cc != "" {
		return cc
	}
	return "cc"
}
