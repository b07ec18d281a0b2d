// Package report turns what the runs measured into tables, a plot and JSON.
package report

import (
	"encoding/json"
	"io"

	"github.com/zmqgen/zmqgen/bench/task"
)

// Report is everything that one run of the benchmark found.
type Report struct {
	Command     string    `json:"command"`
	Machine     Machine   `json:"machine"`
	Rounds      int       `json:"rounds"` // in each of the two passes
	Cases       []*Case   `json:"cases"`
	Skipped     []string  `json:"skipped,omitempty"` // what was left out, and why
	Targets     []Verdict `json:"targets,omitempty"`
	Description []string  `json:"description"` // how it was measured
}

// Machine describes what the benchmark ran on.
type Machine struct {
	CPU      string            `json:"cpu"`
	CPUs     int               `json:"cpus"`
	Governor string            `json:"governor,omitempty"` // of the CPU's frequency, where the system tells
	Kernel   string            `json:"kernel"`
	Go       string            `json:"go"`
	Compiler string            `json:"compiler"`
	Libzmq   string            `json:"libzmq"`
	Modules  map[string]string `json:"modules"` // the peers and their versions
}

// Where the threads of a run can be.
const (
	FreeCores = "free" // wherever the system puts them
	OneCore   = "one"  // all on one core
)

// Case is one workload with its parameters, and what each implementation made of it.
type Case struct {
	Workload  string `json:"workload"`
	Transport string `json:"transport"`
	Size      int    `json:"size"`
	Peers     int    `json:"peers,omitempty"`
	Cores     string `json:"cores"`
	Reference string `json:"reference,omitempty"` // the form of C that the others are compared with
	Rows      []*Row `json:"rows"`
}

// Number returns what the cases of a table differ in: the number of peers, or the size of messages.
func (c *Case) Number() int {
	if c.Peers > 0 {
		return c.Peers
	}
	return c.Size
}

// Row is what one implementation did in a case.
type Row struct {
	Name    string            `json:"name"`
	Title   string            `json:"title"`
	C       bool              `json:"c,omitempty"`      // libzmq in C, alone
	Shared  bool              `json:"shared,omitempty"` // sends the same bytes again and again, copied nowhere
	Failure string            `json:"failure,omitempty"`
	Count   int               `json:"count"`
	Figures map[string]Figure `json:"figures"` // by the names of measures
	Runs    []task.Result     `json:"runs"`    // one of each round, the first half of them from the first pass
}

// WriteJSON writes the report for programs.
func (r *Report) WriteJSON(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(r)
}

// row returns the row of a name, or nil if there is none that measured something.
func (c *Case) row(name string) *Row {
	for _, row := range c.Rows {
		if row.Name == name && row.Failure == "" && len(row.Runs) > 0 {
			return row
		}
	}
	return nil
}
