package main

import (
	"embed"
	"flag"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"strings"
	"time"

	"github.com/zmqgen/zmqgen/bench/report"
	"github.com/zmqgen/zmqgen/bench/runner"
	"github.com/zmqgen/zmqgen/bench/worker"
)

//go:embed c
var cSources embed.FS

// flags are the command line.
type flags struct {
	command  string // that does the same again
	quick    bool
	only     string
	rounds   int
	budget   time.Duration
	limit    time.Duration
	cores    string
	cpu      int
	json     string
	markdown string
	svg      string
}

func parseFlags(args []string) (*flags, error) {
	f := new(flags)
	set := flag.NewFlagSet("bench", flag.ContinueOnError)
	set.BoolVar(&f.quick, "quick", false, "fewer sizes, rounds and peers: about a minute")
	set.StringVar(&f.only, "only", "", "run what matches `REGEX`, by names such as push-pull/inproc/16/free/pebbe; C always runs beside it")
	set.IntVar(&f.rounds, "rounds", 0, "rounds of each of the two passes, in which each implementation has its turn (default 4, with -quick 2)")
	set.DurationVar(&f.budget, "budget", 0, "how long one run should take (default 150ms, with -quick 30ms)")
	set.DurationVar(&f.limit, "limit", 0, "after how long a run has failed (default 15s, with -quick 5s)")
	set.StringVar(&f.cores, "cores", "both", "leave threads `free`, keep them all on one core, or both")
	set.IntVar(&f.cpu, "cpu", runtime.NumCPU()-1, "the CPU for runs on one core")
	set.StringVar(&f.json, "json", "", "write the results to `FILE`")
	set.StringVar(&f.markdown, "markdown", "", "write the tables as Markdown to `FILE`")
	set.StringVar(&f.svg, "svg", "", "write a plot to `FILE`")
	if err := set.Parse(args); err != nil {
		return nil, err
	}
	if set.NArg() > 0 {
		return nil, fmt.Errorf("unexpected argument %q", set.Arg(0))
	}
	f.command = commandLine(set)
	return f, nil
}

// options works out what the flags mean.
func (f *flags) options() (runner.Options, error) {
	self, err := os.Executable()
	if err != nil {
		return runner.Options{}, err
	}
	o := runner.Options{
		Command: f.command,
		Self:    self, Quick: f.quick, CPU: f.cpu, Progress: os.Stderr, Passes: 2,
		Rounds: orDefault(f.rounds, f.quick, 2, 4),
		Limit:  orDefault(f.limit, f.quick, 5*time.Second, 15*time.Second),
		Budget: orDefault(f.budget, f.quick, 30*time.Millisecond, 150*time.Millisecond),
	}
	if o.Sources, err = readSources(); err != nil {
		return o, err
	}
	if o.Cores, err = coresOf(f.cores); err != nil {
		return o, err
	}
	if f.only != "" {
		o.Only, err = regexp.Compile(f.only)
	}
	return o, err
}

// commandLine returns the command that measures the same again, wherever its results go.
func commandLine(set *flag.FlagSet) string {
	words := []string{"go run"}
	if worker.WithCzmq {
		words = append(words, "-tags czmq")
	}
	words = append(words, ".")
	set.Visit(func(given *flag.Flag) {
		switch value := given.Value.String(); given.Name {
		case "json", "markdown", "svg":
		case "quick":
			words = append(words, "-quick")
		default:
			words = append(words, "-"+given.Name, value)
		}
	})
	return strings.Join(words, " ")
}

func orDefault[T int | time.Duration](given T, quick bool, short, long T) T {
	switch {
	case given > 0:
		return given
	case quick:
		return short
	}
	return long
}

func coresOf(word string) ([]string, error) {
	switch word {
	case "one":
		return []string{report.OneCore}, nil
	case "free":
		return []string{report.FreeCores}, nil
	case "both":
		return []string{report.FreeCores, report.OneCore}, nil
	}
	return nil, fmt.Errorf("-cores is %q; it must be one, free or both", word)
}

func readSources() (map[string][]byte, error) {
	entries, err := cSources.ReadDir("c")
	if err != nil {
		return nil, err
	}
	sources := make(map[string][]byte)
	for _, entry := range entries {
		if sources[entry.Name()], err = cSources.ReadFile("c/" + entry.Name()); err != nil {
			return nil, err
		}
	}
	return sources, nil
}

// write writes the report to where the flags say.
func (f *flags) write(r *report.Report) error {
	if err := r.WriteMarkdown(os.Stdout); err != nil {
		return err
	}
	for _, out := range []struct {
		name  string
		write func(*os.File) error
	}{
		{f.json, func(w *os.File) error { return r.WriteJSON(w) }},
		{f.markdown, func(w *os.File) error { return r.WriteMarkdown(w) }},
		{f.svg, func(w *os.File) error { return r.WriteSVG(w) }},
	} {
		if err := writeFile(out.name, out.write); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(name string, write func(*os.File) error) error {
	if name == "" {
		return nil
	}
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := write(file); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}
