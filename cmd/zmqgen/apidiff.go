package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/zmqgen/zmqgen/internal/apidiff"
	"github.com/zmqgen/zmqgen/internal/pipeline"
)

func (a *app) apidiffCommand() *cobra.Command {
	var format string
	var breaking bool
	cmd := &cobra.Command{
		Use:   "apidiff old new",
		Short: "List what changed from one zmq.h to another",
		Long: `Apidiff compares two headers, each a file or a pinned release, and lists what was
added, removed, changed or renamed, and what became stable or a draft. A constant that
became another name for a new one is listed as renamed, and its old name is deprecated.

Changes that can break programs written for the old header are marked. A parameter
that became const breaks none.

Exit codes: 0 if programs for the old header work with the new one, 1 if something
can break them, 2 if the comparison failed.

The Go declarations that change with a symbol follow it, marked with Go; with --breaking,
only changes that can break programs are listed.`,
		Example: `  # what does the installed header have that the pinned one lacks?
  zmqgen apidiff 4.2.0 /usr/include/zmq.h

  # what breaks my program?
  zmqgen apidiff --breaking 4.2.0 4.3.5

  # a section for a changelog
  zmqgen apidiff --format markdown old/zmq.h new/zmq.h`,
		Args: exactlyTwo("give the old header and the new one"),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.runAPIDiff(format, breaking, args[0], args[1])
		},
	}
	addFormat(cmd, &format, "text", "json", "markdown")
	cmd.Flags().BoolVar(&breaking, "breaking", false, "list only what can break programs")
	completeHeaders(cmd, 2)
	return cmd
}

func (a *app) runAPIDiff(format string, breaking bool, old, new string) error {
	before, err := readAPI(old)
	if err != nil {
		return err
	}
	after, err := readAPI(new)
	if err != nil {
		return err
	}
	changes := apidiff.AddGo(apidiff.Compare(before.Header, after.Header), declarations(old), declarations(new))
	if breaking {
		changes = apidiff.OnlyBreaking(changes)
	}
	report := apidiff.NewReport(title(old, before), title(new, after), changes)
	text := report.Text()
	if format == "markdown" {
		text = report.Markdown()
	}
	if err := a.answer(format, report, text); err != nil {
		return err
	}
	if report.Breaking {
		return errDiffers
	}
	return nil
}

func readAPI(name string) (pipeline.API, error) {
	from, err := source(name)
	if err != nil {
		return pipeline.API{}, err
	}
	return pipeline.Read(from)
}

// declarations returns a header's Go declarations, or none if it is not a whole zmq.h: then C is all there is to
// compare.
func declarations(name string) map[string][]string {
	from, err := source(name)
	if err != nil {
		return nil
	}
	all, err := pipeline.Declarations(from)
	if err != nil {
		return nil
	}
	return all
}

// title names a header for people.
func title(name string, api pipeline.API) string {
	if api.Release == "" || api.Release == name {
		return "libzmq " + name
	}
	return fmt.Sprintf("libzmq %s (%s)", api.Release, name)
}
