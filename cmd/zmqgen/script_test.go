package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/zmqgen/zmqgen/headers"
)

var update = flag.Bool("update", false, "write the expected output in testdata/script again")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"zmqgen": main})
}

// TestScript runs zmqgen as a process, as the files of testdata/script say. Run it with -update to write the
// expected output again, and read the diff.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setupScript,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"stamps": stamps,
			"code":   code,
			"whole":  whole,
		},
	})
}

// setupScript lets a script name the program if there is no PATH.
func setupScript(env *testscript.Env) error {
	path, err := exec.LookPath("zmqgen")
	if err != nil {
		return err
	}
	env.Setenv("ZMQGEN", path)
	return nil
}

// stamps DIR FILE writes name, mode, size and time stamp of everything in DIR to FILE. Two such files are equal
// if nothing was written in between.
func stamps(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: stamps DIR FILE")
	}
	var list strings.Builder
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	for _, entry := range entries {
		info, err := entry.Info()
		ts.Check(err)
		fmt.Fprintln(&list, info.Name(), info.Mode(), info.Size(), info.ModTime().UnixNano())
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(list.String()), 0o666))
}

// whole FILE… makes complete headers from files that contain a release and additions to the pinned header of
// 4.2.0.
func whole(ts *testscript.TestScript, _ bool, args []string) {
	pin, err := headers.Open("4.2.0")
	ts.Check(err)
	pinned := regexp.MustCompile(`(?m)^#define ZMQ_VERSION_M.*\n|^#define ZMQ_VERSION_P.*\n`).ReplaceAll(pin.Content, nil)
	for _, name := range args {
		path := ts.MkAbs(name)
		ts.Check(os.WriteFile(path, []byte(ts.ReadFile(name)+string(pinned)), 0o666))
	}
}

// code N COMMAND… runs a command and wants exit code N; "! exec" would take any but 0.
func code(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: code N COMMAND [ARGUMENT…]")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if exit, ok := err.(*exec.ExitError); ok {
		got = fmt.Sprint(exit.ExitCode())
	} else {
		ts.Check(err)
	}
	if got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}
