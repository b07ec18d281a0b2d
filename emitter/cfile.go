package emitter

import (
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
)

// printC prints a C header: a stamp, what it is for, and its parts with a blank line between them.
func printC(file binding.CFile) []byte {
	blocks := []string{commented(strings.Join(file.Stamp, "\n"))}
	if file.Doc != "" {
		blocks = append(blocks, commented(file.Doc))
	}
	for _, part := range file.Parts {
		lines := part.Lines
		if part.Comment != "" {
			lines = append([]string{commented(part.Comment)}, lines...)
		}
		blocks = append(blocks, strings.Join(lines, "\n"))
	}
	return []byte(strings.Join(blocks, "\n\n") + "\n")
}
