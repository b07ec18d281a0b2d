package pin

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/output"
)

// entry is one line of a lock.
type entry struct {
	Release, Name, SHA256, Fingerprint string
}

func (e entry) String() string {
	return strings.Join([]string{e.Release, e.Name, e.SHA256, e.Fingerprint}, " ")
}

// is reports whether a file is that of the entry, except for line ends: git may check it out with other ones.
func (e entry) is(content []byte) bool {
	unix := bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n"))
	windows := bytes.ReplaceAll(unix, []byte("\n"), []byte("\r\n"))
	return slices.Contains([]string{sum(content), sum(unix), sum(windows)}, e.SHA256)
}

// lock is the content of a lock: its lines, so that comments are kept, and the entries among them.
type lock struct {
	lines   []string
	entries []entry
}

// heading is the first line of a new lock.
const heading = "# release  file  SHA-256 of the file  fingerprint of the interface"

// readLock reads a lock. A missing one is empty.
func readLock(name string) (lock, error) {
	text, err := output.ReadRegular(name)
	if errors.Is(err, fs.ErrNotExist) {
		return lock{lines: []string{heading}}, nil
	}
	if err != nil {
		return lock{}, cannot("read", name, err)
	}
	var l lock
	for line := range strings.Lines(string(text)) {
		l.lines = append(l.lines, strings.TrimRight(line, "\r\n"))
		fields := strings.Fields(line)
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		if len(fields) != 4 {
			return lock{}, fmt.Errorf("%s:%d:1: %d fields; want release, file, SHA-256 and fingerprint", name, len(l.lines), len(fields))
		}
		l.entries = append(l.entries, entry{fields[0], fields[1], fields[2], fields[3]})
	}
	return l, nil
}

// with returns the text of the lock with an entry added or replaced.
func (l lock) with(e entry) string {
	lines := slices.Clone(l.lines)
	i := slices.IndexFunc(lines, func(line string) bool {
		fields := strings.Fields(line)
		return len(fields) == 4 && fields[0] == e.Release
	})
	if i < 0 {
		lines = append(lines, e.String())
	} else {
		lines[i] = e.String()
	}
	return strings.Join(lines, "\n") + "\n"
}
