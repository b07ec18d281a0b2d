package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/zmqgen/zmqgen/internal/check"
)

// checkFlags is what the user asks for.
type checkFlags struct {
	header  string
	records string
	format  string
	list    bool
	quiet   bool
}

func (a *app) checkCommand() *cobra.Command {
	var flags checkFlags
	cmd := &cobra.Command{
		Use:   "check [directory...]",
		Short: "Compare generated packages with what zmqgen writes now",
		Long: `Check generates each package again, in memory, and compares it. The package itself
states what it was generated from, so flags of generate need not be repeated. Without
a directory, it checks every generated package below the working directory. The
header of a package is the pinned one that its stamp names, the one of --header, or
one that zmqgen pin keeps in the repository, whichever has the fingerprint of the
stamp.

It lists files that are missing, changed, stale, or foreign: not written by zmqgen,
but with the name of one of its files. Files that differ only in line endings are
considered equal. The differences go to standard output, as unified diffs that git
apply accepts; the list, and the command that fixes it, go to standard error. Check
writes nothing.

Exit codes: 0 if nothing differs, 1 if something does, 2 if the check failed. If
zmqgen is run with go run or go tool, the go command exits with 1 in both cases.`,
		Example: `  # all packages of this repository
  zmqgen check

  # one package, in CI on GitHub
  zmqgen check --format github internal/zmq

  # a package that was generated with --header
  zmqgen check --header third_party/zmq.h internal/zmq

  # a target in a Makefile
  check:
  	go tool zmqgen check internal/zmq`,
		RunE: func(_ *cobra.Command, dirs []string) error { return a.runCheck(flags, dirs) },
	}
	set := cmd.Flags()
	set.SortFlags = false
	set.StringVar(&flags.header, "header", "", "also compare packages that were generated from this header `file`")
	set.StringVar(&flags.records, "records", "", "use the records in this `directory` for packages that were generated with records")
	addFormat(cmd, &flags.format, "text", "json", "github")
	set.BoolVarP(&flags.list, "list", "l", false, "print only the names of files that differ")
	set.BoolVarP(&flags.quiet, "quiet", "q", false, "print only errors; the exit code reports the result")
	completeDirectories(cmd)
	return cmd
}

func (a *app) runCheck(flags checkFlags, dirs []string) error {
	if slices.Contains(dirs, "") {
		return errors.New("a directory has no name; give one, or leave it out")
	}
	if flags.list && flags.quiet {
		return errors.New("--list and --quiet contradict each other; give one of them")
	}
	if (flags.list || flags.quiet) && flags.format != "text" {
		return errors.New("--format is for the whole report; leave out --list and --quiet")
	}
	results, warnings, err := a.checkAll(flags, dirs)
	if flags.format == "text" {
		for _, warning := range warnings {
			a.say("%s", warning)
		}
	}
	differs := a.reportCheck(flags, check.NewReport(results, warnings, err))
	errs := []error{err}
	for _, result := range results {
		if result.Error != "" {
			errs = append(errs, errors.New(result.Error))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return err // trouble outweighs differences, which are printed by now
	}
	return differs
}

// checkAll checks all directories, whatever is wrong with some of them. The error is of none of them.
func (a *app) checkAll(flags checkFlags, dirs []string) (results []check.Result, warnings []string, err error) {
	checker := check.Checker{Generate: a.generate, ImportPath: importPath, HeaderName: flags.header, RecordsDir: flags.records, PinnedIn: repository}
	if flags.header != "" {
		if checker.Header, err = readPinned(flags.header); err != nil {
			return nil, nil, err
		}
	}
	if checker.Records, err = readRecords(flags.records); err != nil {
		return nil, nil, err
	}
	if len(dirs) == 0 {
		if dirs, warnings, err = check.Find("."); err != nil {
			return nil, nil, fmt.Errorf("cannot look for generated packages: %w", err)
		}
		if len(dirs) == 0 {
			return nil, warnings, errors.New("no generated package is in this directory or below; name one, or run zmqgen generate")
		}
	}
	for _, dir := range dirs {
		result, _ := checker.Dir(dir) // the error is part of it
		results = append(results, result)
	}
	return results, warnings, nil
}

// reportCheck prints the results, and returns errDiffers if something differs.
func (a *app) reportCheck(flags checkFlags, report check.Report) error {
	var text string
	switch {
	case flags.quiet:
	case flags.list:
		text = check.Names(report.Packages)
	case flags.format == "github":
		text = report.GitHub()
	default:
		text = check.Diffs(report.Packages, a.colour())
	}
	if err := a.answer(flags.format, report, text); err != nil {
		return err
	}
	for _, result := range report.Packages {
		if flags.format == "text" && !flags.list && !flags.quiet && result.Error == "" {
			a.say("%s", check.Summary(result))
		}
	}
	if !report.Same {
		return errDiffers
	}
	return nil
}
