// Package runner runs the workloads: each implementation in processes of its own, in turns.
package runner

import (
	"context"
	"fmt"
	"io"
	"os"
	"regexp"
	"time"

	"github.com/zmqgen/zmqgen/bench/report"
	"github.com/zmqgen/zmqgen/bench/task"
	"github.com/zmqgen/zmqgen/bench/worker"
)

// Options say what to run, and how.
type Options struct {
	Command  string // as the report states it
	Self     string // this program, which runs one task if it gets -worker
	Sources  map[string][]byte
	Quick    bool
	Only     *regexp.Regexp // what to run, by names such as push-pull/inproc/16/free/pebbe
	Cores    []string       // report.FreeCores, report.OneCore
	CPU      int            // for runs on one core
	Passes   int            // through everything
	Rounds   int            // in each pass
	Budget   time.Duration  // of one run, which sends as many messages as fill it
	Limit    time.Duration  // after which a run has failed
	Progress io.Writer
}

// Run runs everything.
func Run(ctx context.Context, o Options) (*report.Report, error) {
	if err := shareLimit(); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "zmqgen-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	fmt.Fprintln(o.Progress, "bench: compiling C's side")
	program, err := compile(o.Sources, dir)
	if err != nil {
		return nil, err
	}
	fmt.Fprintln(o.Progress, "bench: compiling Go's side without cgo")
	withoutCgo, err := compileWithoutCgo(dir)
	if err != nil {
		return nil, err
	}
	r := &report.Report{Command: o.Command, Machine: machine(), Rounds: o.Rounds, Description: describe(o)}
	if !worker.WithCzmq {
		skip(r, o, "goczmq is left out: it needs libczmq and libsodium with their headers, and the build tag czmq")
	}
	all := contenders(program, o.Self, withoutCgo)
	var races []*race
	for _, c := range plan(o) {
		if race := newRace(o, c, all, dir); race == nil {
			continue
		} else if reason := tooMany(c); reason != "" {
			skip(r, o, reason)
		} else {
			r.Cases = append(r.Cases, c)
			races = append(races, race)
		}
	}
	for pass := range o.Passes {
		for _, race := range races {
			if err := race.run(ctx, pass); err != nil {
				return nil, err
			}
		}
	}
	r.Summarise()
	return r, nil
}

// skip notes what is left out.
func skip(r *report.Report, o Options, reason string) {
	fmt.Fprintln(o.Progress, "bench: SKIPPED:", reason)
	r.Skipped = append(r.Skipped, reason)
}

// describe says how it was measured, for those who read the tables.
func describe(o Options) []string {
	return []string{
		fmt.Sprintf("Everything is measured in %d passes of %d rounds. In each round all implementations take turns, each in a process of its own, for about %v. Figures are medians of all rounds; ratios are medians of the ratios within a round.", o.Passes, o.Rounds, o.Budget),
		"CPU time is that of all threads of the process, in user and system mode.",
		"Sender and receiver are two threads of that process, or two goroutines. The clock runs from the first send to the last receive, after a warm-up. For all Go implementations the ends of a proxy and the peers of a ROUTER are sockets of package libzmq.",
		"High-water marks are libzmq's defaults, 1000 on each side; PUB and SUB have none, so that nothing is dropped. Batches are of 64. A receiver that allocates each message keeps the last 64.",
		"On one core GOMAXPROCS is 1, Go's default, but 4 for package libzmq, as its documentation advises, because it blocks in C.",
	}
}

// race is one case with those who take part in it.
type race struct {
	Options
	test       *report.Case
	contenders []contender
	processes  processes
}

// newRace returns nil if nobody takes part.
func newRace(o Options, c *report.Case, all []contender, dir string) *race {
	r := &race{Options: o, test: c, processes: processes{limit: o.Limit, cpu: o.CPU, dir: dir}}
	wanted := false
	for _, contender := range all {
		matches := o.Only == nil || o.Only.MatchString(caseName(c)+"/"+contender.name)
		if !contender.takesPart(c.Workload) || !matches && !contender.c {
			continue // C's forms take part always: the ratios are to them
		}
		wanted = wanted || matches
		r.contenders = append(r.contenders, contender)
		c.Rows = append(c.Rows, &report.Row{Name: contender.name, Title: contender.title, C: contender.c, Shared: contender.shared})
	}
	if !wanted {
		return nil
	}
	return r
}

func caseName(c *report.Case) string {
	return fmt.Sprintf("%s/%s/%d/%s", c.Workload, c.Transport, c.Number(), c.Cores)
}

// run lets the contenders run in turns. In the first pass it finds out before how much each does in the time of a run.
func (r *race) run(ctx context.Context, pass int) error {
	began := time.Now()
	if pass == 0 {
		for i := range r.contenders {
			r.calibrate(ctx, i)
		}
	}
	rounds := r.rounds(pass)
	for round := range rounds {
		for turn := range r.contenders {
			r.turn(ctx, (turn+round)%len(r.contenders)) // nobody always comes first
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	fmt.Fprintf(r.Progress, "bench: pass %d: %s: %d implementations, %d rounds, %.1f s\n",
		pass+1, caseName(r.test), len(r.contenders), rounds, time.Since(began).Seconds())
	return nil
}

// rounds returns how many rounds a pass has. Memory and threads need no long series.
func (r *race) rounds(pass int) int {
	switch {
	case r.test.Workload != task.Blocked:
		return r.Rounds
	case r.Quick && pass > 0:
		return 0
	}
	return 1
}

// calibrate finds the number of messages that fill the time of one run. It also shows who fails.
func (r *race) calibrate(ctx context.Context, i int) {
	row := r.test.Rows[i]
	if r.test.Workload == task.Blocked {
		row.Count = r.test.Peers
		return
	}
	first := firstCount(r.test)
	result, err := r.attempt(ctx, i, first)
	if err != nil {
		r.fail(i, err)
		return
	}
	perSend := float64(result.Nanoseconds) / float64(first)
	row.Count = max(first/10, 10, int(float64(r.Budget.Nanoseconds())/max(perSend, 1)))
}

// turn runs one contender once.
func (r *race) turn(ctx context.Context, i int) {
	row := r.test.Rows[i]
	if row.Failure != "" || ctx.Err() != nil {
		return
	}
	result, err := r.attempt(ctx, i, row.Count)
	if err != nil {
		r.fail(i, err)
		return
	}
	row.Runs = append(row.Runs, result)
}

func (r *race) attempt(ctx context.Context, i, count int) (task.Result, error) {
	t := task.Task{
		Workload: r.test.Workload, Transport: r.test.Transport, Size: r.test.Size, Peers: r.test.Peers,
		Warmup: warmup(r.test.Workload, count), Count: count,
	}
	return r.processes.run(ctx, r.test.Cores, r.contenders[i], t)
}

// warmup returns how many messages come before the clock starts. Round trips are judged by their slowest,
// and Go's scheduler looks at a program every 20 µs until it knows it.
func warmup(workload string, count int) int {
	if workload == task.RoundTrip || workload == task.ProxyTrip {
		return max(1, min(count, 5_000))
	}
	return max(1, min(count/10, 20_000))
}

// fail takes a contender out of the case, and says why.
func (r *race) fail(i int, err error) {
	r.test.Rows[i].Failure = err.Error()
	fmt.Fprintf(r.Progress, "bench: FAILED: %s/%s: %v\n", caseName(r.test), r.contenders[i].name, err)
}
