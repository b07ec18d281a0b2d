package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zmqgen/zmqgen/pipeline"
)

func (a *app) symbolsCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "symbols [header]",
		Short: "Say what each symbol of a zmq.h is called in Go",
		Long: `Symbols lists what becomes of each symbol of a header in the Go package: its Go name,
or in brackets the reason why it has none of its own. Drafts and what is deprecated
are marked. The header is a file or a pinned release; without one it is the default
release. The same list is in each package as SYMBOLS.md.`,
		Example: `  # what is zmq_ctx_shutdown called?
  zmqgen symbols | grep zmq_ctx_shutdown

  # what would zmqgen not bind of this header?
  zmqgen symbols --format json zmq.h | jq -r '.symbols[] | select(.go == null) | .c'`,
		Args: atMostOne("give one header, or none for libzmq " + defaultRelease),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := checkFormat(format, "text", "json"); err != nil {
				return err
			}
			return a.runSymbols(format, args)
		},
	}
	addFormat(cmd, &format, "text", "json")
	completeHeaders(cmd, 1)
	return cmd
}

func (a *app) runSymbols(format string, args []string) error {
	from, err := sourceOf(args)
	if err != nil {
		return err
	}
	list, err := pipeline.Symbols(from)
	if err != nil {
		return err
	}
	if format == "json" {
		return a.printJSON(list)
	}
	return a.print(symbolLines(list))
}

func symbolLines(list pipeline.SymbolList) string {
	width := 0
	for _, symbol := range list.Symbols {
		width = max(width, len(symbol.C))
	}
	var text strings.Builder
	for _, symbol := range list.Symbols {
		becomes := symbol.Go
		if becomes == "" {
			becomes = "(" + symbol.Reason + ")"
		}
		if symbol.Draft {
			becomes += ", draft"
		}
		if symbol.Deprecated {
			becomes += ", deprecated"
		}
		fmt.Fprintf(&text, "%-*s %s\n", width, symbol.C, becomes)
	}
	return text.String()
}
