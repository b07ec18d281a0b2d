package main

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
)

// bugReport describes a panic to the user: that it is not their fault, what to do, and what the maintainers need to
// fix it. The deferred function that recovers must call it.
func bugReport(value any) string {
	var text strings.Builder
	fmt.Fprintf(&text, "internal error: %v\n", value)
	text.WriteString("this is a bug in zmqgen; please report it at " + issues + " with the header and these lines:\n")
	fmt.Fprintf(&text, "  %s\n", versionLine())
	callers := make([]uintptr, 32)
	frames := runtime.CallersFrames(callers[:runtime.Callers(0, callers)])
	// The calls that led to the panic, innermost first, without the machine's directories.
	for panicked, more := false, true; more; {
		var frame runtime.Frame
		frame, more = frames.Next()
		if panicked && !strings.HasPrefix(frame.Function, "runtime.") {
			fmt.Fprintf(&text, "  %s (%s:%d)\n", frame.Function, filepath.Base(frame.File), frame.Line)
		}
		panicked = panicked || frame.Function == "runtime.gopanic"
	}
	return text.String()
}

const issues = "https://github.com/zmqgen/zmqgen/issues"
