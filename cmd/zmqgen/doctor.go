package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"github.com/zmqgen/zmqgen/internal/doctor"
	"github.com/zmqgen/zmqgen/internal/pipeline"
)

func (a *app) doctorCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "doctor [directory]",
		Short: "Report whether this machine can build a generated package",
		Long: `Doctor checks for what a generated package needs: Go, and either cgo with a C
compiler, pkg-config and libzmq with its header, or without cgo a libzmq that can be
loaded. It reports which of the two a build here uses; what only the other one needs
is optional. It compiles and runs small programs, with the flags that cgo would use,
to find the releases of the header and the library, and the library's capabilities.
If a directory is given, it builds the package there, without Go's cache. For
everything that is missing, it prints the command that installs it here.

It is the only command of zmqgen that starts other programs.

Exit codes: 0 if nothing is missing, 1 if something is, 2 for errors.`,
		Example: `  zmqgen doctor

  # does this package build here?
  zmqgen doctor internal/zmq`,
		Args: atMostOne("give the directory of one package, or none"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runDoctor(format, strings.Join(args, ""))
		},
	}
	addFormat(cmd, &format, "text", "json")
	completeDirectories(cmd)
	return cmd
}

func (a *app) runDoctor(format, dir string) error {
	if dir != "" {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return fmt.Errorf("%s is not a directory; give the directory of a generated package", dir)
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	osRelease, _ := os.ReadFile("/etc/os-release") // of Linux, and not of each
	d := doctor.Doctor{
		Run: runProgram, GetEnv: os.Getenv, OSRelease: string(osRelease), GOOS: runtime.GOOS, TempDir: tempDir, Sample: sample,
	}
	findings := d.Examine(ctx, dir)
	report := struct {
		Version  int              `json:"version"`
		OK       bool             `json:"ok"`
		Findings []doctor.Finding `json:"findings"`
	}{jsonVersion, doctor.AllOK(findings), findings}
	if err := a.answer(format, report, doctor.Text(findings)); err != nil {
		return err
	}
	if !report.OK {
		return errDiffers
	}
	return nil
}

func runProgram(ctx context.Context, program doctor.Command) (string, error) {
	cmd := exec.CommandContext(ctx, program.Name, program.Args...)
	cmd.Dir = program.Dir
	cmd.Env = append(os.Environ(), program.Env...)
	out, err := cmd.CombinedOutput()
	return string(bytes.TrimSpace(out)), err
}

func tempDir() (dir string, remove func(), err error) {
	dir, err = os.MkdirTemp("", "zmqgen-doctor")
	return dir, func() { _ = os.RemoveAll(dir) }, err
}

// sample returns a package of the default release.
func sample() (map[string][]byte, error) {
	result, err := pipeline.Generate(pipeline.Options{Release: defaultRelease, Package: pipeline.DefaultPackage})
	if err != nil {
		return nil, err
	}
	files := make(map[string][]byte)
	for _, file := range result.Files {
		files[file.Name] = file.Content
	}
	return files, nil
}
