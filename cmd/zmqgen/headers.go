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
			if err := checkFormat(format, "text", "json"); err != nil {
				return err
			}
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
	var lines strings.Builder
	var list []pinnedHeader
	for _, release := range headers.Releases() {
		pinned, err := headers.Open(release)
		if err != nil {
			return err
		}
		list = append(list, pinnedHeader{pinned.Version, pinned.Name, pinned.Fingerprint})
		fmt.Fprintf(&lines, "%s %s %s\n", pinned.Version, pinned.Name, pinned.Fingerprint)
	}
	if format == "json" {
		return a.printJSON(struct {
			Version int            `json:"version"`
			Headers []pinnedHeader `json:"headers"`
		}{jsonVersion, list})
	}
	return a.print(lines.String())
}
