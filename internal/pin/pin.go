// Package pin keeps headers of libzmq in a directory, with a lock that identifies each of them.
//
// Its input is a header with its fingerprint, and a directory. Its output is the directory: the header as
// zmq-RELEASE.h, and a line for it in headers.lock. Its errors are a header that would replace a pinned header, a
// header that is not what the lock says, and a lock that cannot be read.
package pin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/output"
)

// LockName is the name of the file that identifies the headers beside it.
const LockName = "headers.lock"

// Header is a header to pin.
type Header struct {
	Release     string
	Fingerprint string
	Content     []byte
}

// Outcome says how Pin changed the directory.
type Outcome string

// The outcomes of Pin.
const (
	Same     Outcome = "pinned before"
	Added    Outcome = "pinned"
	Replaced Outcome = "replaced"
)

// Pin adds a header to a directory, and returns the file's name there. A pinned header changes only if replace is
// set.
func Pin(dir string, header Header, replace bool) (string, Outcome, error) {
	lock, err := readLock(filepath.Join(dir, LockName))
	if err != nil {
		return "", "", err
	}
	is := entry{Release: header.Release, Name: "zmq-" + header.Release + ".h", SHA256: sum(header.Content), Fingerprint: header.Fingerprint}
	name := filepath.Join(dir, is.Name)
	var was entry
	i := slices.IndexFunc(lock.entries, func(e entry) bool { return e.Release == header.Release })
	pinned := i >= 0
	if pinned {
		was = lock.entries[i]
	}
	present, err := output.ReadRegular(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", "", cannot("read", name, err)
	}
	exists := err == nil
	if pinned && exists && was.Fingerprint == is.Fingerprint && was.is(header.Content) && was.is(present) {
		return name, Same, nil
	}
	if (pinned || exists) && !replace {
		return "", "", refuse(name, was, is, pinned, present)
	}
	outcome := Added
	if pinned || exists {
		outcome = Replaced
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return "", "", cannot("create", dir, err)
	}
	return name, outcome, output.Replace(context.Background(), dir, []output.File{
		{Name: is.Name, Content: header.Content}, {Name: LockName, Content: []byte(lock.with(is))},
	})
}

// refuse returns the reason why a header is not pinned over another one.
func refuse(name string, was, is entry, pinned bool, present []byte) error {
	const remedy = "compare the two with zmqgen apidiff, then pin with --replace"
	switch {
	case !pinned:
		return fmt.Errorf("%s exists, but is not in %s; move it away, or pin with --replace", name, LockName)
	case !was.is(present):
		return fmt.Errorf("%s does not match %s; restore it, or pin with --replace", name, LockName)
	case was.Fingerprint == is.Fingerprint:
		return fmt.Errorf("%s is pinned with another text of the same interface; pin with --replace to take this one", name)
	}
	return fmt.Errorf("%s is pinned with another interface, of fingerprint %s, and this header has %s; %s",
		name, was.Fingerprint, is.Fingerprint, remedy)
}

// Verify compares a header with the lock beside it. It reports nothing if there is no lock, or no line for the
// file.
func Verify(name string, content []byte) error {
	lock, err := readLock(filepath.Join(filepath.Dir(name), LockName))
	if err != nil {
		return err
	}
	for _, e := range lock.entries {
		if e.Name == filepath.Base(name) && !e.is(content) {
			return fmt.Errorf("%s does not match %s beside it: its SHA-256 is %s, not %s; restore it, or pin it with zmqgen pin --replace",
				name, LockName, sum(content), e.SHA256)
		}
	}
	return nil
}

// Find looks below a directory for a header that a lock lists with a fingerprint, and returns its name and content.
// It is an error if the header differs from the lock, but not if there is none.
func Find(root, fingerprint string) (name string, content []byte, err error) {
	_ = filepath.WalkDir(root, func(path string, dir fs.DirEntry, walkErr error) error {
		switch {
		case walkErr != nil:
			return nil // a directory that cannot be read: the header is not in there
		case dir.IsDir() && path != root && strings.HasPrefix(dir.Name(), "."):
			return fs.SkipDir
		case dir.IsDir() || dir.Name() != LockName:
			return nil
		}
		lock, lockErr := readLock(path)
		i := slices.IndexFunc(lock.entries, func(e entry) bool { return e.Fingerprint == fingerprint && e.Name == filepath.Base(e.Name) })
		if lockErr != nil || i < 0 {
			return nil // somebody else's file of this name
		}
		name = filepath.Join(filepath.Dir(path), lock.entries[i].Name)
		if content, err = output.ReadRegular(name); err != nil {
			err = cannot("read", name, err)
		} else {
			err = Verify(name, content)
		}
		return fs.SkipAll
	})
	return name, content, err
}

func cannot(what, name string, err error) error {
	return fmt.Errorf("cannot %s %s: %w", what, name, output.Cause(err))
}

func sum(content []byte) string {
	hash := sha256.Sum256(content)
	return hex.EncodeToString(hash[:])
}
