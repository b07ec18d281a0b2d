package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/zmqgen/zmqgen/check"
)

// checkFlags is what the user asks for.
type checkFlags struct {
	header string
	format string
	list   bool
	quiet  bool
}

func (a *app) checkCommand() *cobra.Command {
	var flags checkFlags
	cmd := &cobra.Command{
		Use:   "check [directory...]",
		Short: "Compare generated packages with what zmqgen writes today",
		Long: `Check makes each package again, in memory, and compares. What the package was made
from stands in the package itself, so that no flag of generate is repeated. Without
a directory it checks every generated package below the working directory.

It lists files that are missing, changed, stale, or foreign: not written by zmqgen.
The differences go to standard output as unified diffs that git apply takes, the
list and the command that mends it to standard error. Check writes nothing.

Exit codes: 0 if nothing differs, 1 if something does, 2 for trouble. The go command
ends with 1 in both cases where it runs zmqgen by go run.`,
		Example: `  # all packages of this repository
  zmqgen check

  # one package, in CI on GitHub
  zmqgen check --format github internal/zmq

  # a package that was made with --header
  zmqgen check --header third_party/zmq.h internal/zmq

  # a Makefile's target
  check:
  	go run github.com/zmqgen/zmqgen/cmd/zmqgen check internal/zmq`,
		RunE: func(_ *cobra.Command, dirs []string) error {
			if err := flags.validate(dirs); err != nil {
				return err
			}
			return a.runCheck(flags, dirs)
		},
	}
	set := cmd.Flags()
	set.SortFlags = false
	set.StringVar(&flags.header, "header", "", "the packages were made from this header `file`, not from a pinned one")
	addFormat(cmd, &flags.format, "text", "json", "github")
	set.BoolVarP(&flags.list, "list", "l", false, "print the names of files that differ, and no diffs")
	set.BoolVarP(&flags.quiet, "quiet", "q", false, "print errors only; the exit code tells")
	completeDirectories(cmd)
	return cmd
}

func (flags *checkFlags) validate(dirs []string) error {
	for _, dir := range dirs {
		if dir == "" {
			return errors.New("a directory has no name; give one, or leave it out")
		}
	}
	if flags.list && flags.quiet {
		return errors.New("--list asks for output and --quiet for none; give one of them")
	}
	if (flags.list || flags.quiet) && flags.format != "text" {
		return errors.New("--format is for the whole report; leave out --list and --quiet")
	}
	return checkFormat(flags.format, "text", "json", "github")
}

func (a *app) runCheck(flags checkFlags, dirs []string) error {
	checker := check.Checker{Generate: a.generate, ImportPath: importPath, HeaderName: flags.header}
	if flags.header != "" {
		content, err := readPinned(flags.header)
		if err != nil {
			return err
		}
		checker.Header = content
	}
	if len(dirs) == 0 {
		found, err := check.Find(".")
		if err != nil {
			return fmt.Errorf("cannot look for generated packages: %w", err)
		}
		if len(found) == 0 {
			return errors.New("no generated package is in this directory or below; name one, or run zmqgen generate")
		}
		dirs = found
	}
	var results []check.Result
	var errs []error
	for _, dir := range dirs {
		result, err := checker.Dir(dir)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		results = append(results, result)
	}
	differs := a.reportCheck(flags, results)
	if len(errs) > 0 {
		return errors.Join(errs...) // trouble outweighs differences, which are printed by now
	}
	return differs
}

// reportCheck prints the results, and returns errDiffers if something differs.
func (a *app) reportCheck(flags checkFlags, results []check.Result) error {
	text, err := flags.report(results, a.colour())
	if err != nil {
		return err
	}
	if err := a.print(text); err != nil {
		return err
	}
	if flags.format == "text" && !flags.list && !flags.quiet {
		for _, result := range results {
			a.say("%s", check.Summary(result))
		}
	}
	if !check.AllSame(results) {
		return errDiffers
	}
	return nil
}

// report returns what goes to standard output.
func (flags *checkFlags) report(results []check.Result, colour bool) (string, error) {
	switch {
	case flags.quiet:
		return "", nil
	case flags.list:
		return check.Names(results), nil
	case flags.format == "json":
		return check.JSON(results)
	case flags.format == "github":
		return check.GitHub(results), nil
	}
	return check.Diffs(results, colour), nil
}
