package main

import (
	"os"
	"path"
	"path/filepath"

	"golang.org/x/mod/modfile"

	"github.com/zmqgen/zmqgen/internal/output"
)

// importPath returns the path by which Go programs import the package in dir, or "" where dir belongs
// to no module. The runnable examples need it.
func importPath(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	for root := abs; ; root = filepath.Dir(root) {
		if content, err := output.ReadRegular(filepath.Join(root, "go.mod")); err == nil {
			module := modfile.ModulePath(content)
			below, err := filepath.Rel(root, abs)
			if module == "" || err != nil {
				return ""
			}
			return path.Join(module, filepath.ToSlash(below))
		}
		if root == filepath.Dir(root) {
			return ""
		}
	}
}

// repository returns the directory of the repository that dir is part of, or else of the module, or the working
// directory.
func repository(dir string) string {
	found := "."
	here, hereErr := filepath.Abs(".")
	abs, err := filepath.Abs(dir)
	if err != nil || hereErr != nil {
		return found
	}
	for at := abs; ; at = filepath.Dir(at) {
		_, noGit := os.Stat(filepath.Join(at, ".git"))
		_, noModule := os.Stat(filepath.Join(at, "go.mod"))
		if noGit == nil || noModule == nil {
			if below, err := filepath.Rel(here, at); err == nil {
				found = below
			}
		}
		if noGit == nil || at == filepath.Dir(at) {
			return found
		}
	}
}
