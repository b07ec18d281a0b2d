package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zmqgen/zmqgen/internal/pipeline"
)

func (a *app) fingerprintCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "fingerprint header...",
		Short: "Print the fingerprint of a header's interface",
		Long: `Fingerprint prints a SHA-256 of what a header declares: names, values, types,
parameters, layouts, and which symbols are drafts. Comments, white space and the
spelling of conditions do not matter, so two headers with the same fingerprint give
the same package. A header is a file or a pinned release.

There is one line per header: fingerprint, two blanks, name.`,
		Example: `  # is the installed header the pinned one?
  zmqgen fingerprint 4.2.0 /usr/include/zmq.h`,
		Args: atLeastOne("header", "give a file such as zmq.h, or a release such as "+defaultRelease),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := checkFormat(format, "text", "json"); err != nil {
				return err
			}
			return a.runFingerprint(format, args)
		},
	}
	addFormat(cmd, &format, "text", "json")
	completeHeaders(cmd, 0)
	return cmd
}

// fingerprint is that of one header.
type fingerprint struct {
	Header      string `json:"header"` // as the user named it
	Release     string `json:"release"`
	Fingerprint string `json:"fingerprint"`
}

// runFingerprint reads all headers, whatever is wrong with some of them.
func (a *app) runFingerprint(format string, args []string) error {
	var lines strings.Builder
	list := []fingerprint{}
	var errs []error
	for _, name := range args {
		from, err := source(name)
		var api pipeline.API
		if err == nil {
			api, err = pipeline.Read(from)
		}
		if err != nil {
			errs = append(errs, err)
			continue
		}
		list = append(list, fingerprint{name, api.Release, api.Fingerprint})
		fmt.Fprintf(&lines, "%s  %s\n", api.Fingerprint, name)
	}
	if format == "json" {
		errs = append(errs, a.printJSON(struct {
			Version      int           `json:"version"`
			Fingerprints []fingerprint `json:"fingerprints"`
			Errors       []string      `json:"errors"`
		}{jsonVersion, list, texts(errs)}))
	} else {
		errs = append(errs, a.print(lines.String()))
	}
	return errors.Join(errs...)
}

// texts returns what errors say.
func texts(errs []error) []string {
	list := make([]string, len(errs))
	for i, err := range errs {
		list[i] = err.Error()
	}
	return list
}
