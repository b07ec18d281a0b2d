// Package headers holds the pinned releases of zmq.h and the system headers they include.
//
// Its input is embedded in the program: zmq-*.h, headers.lock and sys/. Its output is a release's
// header with what the lock says about it. Its errors are an unknown release, which the message
// answers with the known ones, and a header that differs from the lock.
package headers

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"golang.org/x/mod/semver"
)

//go:embed zmq-*.h headers.lock sys
var files embed.FS

// Pinned is the header of one release.
type Pinned struct {
	Version     string // such as "4.2.0"
	Name        string // the file's name, such as "zmq-4.2.0.h"
	Content     []byte
	SHA256      string // of Content, in hexadecimal
	Fingerprint string // of the interface that Content declares, see capi.Fingerprint
}

// Releases returns the pinned releases, oldest first.
func Releases() []string {
	entries, _ := lock()
	versions := make([]string, len(entries))
	for i, entry := range entries {
		versions[i] = entry.Version
	}
	return versions
}

// Open returns the pinned header of a release.
func Open(version string) (Pinned, error) {
	entries, err := lock()
	if err != nil {
		return Pinned{}, err
	}
	for _, entry := range entries {
		if entry.Version != version {
			continue
		}
		if entry.Content, err = files.ReadFile(entry.Name); err != nil {
			return Pinned{}, fmt.Errorf("headers.lock: %s: no such file beside it; add it or remove the line", entry.Name)
		}
		sum := sha256.Sum256(entry.Content)
		if got := hex.EncodeToString(sum[:]); got != entry.SHA256 {
			return Pinned{}, fmt.Errorf("%s: SHA-256 is %s, headers.lock says %s; restore the file or update the lock", entry.Name, got, entry.SHA256)
		}
		return entry, nil
	}
	return Pinned{}, fmt.Errorf("no header of libzmq %s is pinned; choose one of: %s", version, strings.Join(Releases(), ", "))
}

// System returns the system headers that the parser finds in place of the machine's own.
func System() fs.FS {
	system, err := fs.Sub(files, "sys")
	if err != nil {
		panic(err) // the name is a valid path, so it cannot happen
	}
	return system
}

// lock reads headers.lock: one release per line, four fields.
func lock() ([]Pinned, error) {
	text, err := files.ReadFile("headers.lock")
	if err != nil {
		return nil, err
	}
	var entries []Pinned
	for number, line := range strings.Split(string(text), "\n") {
		fields := strings.Fields(line)
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		if len(fields) != 4 {
			return nil, fmt.Errorf("headers.lock:%d:1: %d fields; want version, file, SHA-256 and fingerprint", number+1, len(fields))
		}
		entries = append(entries, Pinned{Version: fields[0], Name: fields[1], SHA256: fields[2], Fingerprint: fields[3]})
	}
	slices.SortFunc(entries, func(a, b Pinned) int { return semver.Compare("v"+a.Version, "v"+b.Version) })
	return entries, nil
}
