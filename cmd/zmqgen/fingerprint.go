package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zmqgen/zmqgen/pipeline"
)

func (a *app) fingerprintCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "fingerprint header...",
		Short: "Print the fingerprint of a header's interface",
		Long: `Fingerprint prints a SHA-256 of what a header declares: names, values, types,
parameters, layouts, and what is a draft. Comments, white space and the way that
conditions are spelled do not count, so that two headers of one fingerprint give the
same package. A header is a file or a pinned release.

There is one line for each header: fingerprint, two blanks, name.`,
		Example: `  # is the installed header the pinned one?
  zmqgen fingerprint 4.2.0 /usr/include/zmq.h`,
		Args: atLeastOne("header", "give a file such as zmq.h, or a release such as "+defaultRelease),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.runFingerprint(args)
		},
	}
	completeHeaders(cmd, 0)
	return cmd
}

// runFingerprint reads all headers, whatever is wrong with some of them.
func (a *app) runFingerprint(args []string) error {
	var list strings.Builder
	var errs []error
	for _, name := range args {
		from, err := source(name)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		api, err := pipeline.Read(from)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		fmt.Fprintf(&list, "%s  %s\n", api.Fingerprint, name)
	}
	return errors.Join(append(errs, a.print(list.String()))...)
}
