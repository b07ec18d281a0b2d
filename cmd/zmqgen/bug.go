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
	for _, call := range callStack() {
		fmt.Fprintf(&text, "  %s\n", call)
	}
	return text.String()
}

const issues = "https://github.com/zmqgen/zmqgen/issues"

// callStack returns the calls that led to a panic, innermost first, without the machine's directories.
func callStack() []string {
	callers := make([]uintptr, 32)
	callers = callers[:runtime.Callers(0, callers)]
	frames := runtime.CallersFrames(callers)
	var list []string
	for panicked := false; ; {
		frame, more := frames.Next()
		if panicked && !strings.HasPrefix(frame.Function, "runtime.") {
			list = append(list, fmt.Sprintf("%s (%s:%d)", frame.Function, filepath.Base(frame.File), frame.Line))
		}
		panicked = panicked || frame.Function == "runtime.gopanic"
		if !more {
			return list
		}
	}
}
