package doctor

import (
	"context"
	"os"
	"path/filepath"
	"strings"
)

// probe compiles a program against libzmq, and runs it: what pkg-config says may be of another
// installation than what the compiler finds, and the library of another release than the header.
func (d *Doctor) probe(ctx context.Context) []Finding {
	const what = "header"
	dir, remove, err := d.TempDir()
	if err != nil {
		return []Finding{missing(what, err.Error(), "see that the directory for temporary files can be written")}
	}
	defer remove()
	flags, err := d.Run(ctx, "", d.pkgConfigName(), "--cflags", "--libs", "libzmq")
	if err != nil {
		return []Finding{missing(what, failure(flags, err), d.install(forLibrary))}
	}
	if err := os.WriteFile(filepath.Join(dir, "probe.c"), []byte(program), 0o600); err != nil {
		return []Finding{missing(what, err.Error(), "see that the directory for temporary files can be written")}
	}
	args := append([]string{"-o", "probe", "probe.c"}, strings.Fields(flags)...)
	if out, err := d.Run(ctx, dir, d.compilerName(ctx), args...); err != nil {
		return []Finding{missing(what, "a program with zmq.h does not build: "+head(failure(out, err), 5), d.install(forLibrary))}
	}
	out, err := d.Run(ctx, dir, filepath.Join(dir, "probe"))
	if err != nil {
		return []Finding{missing("library", "a program with libzmq does not run: "+head(failure(out, err), 5),
			"set LD_LIBRARY_PATH, or DYLD_LIBRARY_PATH on macOS, to the directory of the library")}
	}
	return read(out)
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
