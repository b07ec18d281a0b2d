package doctor

import (
	"slices"
	"strings"
)

// need is something that a machine can lack.
type need int

const (
	forCompiler need = iota
	forPkgConfig
	forLibrary
	forLoading // only the library
)

// system is a kind of machine, with the command that installs each need on it.
type system struct {
	names    []string // as ID and ID_LIKE of /etc/os-release have them, or GOOS
	install  string
	packages [4]string
}

var systems = []system{
	{[]string{"debian", "ubuntu"}, "sudo apt-get install", [4]string{"gcc libc6-dev", "pkg-config", "libzmq3-dev", "libzmq5"}},
	{[]string{"fedora", "rhel", "centos"}, "sudo dnf install", [4]string{"gcc", "pkgconf-pkg-config", "zeromq-devel", "zeromq"}},
	{[]string{"suse", "opensuse"}, "sudo zypper install", [4]string{"gcc", "pkg-config", "zeromq-devel", "libzmq5"}},
	{[]string{"arch"}, "sudo pacman -S", [4]string{"gcc", "pkgconf", "zeromq", "zeromq"}},
	{[]string{"alpine"}, "apk add", [4]string{"gcc musl-dev", "pkgconf", "zeromq-dev", "libzmq"}},
	{[]string{"darwin"}, "brew install", [4]string{"gcc", "pkgconf", "zeromq", "zeromq"}},
	{[]string{"freebsd"}, "pkg install", [4]string{"gcc", "pkgconf", "libzmq4", "libzmq4"}},
	{[]string{"windows"}, "pacman -S", [4]string{
		"mingw-w64-ucrt-x86_64-gcc", "mingw-w64-ucrt-x86_64-pkgconf", "mingw-w64-ucrt-x86_64-zeromq",
		"mingw-w64-ucrt-x86_64-zeromq",
	}},
}

// install returns the command for what is missing, on this machine.
func (d *Doctor) install(what need) string {
	for _, name := range d.names() {
		for _, s := range systems {
			if slices.Contains(s.names, name) {
				return "install it: " + s.install + " " + s.packages[what]
			}
		}
	}
	return "install " + [...]string{"a C compiler", "pkg-config", "libzmq's development files", "libzmq"}[what]
}

// names returns the machine's names for itself, the most specific one first.
func (d *Doctor) names() []string {
	if d.GOOS != "linux" {
		return []string{d.GOOS}
	}
	var id, like []string
	for line := range strings.Lines(d.OSRelease) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		words := strings.Fields(strings.Trim(value, `"'`))
		switch key {
		case "ID":
			id = words
		case "ID_LIKE":
			like = words
		}
	}
	return append(id, like...)
}
