package runner

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/zmqgen/zmqgen/bench/report"
	"github.com/zmqgen/zmqgen/bench/task"
)

// processes runs tasks, each in a process of its own.
type processes struct {
	limit time.Duration // after which a process that has not ended is ended
	cpu   int           // for runs on one core
	env   []string      // beside this process's own
}

// run runs a command that answers with a result in JSON.
func (p processes) run(ctx context.Context, cores string, command []string) (task.Result, error) {
	ctx, cancel := context.WithTimeout(ctx, p.limit)
	defer cancel()
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.WaitDelay = time.Second
	cmd.Env = append(os.Environ(), p.env...)
	if err := p.start(cmd, cores); err != nil {
		return task.Result{}, err
	}
	err := cmd.Wait()
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return task.Result{}, fmt.Errorf("no result within %v", p.limit)
	}
	if err != nil {
		return task.Result{}, fmt.Errorf("%w: %s", err, firstLine(stderr.String()))
	}
	var result task.Result
	if err := json.Unmarshal(stdout.Bytes(), &result); err != nil {
		return task.Result{}, fmt.Errorf("the result is no JSON: %w", err)
	}
	return result, nil
}

// environment returns what a case sets for all sides. Memory that glibc keeps is what a program has that
// runs for long, or that has another allocator.
func environment(c *report.Case) []string {
	var env []string
	if c.MaxProcs > 0 {
		env = append(env, fmt.Sprintf("GOMAXPROCS=%d", c.MaxProcs))
	}
	if c.Kept {
		const above = "1000000000" // what no workload has on its way
		env = append(env, "MALLOC_TRIM_THRESHOLD_="+above, "MALLOC_MMAP_THRESHOLD_="+above, "MALLOC_TOP_PAD_=16777216")
	}
	return env
}

func (p processes) start(cmd *exec.Cmd, cores string) error {
	if cores == report.OneCore {
		return startOn(cmd, p.cpu)
	}
	return cmd.Start()
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
