package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zmqgen/zmqgen/internal/pipeline"
)

// The exit codes of all commands. Code 1 is for commands that compare: it means that something differs, never that
// something failed.
const (
	exitOK      = 0
	exitDiffers = 1
	exitTrouble = 2
)

// errDiffers ends a command with exitDiffers. The differences have been printed by then.
var errDiffers = errors.New("something differs")

// app is what the commands share. Tests give it other streams and another generator.
type app struct {
	stdout, stderr io.Writer
	generate       func(pipeline.Options) (pipeline.Result, error)
}

// run is the whole program: arguments in, exit code out.
func run(args []string, stdout, stderr io.Writer) int {
	a := &app{stdout: stdout, stderr: stderr, generate: pipeline.Generate}
	return a.run(args)
}

func (a *app) run(args []string) (code int) {
	defer func() {
		if value := recover(); value != nil {
			a.say("%s", bugReport(value))
			code = exitTrouble
		}
	}()
	root := a.rootCommand()
	root.SetArgs(args)
	switch err := root.Execute(); err {
	case nil:
		return exitOK
	case errDiffers:
		return exitDiffers
	default:
		a.say("%v", err)
		return exitTrouble
	}
}

func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "zmqgen",
		Short: "Generate a Go package from a pinned zmq.h",
		Long: `Zmqgen generates, from a pinned zmq.h, a Go package that binds libzmq.

The headers and everything else that it needs are part of the program. Except for
doctor, it starts no other program. It writes the same bytes on every machine.

Exit codes: 0 for success, 1 if a comparison found differences, 2 for errors.`,
		Example: `  # write a package, commit it, and check in CI that it is up to date
  zmqgen generate --libzmq 4.2.0 --out internal/zmq
  zmqgen check internal/zmq`,
		Args: unknownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		// Errors are printed by run: one line each, without the usage.
		SilenceErrors: true,
		SilenceUsage:  true,

		DisableFlagsInUseLine: true,
		Version:               versionLine(),
	}
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w; see %s --help", err, cmd.CommandPath())
	})
	root.AddCommand(
		a.generateCommand(), a.checkCommand(),
		a.inspectCommand(), a.symbolsCommand(), a.fingerprintCommand(), a.apidiffCommand(), a.headersCommand(),
		a.pinCommand(),
		a.doctorCommand(), a.manCommand(), a.versionCommand(),
	)
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "help":
			cmd.Args = helpTopic
		case "completion":
			cmd.Args, cmd.RunE = shell, func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		}
	}
	return root
}

// helpTopic rejects help for a command that does not exist.
func helpTopic(cmd *cobra.Command, args []string) error {
	if found, rest, err := cmd.Root().Find(args); err == nil && found != nil && len(rest) == 0 {
		return nil
	}
	return unknownCommand(cmd.Root(), args)
}

// shell rejects completion for a shell that cobra does not know.
func shell(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var known []string
	for _, sub := range cmd.Commands() {
		known = append(known, sub.Name())
	}
	return fmt.Errorf("completion for %q is unknown; choose %s", args[0], alternatives(known))
}

// unknownCommand words the error for a misspelt command on one line.
func unknownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	remedy := "see zmqgen --help"
	root.SuggestionsMinimumDistance = 2
	if near := root.SuggestionsFor(args[0]); len(near) > 0 {
		remedy = "did you mean " + strings.Join(near, " or ") + "?"
	}
	return fmt.Errorf("unknown command %q; %s", strings.Join(args, " "), remedy)
}

// say prints a message on standard error. Each of its lines carries the program's name, because an error
// can be several: one for each place in a header.
func (a *app) say(format string, args ...any) {
	var text strings.Builder
	for line := range strings.Lines(asCalled(fmt.Sprintf(format, args...))) {
		text.WriteString("zmqgen: " + strings.TrimSuffix(line, "\n") + "\n")
	}
	// If standard error is closed, the message is lost.
	_, _ = io.WriteString(a.stderr, text.String())
}
