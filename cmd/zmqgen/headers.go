package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zmqgen/zmqgen/headers"
)

func (a *app) headersCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "headers",
		Short: "List the pinned releases of zmq.h",
		Long: `Headers lists the releases that --libzmq accepts: release, file, and the fingerprint
of the interface that the file declares, one release per line.`,
		Example: `  # the releases only
  zmqgen headers | cut -d ' ' -f 1`,
		Args: noArguments("leave it out"),
		RunE: func(*cobra.Command, []string) error {
			return a.listHeaders(format)
		},
	}
	addFormat(cmd, &format, "text", "json")
	return cmd
}

// pinnedHeader is a header that is part of zmqgen.
type pinnedHeader struct {
	Release     string `json:"release"`
	File        string `json:"file"`
	Fingerprint string `json:"fingerprint"`
}

func (a *app) listHeaders(format string) error {
	report := struct {
		Version int            `json:"version"`
		Headers []pinnedHeader `json:"headers"`
	}{Version: jsonVersion}
	var lines strings.Builder
	for _, release := range headers.Releases() {
		pinned, err := headers.Open(release)
		if err != nil {
			return err
		}
		report.Headers = append(report.Headers, pinnedHeader{pinned.Version, pinned.Name, pinned.Fingerprint})
		fmt.Fprintf(&lines, "%s %s %s\n", pinned.Version, pinned.Name, pinned.Fingerprint)
	}
	return a.answer(format, report, lines.String())
}
