package output

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// TestReadWhole reads while another run writes: what it finds is one package or the other, and never a mixture.
func TestReadWhole(t *testing.T) {
	for name, prepare := range map[string]func(dir string){
		"whole":      func(string) {},
		"one by one": func(dir string) { mkdir(t, dir); put(t, filepath.Join(dir, "hand.go"), "package out\n") },
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "out")
			prepare(dir)
			packages := killPackages()
			mustWrite(t, dir, packages[0])
			var writers sync.WaitGroup
			defer writers.Wait()
			writers.Go(func() {
				for i := range 40 {
					if _, err := Write(t.Context(), dir, packages[i%2]); err != nil {
						t.Error(err)
					}
				}
			})
			for range 100 {
				requireWhole(t, dir, packages)
			}
		})
	}
}

// TestReadAgain: a directory that something changes without a lock, such as git, is read again.
func TestReadAgain(t *testing.T) {
	for what, change := range map[string]func(dir string){
		"replaced": func(dir string) { mustWrite(t, dir, files("a.go", "2")) },
		"created":  func(dir string) { put(t, filepath.Join(dir, "b.go"), goStamp) },
		"written":  func(dir string) { put(t, filepath.Join(dir, "a.go"), goStamp+"longer") },
		"removed":  func(dir string) { os.Remove(filepath.Join(dir, "a.go")) },
		"":         func(dir string) { put(t, filepath.Join(dir, "hand.go"), "not ours") },
	} {
		dir := filepath.Join(t.TempDir(), "out")
		mustWrite(t, dir, files("a.go", "1"))
		put(t, filepath.Join(dir, "hand.go"), "")
		s, err := read(dir)
		if err != nil {
			t.Fatal(err)
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer root.Close()
		before, err := s.target.list(root)
		if err != nil {
			t.Fatal(err)
		}
		change(dir)
		if err := s.verify(root, before); errors.Is(err, errChanged) != (what != "") {
			t.Errorf("%s: %v", what, err)
		}
	}
}
