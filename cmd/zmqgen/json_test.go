package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/internal/pipeline"
)

// TestJSONForm compares docs/json.md's table with the JSON that commands print.
func TestJSONForm(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "json.md"))
	if err != nil {
		t.Fatal(err)
	}
	table := make(map[string][]string)
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z]+)` \\| (`.*`.*) \\|$").FindAllStringSubmatch(string(page), -1) {
		names := regexp.MustCompile("`[a-z]+`").FindAllString(row[2], -1)
		slices.Sort(names)
		table[row[1]] = slices.Compact(names)
	}
	dir := filepath.Join(t.TempDir(), "zmq")
	writeOut(t, "generate", "--out", dir, "--quiet")
	if err := os.Remove(filepath.Join(dir, "errno.go")); err != nil {
		t.Fatal(err)
	}
	for command, args := range map[string][]string{
		"check": {dir, "nowhere"}, "doctor": nil, "fingerprint": {"4.2.0"}, "headers": nil, "symbols": nil, "version": nil,
		"inspect": nil, "apidiff": {"4.2.0", "4.3.5"},
	} {
		var got map[string]any
		if err := json.Unmarshal(writeOut(t, append([]string{command, "--format", "json"}, args...)...), &got); err != nil {
			t.Fatalf("%s: %v", command, err)
		}
		if got["version"] != 1.0 {
			t.Errorf("%s: version is %v", command, got["version"])
		}
		delete(got, "version")
		names := make(map[string]bool)
		if command == "inspect" || command == "apidiff" {
			for name := range got { // what is below speaks for itself
				names[name] = true
			}
		} else {
			fields(got, names)
		}
		known := []string{"revision", "line", "remedy", "error", "draft", "deprecated", "go", "reason", "target"} // only if there is one
		for _, name := range table[command] {
			if name = strings.Trim(name, "`"); !names[name] && !slices.Contains(known, name) {
				t.Errorf("%s prints no %s, and docs/json.md has it", command, name)
			}
			delete(names, name)
		}
		if len(names) > 0 {
			t.Errorf("docs/json.md lacks what %s prints: %q", command, slices.Sorted(maps.Keys(names)))
		}
	}
}

// fields collects the names of fields, at all depths.
func fields(value any, names map[string]bool) {
	switch value := value.(type) {
	case map[string]any:
		for name, field := range value {
			names[name] = true
			fields(field, names)
		}
	case []any:
		for _, element := range value {
			fields(element, names)
		}
	}
}

// writeOut runs a command and returns its standard output.
func writeOut(t *testing.T, args ...string) []byte {
	t.Helper()
	var out, errs bytes.Buffer
	a := &app{stdout: &out, stderr: &errs, generate: pipeline.Generate}
	a.run(args)
	return out.Bytes()
}
