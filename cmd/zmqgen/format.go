package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// addFormat declares the flag --format, and refuses other formats before the command runs. The first one is the default.
func addFormat(cmd *cobra.Command, format *string, formats ...string) {
	cmd.Flags().StringVar(format, "format", formats[0], "`format` of standard output: "+alternatives(formats))
	completeFlag(cmd, "format", formats)
	cmd.PreRunE = func(*cobra.Command, []string) error {
		if !slices.Contains(formats, *format) {
			return fmt.Errorf("--format %q is unknown; choose %s", *format, alternatives(formats))
		}
		return nil
	}
}

// alternatives joins words as in "a, b or c".
func alternatives(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// print writes the answer of a command to standard output. That it did not arrive is an error: the
// reader may be a program.
func (a *app) print(text string) error {
	if text == "" {
		return nil
	}
	if _, err := io.WriteString(a.stdout, asCalled(text)); err != nil {
		return fmt.Errorf("cannot write to standard output: %w", err)
	}
	return nil
}

// jsonVersion is the version of the form of all JSON that zmqgen prints; README.md describes it. A field that is added
// does not change it, and one that goes or changes its meaning does.
const jsonVersion = 1

// answer prints a value as one JSON object if that is the format, and the text otherwise.
func (a *app) answer(format string, value any, text string) error {
	if format != "json" {
		return a.print(text)
	}
	object, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	return a.print(string(object) + "\n")
}

// colour reports whether standard output is a terminal whose user has not asked for plain text.
func (a *app) colour() bool {
	if os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	file, ok := a.stdout.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}
