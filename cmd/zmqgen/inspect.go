package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/zmqgen/zmqgen/internal/inspect"
	"github.com/zmqgen/zmqgen/internal/pipeline"
)

// inspectFlags is what the user asks for.
type inspectFlags struct {
	target string
	format string
	stable bool
}

func (a *app) inspectCommand() *cobra.Command {
	var flags inspectFlags
	cmd := &cobra.Command{
		Use:   "inspect [header]",
		Short: "Show what a zmq.h declares",
		Long: `Inspect prints what a header declares, as zmqgen understands it: constants with their
values, macros, types with their layout, and functions, one per line and in C. The
header is a file or a pinned release, by default the default release.

Drafts are marked. Differences between targets follow on separate lines; with
--target, there is one target and there are no such lines.`,
		Example: `  # the pinned header
  zmqgen inspect

  # an installed header, as Windows sees it
  zmqgen inspect --target windows/amd64 /usr/include/zmq.h

  # the names of all functions
  zmqgen inspect --format json | jq -r '.functions[].name'`,
		Args: atMostOne("give one header, or none for libzmq " + defaultRelease),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.runInspect(flags, args)
		},
	}
	set := cmd.Flags()
	set.SortFlags = false
	set.StringVar(&flags.target, "target", "", "show what this `target` sees, such as windows/amd64")
	set.BoolVar(&flags.stable, "stable", false, "leave out drafts; needs --target")
	addFormat(cmd, &flags.format, "text", "json")
	completeFlag(cmd, "target", pipeline.Targets())
	completeHeaders(cmd, 1)
	return cmd
}

func (a *app) runInspect(flags inspectFlags, args []string) error {
	if flags.stable && flags.target == "" {
		return errors.New("--stable needs a target; add --target, such as --target linux/amd64")
	}
	if flags.target != "" {
		if err := pipeline.CheckTarget(flags.target); err != nil {
			return fmt.Errorf("--%w", err) // "target …" becomes the flag's name
		}
	}
	from, err := sourceOf(args)
	if err != nil {
		return err
	}
	api, err := pipeline.ReadTarget(from, flags.target, !flags.stable)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("/* libzmq %s, fingerprint %s */\n", api.Release, api.Fingerprint) + inspect.Text(api.Header)
	return a.answer(flags.format, inspect.NewReport(api.Header, api.Release, api.Fingerprint, flags.target), text)
}
