package doctor

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/mod/semver"
)

// probe compiles a program against libzmq, and runs it: pkg-config may describe another installation
// than the one that the compiler finds, and the library may be of another release than the header. The flags are
// those of cgo, in its order.
func (d *Doctor) probe(ctx context.Context, dir string) []Finding {
	const what = "header"
	if err := os.WriteFile(filepath.Join(dir, "probe.c"), []byte(program), 0o600); err != nil {
		return []Finding{missing(what, err.Error(), "make sure that the directory for temporary files is writable")}
	}
	var args []string
	for _, flags := range []struct{ variable, option string }{{"CGO_CPPFLAGS", "--cflags"}, {"CGO_CFLAGS", ""}, {"", "probe.c"}, {"CGO_LDFLAGS", "--libs"}} {
		args = append(args, words(d.env[flags.variable])...)
		if flags.option == "probe.c" {
			args = append(args, "-o", "probe", flags.option)
		} else if flags.option != "" {
			out, err := d.run(ctx, d.env["PKG_CONFIG"], flags.option, "libzmq")
			if err != nil {
				return []Finding{missing(what, failure(out, err), d.install(forLibrary))}
			}
			args = append(args, pkgConfigWords(out)...)
		}
	}
	cc := words(d.env["CC"])
	if out, err := d.Run(ctx, Command{Dir: dir, Name: cc[0], Args: append(cc[1:], args...)}); err != nil {
		return []Finding{missing(what, "a program with zmq.h does not build: "+head(failure(out, err), 5), d.install(forLibrary))}
	}
	if target, foreign := d.foreign(); foreign {
		return []Finding{notTried("library", "a program for "+target+" does not run here")}
	}
	out, err := d.Run(ctx, Command{Dir: dir, Name: filepath.Join(dir, "probe")})
	if err != nil {
		return []Finding{missing("library", "a program with libzmq does not run: "+head(failure(out, err), 5),
			"set LD_LIBRARY_PATH, or DYLD_LIBRARY_PATH on macOS, to the directory of the library")}
	}
	return read(out)
}

// foreign returns the target of builds, and reports whether it is a system other than this one.
func (d *Doctor) foreign() (target string, is bool) {
	target = d.env["GOOS"] + "/" + d.env["GOARCH"]
	return target, target != d.env["GOHOSTOS"]+"/"+d.env["GOHOSTARCH"]
}

var (
	goWord        = regexp.MustCompile(`'([^']*)'|"([^"]*)"|(\S+)`)
	pkgConfigWord = regexp.MustCompile(`(?:\\.|[^\s\\])+`)
	escaped       = regexp.MustCompile(`\\(.)`)
)

// words splits flags as the go command does: quotes around a word keep it together.
func words(text string) []string {
	var list []string
	for _, match := range goWord.FindAllStringSubmatch(text, -1) {
		list = append(list, match[1]+match[2]+match[3])
	}
	return list
}

// pkgConfigWords splits flags as pkg-config prints them: with backslashes.
func pkgConfigWords(text string) []string {
	list := pkgConfigWord.FindAllString(text, -1)
	for i, word := range list {
		list[i] = escaped.ReplaceAllString(word, "$1")
	}
	return list
}

// program prints the releases of the header and the library, and the library's capabilities.
const program = `#include <stdio.h>
#include <zmq.h>
int main(void)
{
    static const char *const names[] = {"ipc", "tcp", "pgm", "tipc", "norm", "vmci", "curve", "gssapi", "draft", 0};
    int major, minor, patch, i;
    zmq_version(&major, &minor, &patch);
    printf("header %d.%d.%d\n", ZMQ_VERSION_MAJOR, ZMQ_VERSION_MINOR, ZMQ_VERSION_PATCH);
    printf("library %d.%d.%d\n", major, minor, patch);
#if defined ZMQ_HAS_CAPABILITIES
    for (i = 0; names[i]; i++)
        if (zmq_has(names[i]))
            printf("has %s\n", names[i]);
#endif
    return 0;
}
`

// read turns what the program printed into findings.
func read(out string) []Finding {
	var header, library string
	var capabilities []string
	for line := range strings.Lines(out) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "header":
			header = rest
		case "library":
			library = rest
		case "has":
			capabilities = append(capabilities, rest)
		}
	}
	list := strings.Join(capabilities, " ")
	if list == "" {
		list = "none"
	}
	findings := []Finding{found("header", header), found("library", library), found("capabilities", list)}
	if header != library {
		findings[1] = missing("library", library+", and the header is of "+header,
			"two releases of libzmq are installed: remove one, or set PKG_CONFIG_PATH and the library's path to the same one")
	}
	return findings
}

// least is the release that a package needs if zmqgen generates it by default.
const least = "4.2.0"

// tooOld refuses a header and a library that no package of zmqgen's default release builds with.
func tooOld(findings []Finding) []Finding {
	for i, finding := range findings {
		if is := "v" + finding.Is; finding.OK && semver.IsValid(is) && semver.Compare(is, "v"+least) < 0 {
			findings[i] = missing(finding.What, finding.Is+", too old: the package needs "+least+" or newer",
				"install a newer libzmq, or generate a package from this header, and name its directory")
		}
	}
	return findings
}
