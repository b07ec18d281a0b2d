package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zmqgen/zmqgen/headers"
	"github.com/zmqgen/zmqgen/internal/pipeline"
)

func (a *app) symbolsCommand() *cobra.Command {
	var flags symbolsFlags
	cmd := &cobra.Command{
		Use:   "symbols [header] [name...]",
		Short: "List the Go name of each symbol of a zmq.h",
		Long: `Symbols lists what becomes of each symbol of a header in the Go package: its Go name,
or in brackets the reason why it has none of its own. Drafts and deprecated symbols
are marked. The constant of an option is followed by the methods that set and read
it, and by the options of package zmq. The header is a file or a pinned release, by
default the default release. Each package contains the same list as SYMBOLS.md.

With names, it lists the symbols whose C or Go name contains one of them, in any case.

With --missing, it prints a record for each symbol that has none, to be filled in and
passed to generate --records.`,
		Example: `  # what is zmq_ctx_shutdown called?
  zmqgen symbols zmq_ctx_shutdown

  # what would zmqgen not bind of this header?
  zmqgen symbols --format json zmq.h | jq -r '.symbols[] | select(.go == null) | .c'`,
		RunE: func(_ *cobra.Command, args []string) error {
			return a.runSymbols(flags, args)
		},
	}
	cmd.Flags().StringVar(&flags.records, "records", "", "add the records in this `directory` to zmqgen's own")
	cmd.Flags().BoolVar(&flags.missing, "missing", false, "print a record to fill in for each symbol without one")
	addFormat(cmd, &flags.format, "text", "json")
	completeHeaders(cmd, 0)
	return cmd
}

// symbolsFlags is what the user asks for.
type symbolsFlags struct {
	format  string
	records string
	missing bool
}

func (a *app) runSymbols(flags symbolsFlags, args []string) error {
	var named []string
	if len(args) > 0 && namesHeader(args[0]) {
		named, args = args[:1], args[1:]
	}
	from, err := sourceOf(named)
	if err != nil {
		return err
	}
	own, err := readRecords(flags.records)
	if err != nil {
		return err
	}
	if flags.missing {
		return a.printMissing(from, own, args)
	}
	list, err := pipeline.Symbols(from, own...)
	if err != nil {
		return err
	}
	if len(args) > 0 {
		if list.Symbols = search(list.Symbols, args); len(list.Symbols) == 0 {
			return notFound(list.Release, args)
		}
	}
	for i := range list.Symbols {
		symbol := &list.Symbols[i]
		for _, accessor := range symbol.Accessors {
			if options := zmqOptions[accessor]; options != "" {
				symbol.Zmq = append(symbol.Zmq, strings.Split(options, ", ")...)
			}
		}
	}
	return a.answer(flags.format, list, symbolLines(list))
}

// printMissing prints records to fill in.
func (a *app) printMissing(from pipeline.Source, own []pipeline.RecordFile, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("--missing is for all symbols of a header; leave out %s", strings.Join(args, " "))
	}
	text, err := pipeline.MissingRecords(from, own...)
	if err != nil {
		return err
	}
	if text == "" {
		a.say("every symbol has a record")
	}
	return a.print(text)
}

// namesHeader tells a header from a name to look for.
func namesHeader(argument string) bool {
	_, err := os.Stat(argument)
	return err == nil || releaseForm.MatchString(argument) || strings.ContainsAny(argument, `./\`)
}

// search returns the symbols that have one of some texts in their names.
func search(symbols []pipeline.Symbol, texts []string) []pipeline.Symbol {
	return slices.DeleteFunc(slices.Clone(symbols), func(s pipeline.Symbol) bool {
		names := strings.ToLower(strings.Join(append([]string{s.C, s.Go}, s.Accessors...), " "))
		return !slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(names, strings.ToLower(text)) })
	})
}

// notFound says that a release has no such symbol, and which one has.
func notFound(release string, texts []string) error {
	wanted := strings.Join(texts, " or ")
	for _, other := range slices.Backward(headers.Releases()) {
		if list, err := pipeline.Symbols(pipeline.Source{Release: other}); err == nil && len(search(list.Symbols, texts)) > 0 {
			return fmt.Errorf("libzmq %s has no symbol like %s, and libzmq %s has; run zmqgen symbols %s %s", release, wanted, other, other, strings.Join(texts, " "))
		}
	}
	return fmt.Errorf("no pinned release has a symbol like %s; run zmqgen symbols for all", wanted)
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
		if len(symbol.Accessors) > 0 {
			becomes += ", " + strings.Join(symbol.Accessors, ", ")
		}
		for _, option := range symbol.Zmq {
			becomes += ", zmq." + option
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
