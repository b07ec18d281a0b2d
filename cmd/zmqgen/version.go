package main

import (
	"cmp"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

func (a *app) versionCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print zmqgen's own version",
		Long: `Version prints zmqgen's version, the revision of its sources if it is known, and what
it was built with, on one line.`,
		Example: `  # for a bug report
  zmqgen version`,
		Args: noArguments("leave it out"),
		RunE: func(*cobra.Command, []string) error {
			return a.answer(format, thisBuild(), versionLine()+"\n")
		},
	}
	addFormat(cmd, &format, "text", "json")
	return cmd
}

// buildDescription says what a program was built from. The build's time is left out: it would tell nothing that the
// revision does not.
type buildDescription struct {
	Version  int    `json:"version"` // of this form
	Zmqgen   string `json:"zmqgen"`
	Revision string `json:"revision,omitempty"`
	Modified bool   `json:"modified"` // the sources are not those of the revision
	Go       string `json:"go"`
	Target   string `json:"target"`
}

func versionLine() string { return thisBuild().String() }

func thisBuild() buildDescription {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	return describeBuild(info)
}

func describeBuild(info *debug.BuildInfo) buildDescription {
	build := buildDescription{
		Version: jsonVersion, Zmqgen: cmp.Or(info.Main.Version, "(devel)"),
		Go: runtime.Version(), Target: runtime.GOOS + "/" + runtime.GOARCH,
	}
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			build.Revision = setting.Value
		case "vcs.modified":
			build.Modified = setting.Value == "true"
		}
	}
	return build
}

// String returns it on one line.
func (b buildDescription) String() string {
	parts := []string{"zmqgen", b.Zmqgen}
	if b.Revision != "" {
		parts = append(parts, "revision", b.Revision)
	}
	if b.Modified {
		parts = append(parts, "with changes")
	}
	return strings.Join(append(parts, b.Go, b.Target), " ")
}
