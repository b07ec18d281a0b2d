package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
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

There is one line per header: fingerprint, two spaces, name.`,
		Example: `  # is the installed header the pinned one?
  zmqgen fingerprint 4.2.0 /usr/include/zmq.h`,
		Args: atLeastOne("header", "give a file such as zmq.h, or a release such as "+defaultRelease),
		RunE: func(_ *cobra.Command, args []string) error {
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
	report := struct {
		Version      int           `json:"version"`
		Fingerprints []fingerprint `json:"fingerprints"`
		Errors       []string      `json:"errors"`
	}{jsonVersion, []fingerprint{}, []string{}}
	var lines strings.Builder
	var errs []error
	for _, name := range args {
		api, err := readAPI(name)
		if err != nil {
			errs = append(errs, err)
			report.Errors = append(report.Errors, err.Error())
			continue
		}
		report.Fingerprints = append(report.Fingerprints, fingerprint{name, api.Release, api.Fingerprint})
		fmt.Fprintf(&lines, "%s  %s\n", api.Fingerprint, name)
	}
	return errors.Join(append(errs, a.answer(format, report, lines.String()))...)
}
