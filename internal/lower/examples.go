package lower

import (
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
	"github.com/zmqgen/zmqgen/templates"
)

// exampleFiles returns the runnable examples for the package: they import it by its path, under the
// name that they were written with.
func (l *lowerer) exampleFiles() []binding.SourceFile {
	if l.ImportPath == "" {
		return nil
	}
	var files []binding.SourceFile
	for _, source := range l.Templates.examples {
		if l.usesRenamed(string(source.Content)) {
			continue
		}
		_, content, _ := strings.Cut(string(source.Content), "\n\n") // after the build constraint
		content = strings.Replace(content, "package libzmq_test", "package "+l.Package+"_test", 1)
		content = strings.Replace(content, `"`+templates.ExampleImport+`"`, `libzmq "`+l.ImportPath+`"`, 1)
		files = append(files, binding.SourceFile{Name: source.Name, Stamp: []string{l.stamp()}, Content: content})
	}
	return files
}
