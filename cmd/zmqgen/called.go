package main

import (
	"os"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
)

// advice finds a command of zmqgen's where a message tells to run it.
var advice = regexp.MustCompile(`\b(run:?|or run|with|see|header:|or) zmqgen( --help| [a-z]+)`)

// asCalled names the program in a message's advice as the user has called it.
func asCalled(text string) string {
	if !strings.Contains(text, " zmqgen ") || calledAs() == "zmqgen" {
		return text
	}
	return advice.ReplaceAllString(text, "${1} "+strings.ReplaceAll(calledAs(), "$", "$$")+"${2}")
}

// calledAs is the command that started this program: zmqgen, or the Go command that built it.
var calledAs = sync.OnceValue(func() string {
	path, err := os.Executable()
	if err != nil || !builtToRun.MatchString(path) {
		return "zmqgen"
	}
	parent, _ := os.ReadFile("/proc/" + strconv.Itoa(os.Getppid()) + "/cmdline") // where there is such a file
	info, ok := debug.ReadBuildInfo()
	return goCommand(strings.Split(string(parent), "\x00"), ok && info.Main.Version == "(devel)")
})

// builtToRun matches what go run and go tool execute: a file of a temporary directory, or of Go's cache.
var builtToRun = regexp.MustCompile(`[/\\]go-build\d+[/\\]b\d+[/\\]exe[/\\]|[/\\][0-9a-f]{2}[/\\][0-9a-f]{64}-d[/\\]`)

// goCommand returns the Go command that runs this program. Where its arguments cannot be read, it is the usual one in
// zmqgen's own module, or in another.
func goCommand(arguments []string, own bool) string {
	if len(arguments) > 2 && (arguments[1] == "run" || arguments[1] == "tool") {
		for _, word := range arguments[2:] {
			if !strings.HasPrefix(word, "-") {
				return "go " + arguments[1] + " " + word
			}
		}
	}
	if own {
		return "go run ./cmd/zmqgen"
	}
	return "go tool zmqgen"
}
