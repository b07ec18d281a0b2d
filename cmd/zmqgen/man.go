package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zmqgen/zmqgen/internal/output"
)

// manCommand writes manual pages, for those who package zmqgen. Cobra's own writer needs two modules
// more, which everyone who runs zmqgen by go run would load.
func (a *app) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "man directory",
		Short:  "Write manual pages into a directory",
		Long:   `Man writes a manual page for zmqgen and for each of its commands into a directory.`,
		Hidden: true,
		Args:   exactlyOne("directory", "give one such as /usr/local/share/man/man1"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return writePages(args[0], cmd.Root())
		},
	}
}

func writePages(dir string, root *cobra.Command) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("cannot create the directory for manual pages: %w", err)
	}
	var pages []output.File
	for _, cmd := range append([]*cobra.Command{root}, root.Commands()...) {
		if cmd.Hidden || cmd.Name() == "help" || cmd.Name() == "completion" {
			continue
		}
		pages = append(pages, output.File{Name: pageName(cmd) + ".1", Content: []byte(page(cmd))})
	}
	return output.Replace(context.Background(), dir, pages)
}

func pageName(cmd *cobra.Command) string {
	return strings.ReplaceAll(cmd.CommandPath(), " ", "-")
}

// page returns the manual page of a command. It has no date, and is the same whenever it is written.
func page(cmd *cobra.Command) string {
	var text strings.Builder
	fmt.Fprintf(&text, ".TH %s 1 \"\" \"zmqgen\" \"zmqgen\"\n", strings.ToUpper(pageName(cmd)))
	fmt.Fprintf(&text, ".SH NAME\n%s \\- %s\n", roff(pageName(cmd)), roff(strings.ToLower(cmd.Short[:1])+cmd.Short[1:]))
	synopsis := cmd.UseLine()
	if cmd.HasSubCommands() {
		synopsis = cmd.CommandPath() + " command [flags]"
	}
	fmt.Fprintf(&text, ".SH SYNOPSIS\n\\fB%s\\fR\n", roff(synopsis))
	text.WriteString(".SH DESCRIPTION\n" + strings.ReplaceAll(roff(cmd.Long), "\n\n", "\n.PP\n") + "\n")
	if flags := cmd.NonInheritedFlags().FlagUsages(); flags != "" {
		text.WriteString(".SH OPTIONS\n" + verbatim(flags))
	}
	if cmd.Example != "" {
		text.WriteString(".SH EXAMPLES\n" + verbatim(cmd.Example+"\n"))
	}
	text.WriteString(".SH SEE ALSO\n" + seeAlso(cmd) + "\n")
	return text.String()
}

func seeAlso(cmd *cobra.Command) string {
	if cmd.HasParent() {
		return ".BR zmqgen (1)"
	}
	var pages []string
	for _, sub := range cmd.Commands() {
		if !sub.Hidden && sub.Name() != "help" && sub.Name() != "completion" {
			pages = append(pages, ".BR "+roff(pageName(sub))+" (1)")
		}
	}
	return strings.Join(pages, "\n")
}

func verbatim(text string) string { return ".nf\n" + roff(text) + ".fi\n" }

// roff escapes what troff would take for a request or for typography.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
