package lower

import (
	"fmt"
	"strconv"

	"github.com/zmqgen/zmqgen/internal/binding"
	"github.com/zmqgen/zmqgen/internal/capi"
)

// systemErrnoGroup is the group of the errors that each system numbers in its own way.
const systemErrnoGroup = "Errno system"

// windowsErrnos holds the numbers that the C runtime of Windows gives the system's errors. Package syscall has
// other numbers for them there; elsewhere its numbers are the system's.
var windowsErrnos = map[string]int{
	"EAGAIN": 11, "EBADF": 9, "EFAULT": 14, "EINTR": 4, "EINVAL": 22, "EMFILE": 24, "ENODEV": 19, "ENOENT": 2,
	"ENOMEM": 12,

	"EADDRINUSE": 100, "EADDRNOTAVAIL": 101, "EAFNOSUPPORT": 102, "ECONNABORTED": 106, "ECONNREFUSED": 107,
	"ECONNRESET": 108, "EHOSTUNREACH": 110, "EINPROGRESS": 112, "EMSGSIZE": 115, "ENETDOWN": 116, "ENETRESET": 117,
	"ENETUNREACH": 118, "ENOBUFS": 119, "ENOTCONN": 126, "ENOTSOCK": 128, "ENOTSUP": 129, "EPROTONOSUPPORT": 135,
	"ETIMEDOUT": 138,
}

// systemErrnoBlocks lowers the errors that each system numbers in its own way: a block for Windows, and one for
// the systems whose numbers package syscall has.
func (l *lowerer) systemErrnoBlocks(group constGroup, members []capi.Constant) {
	unix := binding.ConstGroup{Doc: l.groupText(group, group.text)}
	windows := unix
	add := func(name, comment string) {
		if windowsErrnos[name] == 0 {
			l.fail("%s%s: nobody knows its number on Windows; add it to windowsErrnos in internal/lower/errnos.go", l.place(name), name)
			return
		}
		c := binding.Const{Name: name, Type: "Errno", Comment: comment}
		c.Value = fmt.Sprintf("Errno(syscall.%s)", name)
		unix.Consts = append(unix.Consts, c)
		c.Value = strconv.Itoa(windowsErrnos[name])
		windows.Consts = append(windows.Consts, c)
	}
	for _, c := range members {
		add(c.Name, l.constant(group, c).Comment)
	}
	for _, name := range systemErrnos {
		l.declare(name, name)
		add(name, l.constComment(name, name))
	}
	l.file("errno_unix").need("syscall")
	l.file("errno_unix").add(constRank, 0, unix)
	l.file("errno_windows").add(constRank, 0, windows)
}

// errnoAssertions returns assertions on the system's error numbers on Windows: elsewhere they are package
// syscall's.
func (l *lowerer) errnoAssertions() []string {
	var lines []string
	for _, c := range l.header.Constants {
		if number := windowsErrnos[c.Name]; c.Fallback && number != 0 {
			lines = append(lines, assertion(c.Name, strconv.Itoa(number)))
		}
	}
	for _, name := range systemErrnos {
		lines = append(lines, assertion(name, strconv.Itoa(windowsErrnos[name])))
	}
	return append(append([]string{"#ifdef _WIN32"}, lines...), "#endif")
}
