// Package doctor finds out whether this machine can build a generated package.
//
// Its input is a way to run programs, and the directory of a package, or none. Its output is a
// [Finding] for each thing that a build needs: the go command, cgo, a C compiler, pkg-config, libzmq
// with its header, and the package itself. It has no errors: what cannot be found out is a finding.
package doctor

import (
	"context"
	"fmt"
	"strings"
)

// Finding is what was found out about one thing.
type Finding struct {
	What   string `json:"what"`
	OK     bool   `json:"ok"`
	Is     string `json:"is"`               // what was found, or went wrong
	Remedy string `json:"remedy,omitempty"` // what to do, where it is not OK
}

// Runner runs a program and returns what it printed on both outputs, white space at the ends removed.
type Runner func(ctx context.Context, dir, name string, args ...string) (string, error)

// Doctor knows the machine.
type Doctor struct {
	Run       Runner
	GetEnv    func(string) string
	OSRelease string // the content of /etc/os-release, or ""
	GOOS      string
	TempDir   func() (dir string, remove func(), err error)
}

// Examine looks at all that a build needs, in the order in which one thing needs the other, and at the
// package in dir, unless dir is "".
func (d *Doctor) Examine(ctx context.Context, dir string) []Finding {
	findings := []Finding{d.goCommand(ctx), d.cgo(ctx)}
	compiler := d.compiler(ctx)
	pkgConfig := d.pkgConfig(ctx)
	findings = append(findings, compiler, pkgConfig)
	library := d.library(ctx, pkgConfig)
	findings = append(findings, library)
	if compiler.OK && library.OK {
		findings = append(findings, d.probe(ctx)...)
	}
	if dir != "" {
		findings = append(findings, d.build(ctx, dir), d.buildDrafts(ctx, dir))
	}
	return findings
}

// AllOK reports whether nothing is missing.
func AllOK(findings []Finding) bool {
	for _, finding := range findings {
		if !finding.OK {
			return false
		}
	}
	return true
}

func (d *Doctor) goCommand(ctx context.Context) Finding {
	version, err := d.Run(ctx, "", "go", "version")
	if err != nil {
		return missing("go", failure(version, err), "install Go from https://go.dev/dl/")
	}
	return found("go", strings.TrimPrefix(version, "go version "))
}

func (d *Doctor) cgo(ctx context.Context) Finding {
	enabled, err := d.Run(ctx, "", "go", "env", "CGO_ENABLED")
	if err != nil || enabled != "1" {
		return missing("cgo", "off", "set CGO_ENABLED=1, and install a C compiler for the target")
	}
	return found("cgo", "on")
}

func (d *Doctor) compiler(ctx context.Context) Finding {
	name := d.compilerName(ctx)
	version, err := d.Run(ctx, "", name, "--version")
	if err != nil {
		return missing("C compiler", name+": "+failure(version, err), d.install(forCompiler))
	}
	return found("C compiler", name+": "+firstLine(version))
}

// compilerName returns the compiler that cgo uses, without its flags.
func (d *Doctor) compilerName(ctx context.Context) string {
	name, err := d.Run(ctx, "", "go", "env", "CC")
	if words := strings.Fields(name); err == nil && len(words) > 0 {
		return words[0]
	}
	return "cc"
}

func (d *Doctor) pkgConfigName() string {
	if name := d.GetEnv("PKG_CONFIG"); name != "" {
		return name
	}
	return "pkg-config"
}

func (d *Doctor) pkgConfig(ctx context.Context) Finding {
	version, err := d.Run(ctx, "", d.pkgConfigName(), "--version")
	if err != nil {
		return missing("pkg-config", failure(version, err), d.install(forPkgConfig))
	}
	return found("pkg-config", firstLine(version))
}

func (d *Doctor) library(ctx context.Context, pkgConfig Finding) Finding {
	if !pkgConfig.OK {
		return missing("libzmq", "not asked for: pkg-config is missing", d.install(forLibrary))
	}
	version, err := d.Run(ctx, "", d.pkgConfigName(), "--modversion", "libzmq")
	if err != nil {
		return missing("libzmq", firstLine(failure(version, err)), d.install(forLibrary)+
			"; where it is installed in a place of its own, set PKG_CONFIG_PATH to the directory of libzmq.pc")
	}
	return found("libzmq", version)
}

func (d *Doctor) build(ctx context.Context, dir string) Finding {
	return d.goBuild(ctx, dir, "package "+dir, "run zmqgen check "+dir+", and see what is missing above")
}

// buildDrafts tells only whether drafts would build: most libraries have none.
func (d *Doctor) buildDrafts(ctx context.Context, dir string) Finding {
	finding := d.goBuild(ctx, dir, "with drafts", "", "-tags", "zmq_draft")
	if !finding.OK {
		finding = found("with drafts", "does not build: this libzmq was built without its draft interface")
	}
	return finding
}

func (d *Doctor) goBuild(ctx context.Context, dir, what, remedy string, flags ...string) Finding {
	args := append([]string{"build"}, flags...)
	out, err := d.Run(ctx, dir, "go", append(args, ".")...)
	if err != nil {
		return missing(what, "does not build: "+strings.ReplaceAll(head(failure(out, err), 8), "\n", "\n\t"), remedy)
	}
	return found(what, "builds")
}

func found(what, is string) Finding { return Finding{What: what, OK: true, Is: is} }

func missing(what, is, remedy string) Finding {
	return Finding{What: what, Is: is, Remedy: remedy}
}

// failure returns what a program said when it failed, or why it could not be run.
func failure(out string, err error) string {
	if out != "" {
		return out
	}
	return err.Error()
}

func firstLine(text string) string { return head(text, 1) }

func head(text string, lines int) string {
	all := strings.Split(text, "\n")
	return strings.Join(all[:min(lines, len(all))], "\n")
}

// Text returns the findings for people, one a line.
func Text(findings []Finding) string {
	var text strings.Builder
	for _, finding := range findings {
		verdict := "ok"
		if !finding.OK {
			verdict = "missing"
		}
		fmt.Fprintf(&text, "%-8s %-13s %s\n", verdict, finding.What, finding.Is)
		if finding.Remedy != "" {
			fmt.Fprintf(&text, "%-8s %-13s %s\n", "", "", finding.Remedy)
		}
	}
	return text.String()
}
