package doctor

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// static reports which archives of a static build, with the build tag zmq_static, this machine lacks. A machine that
// links libzmq as a shared library does not need them.
func (d *Doctor) static(ctx context.Context) Finding {
	const what = "static"
	flags, err := d.run(ctx, d.env["PKG_CONFIG"], "--static", "--libs", "libzmq")
	if err != nil {
		return missing(what, firstLine(failure(flags, err)), "")
	}
	cc := words(d.env["CC"])
	printed, err := d.run(ctx, cc[0], append(cc[1:], "-print-search-dirs")...)
	if err != nil {
		return missing(what, firstLine(failure(printed, err)), "")
	}
	archives, dirs := archivesOf(pkgConfigWords(flags))
	for line := range strings.Lines(printed) {
		if list, is := strings.CutPrefix(strings.TrimSpace(line), "libraries: ="); is {
			dirs = append(dirs, filepath.SplitList(list)...)
		}
	}
	lacks := slices.DeleteFunc(archives, func(archive string) bool {
		return slices.ContainsFunc(dirs, func(dir string) bool {
			_, err := os.Stat(filepath.Join(dir, archive))
			return err == nil
		})
	})
	if len(lacks) > 0 {
		return missing(what, "for the build tag zmq_static, these archives are missing: "+strings.Join(lacks, ", "),
			"https://github.com/zmqgen/zmqgen/blob/main/docs/building.md explains how to build without those that the system does not have")
	}
	return found(what, "all archives are there for the build tag zmq_static")
}

// archivesOf returns the archives that a linker's flags name, and the directories to search.
func archivesOf(flags []string) (archives, dirs []string) {
	for _, flag := range flags {
		if dir, is := strings.CutPrefix(flag, "-L"); is {
			dirs = append(dirs, dir)
		}
		if name, is := strings.CutPrefix(flag, "-l"); is {
			flag = "lib" + name + ".a"
		}
		if strings.HasSuffix(flag, ".a") && !slices.Contains(archives, flag) {
			archives = append(archives, flag)
		}
	}
	return archives, dirs
}
