package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zmqgen/zmqgen/headers"
)

func (a *app) headersCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "headers",
		Short: "List the pinned releases of zmq.h",
		Long: `Headers lists the releases that --libzmq takes: release, file, and the fingerprint
of the interface that the file declares, on one line of standard output each.`,
		Example: `  # the releases only
  zmqgen headers | cut -d ' ' -f 1`,
		Args: noArguments("leave it out"),
		RunE: func(*cobra.Command, []string) error {
			return a.listHeaders()
		},
	}
}

func (a *app) listHeaders() error {
	var list strings.Builder
	for _, release := range headers.Releases() {
		pinned, err := headers.Open(release)
		if err != nil {
			return err
		}
		fmt.Fprintf(&list, "%s %s %s\n", pinned.Version, pinned.Name, pinned.Fingerprint)
	}
	return a.print(list.String())
}
