package check

import (
	"encoding/json"
	"fmt"
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

// Names returns the names of the files that differ, one a line.
func Names(results []Result) string {
	var text strings.Builder
	for _, result := range results {
		for _, file := range result.Files {
			text.WriteString(file.Name + "\n")
		}
	}
	return text.String()
}

// JSON returns the results as one JSON object.
func JSON(results []Result) (string, error) {
	report := struct {
		Same     bool     `json:"same"`
		Packages []Result `json:"packages"`
	}{Same: AllSame(results), Packages: results}
	if report.Packages == nil {
		report.Packages = []Result{}
	}
	for i := range report.Packages {
		if report.Packages[i].Files == nil {
			report.Packages[i].Files = []File{}
		}
	}
	text, err := json.MarshalIndent(report, "", "  ")
	return string(text) + "\n", err
}

// GitHub returns the results as commands of GitHub Actions, which show them beside the files.
func GitHub(results []Result) string {
	var text strings.Builder
	for _, result := range results {
		for _, file := range result.Files {
			place := "file=" + property.Replace(file.Name)
			if file.Line > 0 {
				place += fmt.Sprintf(",line=%d", file.Line)
			}
			fmt.Fprintf(&text, "::error %s,title=zmqgen check::%s\n", place, data.Replace(explain(file)+"; "+result.Remedy))
		}
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
	return "zmqgen did not write this file, and it is in a generated directory"
}

// Summary says of each package how it stands, for people: one line for each file that differs, and what
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

// AllSame reports whether nothing differs.
func AllSame(results []Result) bool {
	for _, result := range results {
		if !result.Same {
			return false
		}
	}
	return true
}

// coloured paints a diff as git does: with codes that terminals know.
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
