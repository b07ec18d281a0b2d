package lower

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/zmqgen/zmqgen/internal/binding"
	"github.com/zmqgen/zmqgen/internal/records"
)

// systemErrnoBlocks lowers the errors that each system numbers in its own way: a block for Windows, and one for
// the systems whose numbers package syscall has.
func (l *lowerer) systemErrnoBlocks(g group) {
	unix := binding.ConstGroup{Doc: wrapText(l.text("group " + g.Name))}
	windows := unix
	add := func(name, comment string) {
		c := binding.Const{Name: name, Type: "Errno", Comment: comment}
		c.Value = fmt.Sprintf("Errno(syscall.%s)", name)
		unix.Consts = append(unix.Consts, c)
		c.Value = strconv.Itoa(l.records.Of(name).WindowsNumber)
		windows.Consts = append(windows.Consts, c)
	}
	for _, c := range g.members {
		add(c.Name, l.constant(g, c).Comment)
	}
	for _, r := range l.unlistedErrnos() {
		l.declare(r.Symbol, r.Symbol)
		add(r.Symbol, l.constComment(r.Symbol, r.Symbol))
	}
	l.file("errno_unix").need("syscall")
	l.file("errno_unix").add(constRank, 0, unix)
	l.file("errno_windows").add(constRank, 0, windows)
}

// unlistedErrnos returns the errors that libzmq returns though its header does not name them.
func (l *lowerer) unlistedErrnos() []*records.Record {
	return slices.DeleteFunc(slices.Clone(l.records.All()), func(r *records.Record) bool { return !r.Unlisted })
}

// errnoAssertions returns assertions on the system's error numbers on Windows: elsewhere, they are those of package
// syscall.
func (l *lowerer) errnoAssertions() []string {
	lines := []string{"#ifdef _WIN32"}
	for _, c := range l.header.Constants {
		if number := l.records.Of(c.Name).WindowsNumber; c.Fallback && number != 0 {
			lines = append(lines, assertion(c.Name, strconv.Itoa(number)))
		}
	}
	for _, r := range l.unlistedErrnos() {
		lines = append(lines, assertion(r.Symbol, strconv.Itoa(r.WindowsNumber)))
	}
	return append(lines, "#endif")
}
