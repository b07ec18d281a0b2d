package golden_test

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// speedColumns are the columns of README's speed table: where bench/results.md has them, with the threads free.
var speedColumns = []struct{ title, table, column string }{
	{"inproc 16 B", "PUSH → PULL over inproc", "16 B"},
	{"inproc 1 KiB", "PUSH → PULL over inproc", "1 KiB"},
	{"inproc 1 MiB", "PUSH → PULL over inproc", "1 MiB"},
	{"tcp 16 B", "PUSH → PULL over tcp", "16 B"},
	{"tcp 1 MiB", "PUSH → PULL over tcp", "1 MiB"},
	{"tcp round trip", "REQ ⇄ REP over tcp", "16 B, p50"},
}

// speedRows are its rows, and the names that bench/results.md gives them.
var speedRows = [][2]string{
	{"package libzmq: `Send`, `Recv`", "libzmq Send, Recv"},
	{"package libzmq: `SendBatch`, `RecvBatch`", "libzmq SendBatch, RecvBatch"},
	{"package zmq: `Send`, `Recv`", "zmq Send, Recv"},
	{"package zmq: `Send`, `RecvInto`", "zmq Send, RecvInto"},
	{"package zmq: `SendBatch`, `RecvBatch`", "zmq SendBatch, RecvBatch"},
	{"pebbe/zmq4", "pebbe/zmq4"},
	{"goczmq", "goczmq"},
	{"go-zeromq/zmq4", "go-zeromq/zmq4"},
}

// TestSpeedTable checks that README's speed table has the figures of bench/results.md. With -update it writes them.
func TestSpeedTable(t *testing.T) {
	results := readText(t, "../bench/results.md")
	var table strings.Builder
	table.WriteString("| |")
	for _, column := range speedColumns {
		table.WriteString(" " + column.title + " |")
	}
	table.WriteString(" allocations |\n| --- |" + strings.Repeat(" ---: |", len(speedColumns)+1) + "\n")
	for _, row := range speedRows {
		table.WriteString("| " + row[0] + " |")
		allocations := "—"
		for i, column := range speedColumns {
			cell := measured(results, column.table, row[1], column.column)
			if cell == "" && i == 0 {
				t.Fatalf("bench/results.md has no %s of %s", row[1], column.title)
			}
			parts := strings.Split(cell, ", ") // time and ratio, CPU time, allocations
			ratio, count := parts[0][strings.LastIndex(parts[0], " ")+1:], parts[len(parts)-1]
			if i == 0 && len(parts) > 1 {
				allocations = count
			}
			fmt.Fprintf(&table, " %s |", ratio)
		}
		fmt.Fprintf(&table, " %s |\n", allocations)
	}
	holdTable(t, "speed", table.String())
}

// TestMatrixTable checks that README names the cells of make test-matrix. With -update it writes them.
func TestMatrixTable(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("make test-matrix is for Linux")
	}
	holdTable(t, "matrix", string(command{t: t, args: []string{"../matrix/run.sh", "--readme"}}.output()))
}

// holdTable checks that README has a table where comments say so. With -update it writes it.
func holdTable(t *testing.T, name, table string) {
	t.Helper()
	readme := readText(t, "../README.md")
	begin, end := strings.Index(readme, "<!-- "+name), strings.Index(readme, "<!-- /"+name+" -->")
	if begin < 0 || end < begin {
		t.Fatalf("README.md has no place for the table of %s", name)
	}
	begin += strings.Index(readme[begin:], "\n") + 1
	if want := readme[:begin] + "\n" + table + "\n" + readme[end:]; readme != want {
		if !*update {
			t.Fatalf("README's table of %s has changed; run go test ./golden_test -run %s -update", name, t.Name())
		}
		if err := os.WriteFile("../README.md", []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// measured returns a cell of the first table in results whose title begins like this and whose threads are free, or
// "".
func measured(results, title, row, column string) string {
	var header []string
	inside := false
	for line := range strings.Lines(results) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "|") {
			if line != "" {
				inside = strings.HasPrefix(line, title) && strings.Contains(line, "threads free") && !strings.Contains(line, "glibc")
				header = nil
			}
			continue
		}
		if !inside {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if header == nil {
			header = cells
		} else if cells[0] == row {
			if i := slices.Index(header, column); i > 0 {
				return cells[i]
			}
		}
	}
	return ""
}
