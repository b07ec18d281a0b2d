// Package doctor finds out whether this machine can build a generated package, with cgo and without it.
//
// Its input is a way to run programs, and the directory of a package, or none. Its output is a
// [Finding] for each thing that a build needs: the go command, with cgo a C compiler, pkg-config and libzmq
// with its header, without cgo a library that can be loaded, and the package itself. It returns no errors:
// something that cannot be determined is a finding.
package doctor

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Finding is what was found out about one thing.
type Finding struct {
	What   string `json:"what"`
	OK     bool   `json:"ok"`
	Is     string `json:"is"`               // what was found, or what went wrong
	Remedy string `json:"remedy,omitempty"` // what to do, if it is not OK
	// Optional is true for something that only the other kind of build needs, with cgo or without.
	Optional bool `json:"optional"`
}

// Command is a program to run.
type Command struct {
	Dir  string   // the working directory, or ""
	Env  []string // in addition to the environment
	Name string
	Args []string
}

// Runner runs a program and returns what it printed on both outputs, without white space at the ends.
type Runner func(ctx context.Context, cmd Command) (string, error)

// Doctor examines a machine.
type Doctor struct {
	Run       Runner
	GetEnv    func(string) string
	OSRelease string // the content of /etc/os-release, or ""
	GOOS      string
	TempDir   func() (dir string, remove func(), err error)
	Sample    func() (map[string][]byte, error) // the files of a package to try, if none is named

	env map[string]string // of the go command
}

// Examine checks everything that a build needs, in the order in which things depend on each other, and the
// package in dir, unless dir is "".
func (d *Doctor) Examine(ctx context.Context, dir string) []Finding {
	goCommand := d.goCommand(ctx)
	findings := []Finding{goCommand}
	temp, remove, err := d.TempDir()
	subject := subject{dir: dir}
	if err == nil {
		defer remove()
		if dir == "" {
			subject, err = d.writeSample(temp)
		}
	}
	if err != nil {
		return append(findings, missing("scratch files", err.Error(), "make sure that the directory for temporary files is writable"))
	}
	usesCGo, way := d.way(ctx, subject, goCommand)
	findings = append(findings, way)
	withCGo, capabilities := d.withCGo(ctx, temp, dir == "")
	findings = append(findings, optional(withCGo, !usesCGo)...)
	findings = append(findings, optional([]Finding{d.withoutCGo(ctx, temp, subject, goCommand)}, usesCGo)...)
	if dir == "" {
		return findings
	}
	if !goCommand.OK {
		return append(findings, notTried("package "+dir, "the go command does not run"))
	}
	return append(findings, d.builds(ctx, dir, capabilities)...)
}

// subject is the package to try.
type subject struct {
	dir string
	env []string // for the go command
}

// way says whether a build of the package uses cgo.
func (d *Doctor) way(ctx context.Context, pkg subject, goCommand Finding) (usesCGo bool, finding Finding) {
	const what = "a build here"
	if !goCommand.OK {
		return true, notTried(what, "the go command does not run")
	}
	files, err := d.Run(ctx, Command{Dir: pkg.dir, Env: pkg.env, Name: "go", Args: []string{"list", "-f", "{{len .CgoFiles}}", "."}})
	switch {
	case err == nil && lastLine(files) != "0":
		return true, found(what, "uses cgo")
	case d.env["CGO_ENABLED"] == "1" && err != nil:
		return true, missing(what, head(failure(files, err), 8), "")
	case d.env["CGO_ENABLED"] == "1":
		return false, found(what, "does not use cgo, because of a build tag or the package")
	}
	return false, found(what, "does not use cgo: CGO_ENABLED=0, which is also Go's default without a C compiler")
}

// withCGo checks what a build with cgo needs. It also returns the library's capabilities, if the library was found.
func (d *Doctor) withCGo(ctx context.Context, temp string, byDefault bool) (findings []Finding, capabilities string) {
	compiler := d.compiler(ctx)
	pkgConfig := d.pkgConfig(ctx)
	library := d.library(ctx, pkgConfig)
	findings = []Finding{compiler, pkgConfig, library}
	if !compiler.OK || !library.OK {
		return findings, ""
	}
	probed := d.probe(ctx, temp)
	if byDefault {
		probed = tooOld(probed)
	}
	findings = append(findings, probed...)
	return append(findings, optional([]Finding{d.static(ctx)}, true)...), probed[len(probed)-1].Is
}

// goVariables are the settings of cgo, with their defaults if there is no go command to ask.
var goVariables = map[string]string{
	"CC": "cc", "CGO_ENABLED": "", "CGO_CPPFLAGS": "", "CGO_CFLAGS": "", "CGO_LDFLAGS": "", "PKG_CONFIG": "pkg-config",
	"GOOS": "", "GOARCH": "", "GOHOSTOS": "", "GOHOSTARCH": "",
}

// readEnv asks the go command for the settings, which need not be in the environment.
func (d *Doctor) readEnv(ctx context.Context) (out string, err error) {
	names := slices.Sorted(maps.Keys(goVariables))
	out, err = d.run(ctx, "go", append([]string{"env", "-json"}, names...)...)
	d.env = make(map[string]string)
	if err == nil && json.Unmarshal([]byte(out), &d.env) == nil {
		return out, nil
	}
	for _, name := range names {
		d.env[name] = cmp.Or(d.GetEnv(name), goVariables[name])
	}
	return out, err
}

func (d *Doctor) run(ctx context.Context, name string, args ...string) (string, error) {
	return d.Run(ctx, Command{Name: name, Args: args})
}

// AllOK reports whether nothing is missing.
func AllOK(findings []Finding) bool {
	return !slices.ContainsFunc(findings, func(f Finding) bool { return !f.OK && !f.Optional })
}

// goCommand reads the settings of the go command.
func (d *Doctor) goCommand(ctx context.Context) Finding {
	version, err := d.run(ctx, "go", "version")
	settings, failed := d.readEnv(ctx)
	switch {
	case err != nil && version == "":
		return missing("go", err.Error(), "install Go from https://go.dev/dl/")
	case err != nil:
		return missing("go", head(version, 5), "correct the environment or go.mod until go version works")
	case failed != nil:
		return missing("go", head(failure(settings, failed), 5), "correct the environment or go.mod until go env works")
	}
	return found("go", strings.TrimPrefix(version, "go version "))
}

func (d *Doctor) compiler(ctx context.Context) Finding {
	command := words(d.env["CC"])
	if len(command) == 0 {
		return missing("C compiler", "CC names none", "unset CC, or set it to a C compiler")
	}
	version, err := d.run(ctx, command[0], "--version")
	if err != nil {
		return missing("C compiler", command[0]+": "+failure(version, err), d.install(forCompiler))
	}
	return found("C compiler", command[0]+": "+firstLine(version))
}

func (d *Doctor) pkgConfig(ctx context.Context) Finding {
	version, err := d.run(ctx, d.env["PKG_CONFIG"], "--version")
	if err != nil {
		return missing("pkg-config", failure(version, err), d.install(forPkgConfig))
	}
	return found("pkg-config", firstLine(version))
}

func (d *Doctor) library(ctx context.Context, pkgConfig Finding) Finding {
	if !pkgConfig.OK {
		return missing("libzmq", "not asked for: pkg-config is missing", d.install(forLibrary))
	}
	version, err := d.run(ctx, d.env["PKG_CONFIG"], "--modversion", "libzmq")
	if err != nil {
		return missing("libzmq", firstLine(failure(version, err)), d.install(forLibrary)+
			"; if it is installed elsewhere, set PKG_CONFIG_PATH to the directory of libzmq.pc")
	}
	return found("libzmq", version)
}

// builds builds the package, with drafts and without.
func (d *Doctor) builds(ctx context.Context, dir, capabilities string) []Finding {
	// The go command uses its cache even if libzmq.pc or zmq.h has changed. A new flag makes it rebuild.
	fresh := "-DZMQGEN_DOCTOR_" + rand.Text()
	build := d.goBuild(ctx, dir, fresh, "package "+dir, "run zmqgen check "+dir+", and see what is missing above")
	if !build.OK {
		return []Finding{build, notTried("with drafts", "the package does not build without them")}
	}
	drafts := d.goBuild(ctx, dir, fresh, "with drafts", "", "-tags", "zmq_draft")
	if drafts.OK && !slices.Contains(strings.Fields(capabilities), "draft") {
		drafts.Is = "builds, but this libzmq has no drafts: they fail with ENOTSUP"
	}
	drafts.OK = true // a build does not need them
	cache := found("build cache", "go build does not see a changed libzmq.pc or zmq.h (golang/go#24355); after one, run go build -a")
	return []Finding{build, drafts, cache}
}

func (d *Doctor) goBuild(ctx context.Context, dir, fresh, what, remedy string, flags ...string) Finding {
	args := append([]string{"build"}, flags...)
	env := []string{"CGO_CFLAGS=" + d.env["CGO_CFLAGS"] + " " + fresh}
	out, err := d.Run(ctx, Command{Dir: dir, Env: env, Name: "go", Args: append(args, ".")})
	if err != nil {
		return missing(what, "does not build: "+strings.ReplaceAll(head(failure(out, err), 8), "\n", "\n\t"), remedy)
	}
	return found(what, "builds")
}

// optional marks findings as optional, if they are.
func optional(findings []Finding, are bool) []Finding {
	for i := range findings {
		findings[i].Optional = findings[i].Optional || are && !findings[i].OK
	}
	return findings
}

func found(what, is string) Finding { return Finding{What: what, OK: true, Is: is} }

func missing(what, is, remedy string) Finding {
	return Finding{What: what, Is: is, Remedy: remedy}
}

func notTried(what, why string) Finding {
	return Finding{What: what, Is: "not tried: " + why}
}

// failure returns what a program said when it failed, or why it could not be run.
func failure(out string, err error) string {
	if out != "" {
		return out
	}
	return err.Error()
}

func firstLine(text string) string { return head(text, 1) }

// lastLine returns the answer of the go command, which can follow messages about downloads.
func lastLine(text string) string { return text[strings.LastIndexByte(text, '\n')+1:] }

func head(text string, lines int) string {
	all := strings.Split(text, "\n")
	return strings.Join(all[:min(lines, len(all))], "\n")
}

// Text returns the findings for people, one per line.
func Text(findings []Finding) string {
	var text strings.Builder
	for _, finding := range findings {
		verdict := "ok"
		switch {
		case strings.HasPrefix(finding.Is, "not tried: "):
			verdict = "skipped"
		case finding.Optional:
			verdict = "optional"
		case !finding.OK:
			verdict = "missing"
		}
		fmt.Fprintf(&text, "%-8s %-13s %s\n", verdict, finding.What, finding.Is)
		if finding.Remedy != "" {
			fmt.Fprintf(&text, "%-8s %-13s %s\n", "", "", finding.Remedy)
		}
	}
	return text.String()
}
