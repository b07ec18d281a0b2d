package main

import (
	"os"
	"path"
	"path/filepath"

	"golang.org/x/mod/modfile"
)

// importPath returns the path by which Go programs import the package in dir, or "" where dir belongs
// to no module. The runnable examples need it.
func importPath(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	for root := abs; ; root = filepath.Dir(root) {
		if content, err := os.ReadFile(filepath.Join(root, "go.mod")); err == nil {
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
