package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print zmqgen's own version",
		Long: `Version prints zmqgen's version, the revision of its sources where it is known,
and what it was built with, on one line of standard output.`,
		Example: `  # for a report of a bug
  zmqgen version`,
		Args: noArguments("leave it out"),
		RunE: func(*cobra.Command, []string) error {
			return a.print(versionLine() + "\n")
		},
	}
}

// versionLine says what this program was built from. The build's time is left out: it would tell
// nothing that the revision does not.
func versionLine() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	return describeBuild(info) + fmt.Sprintf(" %s %s/%s", runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

func describeBuild(info *debug.BuildInfo) string {
	version := info.Main.Version
	if version == "" {
		version = "(devel)"
	}
	parts := []string{"zmqgen", version}
	for _, setting := range info.Settings {
		switch {
		case setting.Key == "vcs.revision":
			parts = append(parts, "revision", setting.Value)
		case setting.Key == "vcs.modified" && setting.Value == "true":
			parts = append(parts, "with changes")
		}
	}
	return strings.Join(parts, " ")
}
