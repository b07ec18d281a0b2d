package golden_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestErrnosOfWindows compares the table of package syscall's errors on Windows, which errors.Is uses, with the
// C runtime's header: each number is that of the name, and no error that both know is left out.
func TestErrnosOfWindows(t *testing.T) {
	compiler, err := exec.LookPath("x86_64-w64-mingw32-gcc")
	if err != nil {
		skipLoudly(t, "no C compiler for Windows: apt install gcc-mingw-w64-x86-64")
	}
	table, err := os.ReadFile(filepath.Join(packageDir(oldestRelease), "errno_windows.go"))
	if err != nil {
		t.Fatal(err)
	}
	inTable := make(map[string]string)
	for _, row := range regexp.MustCompile(`(?m)^\t(\d+): +syscall\.(E\w+),$`).FindAllStringSubmatch(string(table), -1) {
		inTable[row[2]] = row[1]
	}
	source := filepath.Join(t.TempDir(), "errno.c")
	if err := os.WriteFile(source, []byte("#include <errno.h>\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	macros := command{t: t, args: []string{compiler, "-dM", "-E", source}}.output()
	inGo := string(command{t: t, args: []string{"go", "doc", "-all", "syscall"}, env: []string{"GOOS=windows"}}.output())
	found := 0
	for _, macro := range regexp.MustCompile(`(?m)^#define (E[A-Z0-9]+) (\d+)\r?$`).FindAllStringSubmatch(string(macros), -1) {
		name, number := macro[1], macro[2]
		if !strings.Contains(inGo, "\t"+name+"\n") && !strings.Contains(inGo, "\t"+name+" ") {
			continue
		}
		found++
		if inTable[name] != number {
			t.Errorf("%s is %s in C and %q in the table", name, number, inTable[name])
		}
	}
	if found < 70 || found < len(inTable) {
		t.Errorf("%d errors that both know, and %d in the table", found, len(inTable))
	}
}
