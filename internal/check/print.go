package check

import (
	"fmt"
	"slices"
	"strings"
)

// Diffs returns the differences of all files as unified diffs.
func Diffs(results []Result, colour bool) string {
	var text strings.Builder
	for _, result := range results {
		for _, file := range result.Files {
			if colour {
				text.WriteString(coloured(file.Diff))
			} else {
				text.WriteString(file.Diff)
			}
		}
	}
	return text.String()
}

// Names returns the names of the files that differ, one per line.
func Names(results []Result) string {
	var text strings.Builder
	for _, result := range results {
		for _, file := range result.Files {
			text.WriteString(file.Name + "\n")
		}
	}
	return text.String()
}

// Report is the output of check for programs.
type Report struct {
	Version  int      `json:"version"` // of this form: 1
	Same     bool     `json:"same"`    // nothing differs, and all could be compared
	Packages []Result `json:"packages"`
	Warnings []string `json:"warnings"`
	Errors   []string `json:"errors"` // errors that do not belong to one of the packages
}

// NewReport summarizes results. Trouble is the error that prevented check from comparing anything, or nil.
func NewReport(results []Result, warnings []string, trouble error) Report {
	report := Report{
		Version: 1, Same: trouble == nil && !slices.ContainsFunc(results, func(r Result) bool { return !r.Same }),
		Packages: append([]Result{}, results...), Warnings: append([]string{}, warnings...), Errors: []string{},
	}
	if trouble != nil {
		report.Errors = strings.Split(trouble.Error(), "\n")
	}
	return report
}

// GitHub returns the report as GitHub Actions commands, which annotate the files.
func (r Report) GitHub() string {
	var text strings.Builder
	say := func(kind, place, message string) {
		fmt.Fprintf(&text, "::%s %stitle=zmqgen check::%s\n", kind, place, data.Replace(message))
	}
	for _, result := range r.Packages {
		for _, file := range result.Files {
			place := "file=" + property.Replace(file.Name) + ","
			if file.Line > 0 {
				place += fmt.Sprintf("line=%d,", file.Line)
			}
			say("error", place, explain(file)+"; "+result.Remedy)
		}
		if result.Error != "" {
			say("error", "", result.Error)
		}
	}
	for _, message := range r.Errors {
		say("error", "", message)
	}
	for _, message := range r.Warnings {
		say("warning", "", message)
	}
	return text.String()
}

// The characters that end a command of GitHub Actions, or a property of one.
var (
	data     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// explain says in a sentence what is wrong with a file.
func explain(file File) string {
	switch file.What {
	case "missing":
		return "this generated file is missing"
	case "changed":
		return "this generated file differs from what zmqgen writes"
	case "stale":
		return "zmqgen no longer writes this file"
	}
	return "zmqgen did not write this file, and it has the name of a generated one"
}

// Summary describes the state of a package for people: one line for each file that differs, and what
// to do.
func Summary(result Result) string {
	if result.Same {
		return fmt.Sprintf("%s: up to date with libzmq %s", result.Dir, result.Release)
	}
	var text strings.Builder
	for _, file := range result.Files {
		fmt.Fprintf(&text, "%s %s\n", file.What, file.Name)
	}
	files := "files differ"
	if len(result.Files) == 1 {
		files = "file differs"
	}
	fmt.Fprintf(&text, "%s: %d %s; %s", result.Dir, len(result.Files), files, result.Remedy)
	return text.String()
}

// coloured colours a diff as git does, with terminal escape codes.
func coloured(diff string) string {
	var text strings.Builder
	for line := range strings.Lines(diff) {
		line, end := strings.TrimSuffix(line, "\n"), "\n"
		switch {
		case strings.HasPrefix(line, "--- "), strings.HasPrefix(line, "+++ "):
			line = bold + line + plain
		case strings.HasPrefix(line, "@@"):
			line = cyan + line + plain
		case strings.HasPrefix(line, "-"):
			line = red + line + plain
		case strings.HasPrefix(line, "+"):
			line = green + line + plain
		}
		text.WriteString(line + end)
	}
	return text.String()
}

const (
	bold  = "\x1b[1m"
	red   = "\x1b[31m"
	green = "\x1b[32m"
	cyan  = "\x1b[36m"
	plain = "\x1b[m"
)
