package check

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/output"
)

// remedy returns the command that fixes a directory.
func remedy(arguments []string, files []File) string {
	text := "run: zmqgen " + command(arguments)
	var foreign []string
	for _, file := range files {
		if file.State == output.Foreign {
			foreign = append(foreign, file.Name)
		}
	}
	switch {
	case len(foreign) == 0:
		return text
	case len(foreign) == len(files):
		return "rename what zmqgen did not write: " + command(foreign)
	}
	return "rename what zmqgen did not write: " + command(foreign) + "; then " + text
}

// command joins the words of a command so that a shell splits them into the same words.
func command(words []string) string {
	quoted := slices.Clone(words)
	for i, word := range words {
		quoted[i] = quote(word)
	}
	return strings.Join(quoted, " ")
}

var harmless = regexp.MustCompile(`^[A-Za-z0-9_@%+=:,./-]+$`)

func quote(word string) string {
	word = filepath.ToSlash(word)
	if harmless.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
