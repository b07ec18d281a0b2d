package main

import (
	"context"
	"errors"
	"fmt"
	"go/build"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/zmqgen/zmqgen/headers"
	"github.com/zmqgen/zmqgen/internal/output"
	"github.com/zmqgen/zmqgen/internal/pin"
	"github.com/zmqgen/zmqgen/internal/pipeline"
)

// defaultRelease is what zmqgen generates from where nothing else is asked for.
const defaultRelease = "4.2.0"

// maxHeader bounds what is read into memory. The parser's own limit is lower, and says more.
const maxHeader = 16 << 20

// generateFlags is what the user asks for.
type generateFlags struct {
	release  string
	header   string
	records  string
	out      string
	pkg      string
	examples bool
	cgo      bool
	dlopen   bool
	strict   bool
	quiet    bool
}

func (a *app) generateCommand() *cobra.Command {
	var flags generateFlags
	cmd := &cobra.Command{
		Use:   "generate",
		Short: "Write the Go package for a zmq.h",
		Long: `Generate writes the Go package for a zmq.h: a pinned one (--libzmq), or any other
(--header). Symbols without a record are bound as far as the header determines how,
and reported. Records of your own (--records) bind, rename or omit symbols: see
zmqgen symbols --missing.

All files are written or none. Unchanged files keep their time stamp, files that
zmqgen wrote earlier and no longer writes are removed, and files that it did not
write are left alone. If one of them has the name of a generated file, zmqgen stops
before it changes anything. The package takes its name from the Go files that are
already in the directory, unless --package gives another.

Messages go to standard error, and nothing goes to standard output.`,
		Example: `  # generated/v4.2.0, package libzmq
  zmqgen generate

  # a package of your own module
  zmqgen generate --libzmq 4.2.0 --out internal/zmq --package zmq

  # a line in a Go file of the package itself, for go generate
  //go:generate go tool zmqgen generate --libzmq 4.2.0 --out .

  # from the header of an installed libzmq
  zmqgen generate --header /usr/include/zmq.h --out zmq`,
		Args: noArguments("name the directory with --out"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed("libzmq") && cmd.Flags().Changed("header") {
				return errors.New("--libzmq and --header both select a header; give one of them")
			}
			if cmd.Flags().Changed("out") && flags.out == "" {
				return errors.New("--out names no directory; give one, or leave the flag out")
			}
			if out, err := filepath.Abs(flags.out); err == nil && filepath.Dir(out) == out {
				return fmt.Errorf("--out %s is the root of the file system; name a directory for the package", flags.out)
			}
			if cmd.Flags().Changed("header") && flags.header == "" {
				return errors.New("--header names no file; give one, or leave the flag out")
			}
			if err := flags.namePackage(cmd.Flags().Changed("package")); err != nil {
				return err
			}
			return a.runGenerate(flags)
		},
	}
	flags.register(cmd)
	completeFlag(cmd, "libzmq", headers.Releases())
	return cmd
}

func (flags *generateFlags) register(cmd *cobra.Command) {
	set := cmd.Flags()
	set.SortFlags = false
	set.StringVar(&flags.release, "libzmq", defaultRelease, "use the pinned header of this `release`; see zmqgen headers")
	set.StringVar(&flags.header, "header", "", "use this header `file` instead")
	set.StringVar(&flags.records, "records", "", "add the records in this `directory` to zmqgen's own")
	set.StringVarP(&flags.out, "out", "o", "", "write into this `directory` (default generated/v and the header's release)")
	set.StringVar(&flags.pkg, "package", pipeline.DefaultPackage, "`name` of the Go package, if the directory has none yet")
	set.BoolVar(&flags.examples, "examples", true, "write runnable examples as well; --examples=false leaves them out")
	set.BoolVar(&flags.cgo, "cgo", true, "write files for builds with cgo; --cgo=false leaves them out")
	set.BoolVar(&flags.dlopen, "dlopen", true, "write files for builds without cgo; --dlopen=false leaves them out")
	set.BoolVar(&flags.strict, "strict", false, "fail on symbols without a record")
	set.BoolVarP(&flags.quiet, "quiet", "q", false, "print only errors")
}

// namePackage takes the name from the Go files that are in the output directory already: one directory holds one
// package.
func (flags *generateFlags) namePackage(given bool) error {
	name, file := handWritten(flags.dir(flags.release))
	switch {
	case name == "":
		return nil
	case given && name != flags.pkg:
		return fmt.Errorf("--package %s: %s in the same directory is of package %s; give that name, or choose another directory", flags.pkg, file, name)
	case pipeline.CheckPackageName(name) != nil:
		return fmt.Errorf("%s is of package %s, and the generated package cannot be; choose another directory with --out", file, name)
	}
	flags.pkg = name
	return nil
}

// handWritten returns the name of the package in a directory, by a Go file there that zmqgen did not write.
func handWritten(dir string) (name, file string) {
	entries, _ := os.ReadDir(dir) // a directory that cannot be read cannot be written either
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		file := filepath.Join(dir, entry.Name())
		source, err := output.ReadRegular(file)
		if err != nil || output.Stamped(source) {
			continue
		}
		if ok, err := build.Default.MatchFile(dir, entry.Name()); err != nil || !ok {
			continue
		}
		if parsed, err := parser.ParseFile(token.NewFileSet(), "", source, parser.PackageClauseOnly); err == nil {
			return parsed.Name.Name, file
		}
	}
	return "", ""
}

func (a *app) runGenerate(flags generateFlags) error {
	opts, err := flags.options()
	if err != nil {
		return err
	}
	progress := a.say
	if flags.quiet {
		progress = func(string, ...any) {}
	}
	if opts.Examples {
		opts.ImportPath = importPath(flags.dir(pipeline.ReleaseMark))
	}
	source := flags.header
	if source == "" {
		source = "the pinned header of libzmq " + flags.release
	}
	progress("package %s from %s", flags.pkg, source)
	result, err := a.generate(opts)
	if err != nil {
		return err
	}
	for _, note := range result.Notes {
		progress("%s", note)
	}
	plan, err := write(flags.dir(result.Release), result.Files)
	if err != nil {
		return err
	}
	progress("%s", summary(result.Release, plan))
	return nil
}

// dir returns the directory of the package for a release.
func (flags *generateFlags) dir(release string) string {
	if flags.out != "" {
		return flags.out
	}
	return filepath.Join("generated", "v"+release)
}

// options reads and checks what the user gave.
func (flags *generateFlags) options() (pipeline.Options, error) {
	opts := pipeline.Options{Package: flags.pkg, Examples: flags.examples, Strict: flags.strict, NoCGo: !flags.cgo, NoDlopen: !flags.dlopen}
	if err := pipeline.CheckPackageName(flags.pkg); err != nil {
		return opts, fmt.Errorf("--%w", err) // "package NAME: …" becomes the flag's name
	}
	if !flags.cgo && !flags.dlopen {
		return opts, errors.New("--cgo=false and --dlopen=false leave no way to call libzmq; leave out one of them")
	}
	var err error
	if opts.Records, err = readRecords(flags.records); err != nil {
		return opts, err
	}
	if flags.header == "" {
		opts.Release = flags.release
		return opts, nil
	}
	content, err := readPinned(flags.header)
	opts.HeaderName, opts.Header = flags.header, content
	return opts, err
}

// readHeader reads a file, or a pipe, but no more of it than a header could be.
func readHeader(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, headerError(name, err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxHeader+1))
	if err != nil {
		return nil, headerError(name, err)
	}
	if len(content) > maxHeader {
		return nil, fmt.Errorf("%s: more than %d MiB; give a C header such as zmq.h", name, maxHeader>>20)
	}
	return content, nil
}

// readPinned is readHeader for what packages are made from: a header that a lock speaks of must be what
// the lock says.
func readPinned(name string) ([]byte, error) {
	content, err := readHeader(name)
	if err != nil {
		return nil, err
	}
	return content, pin.Verify(name, content)
}

// headerError words a failure to read the header in the manner of errors inside it: name first.
func headerError(name string, err error) error {
	remedy := ""
	switch {
	case errors.Is(err, fs.ErrNotExist):
		remedy = "; name a header with --header, or a pinned release with --libzmq"
	case errors.Is(err, fs.ErrPermission):
		remedy = "; make the file readable"
	case errors.Is(err, syscall.EISDIR):
		remedy = "; name the file in it, such as " + filepath.Join(name, "zmq.h")
	}
	return fmt.Errorf("%s: %w%s", name, output.Cause(err), remedy)
}

// write replaces the package. Until that is done, an interrupt ends it with everything as it was.
func write(dir string, generated []pipeline.File) (*output.Plan, error) {
	// Not earlier: while the package is generated nothing is on disk, and an interrupt may just kill.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	files := make([]output.File, len(generated))
	for i, file := range generated {
		files[i] = output.File(file)
	}
	return output.Write(ctx, dir, files)
}

// summary says what happened to the directory: in one line, after one for each file that changed. A new
// directory needs no such list.
func summary(release string, plan *output.Plan) string {
	var text strings.Builder
	verbs := map[output.State]string{output.Missing: "new", output.Changed: "changed", output.Stale: "removed"}
	for _, entry := range plan.Entries {
		if verb, ok := verbs[entry.State]; ok && !plan.Fresh() {
			fmt.Fprintf(&text, "%s %s\n", verb, filepath.Join(plan.Dir, entry.Name))
		}
	}
	written, removed := plan.Count(output.Missing)+plan.Count(output.Changed), plan.Count(output.Stale)
	fmt.Fprintf(&text, "libzmq %s: %d files in %s: %d written, %d unchanged, %d removed",
		release, len(plan.Entries)-removed, plan.Dir, written, plan.Count(output.Same), removed)
	return text.String()
}
