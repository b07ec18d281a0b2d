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
	dir   string        // where they run, for files that they leave
}

// run runs a contender, which answers with a result in JSON.
func (p processes) run(ctx context.Context, cores string, c contender, t task.Task) (task.Result, error) {
	ctx, cancel := context.WithTimeout(ctx, p.limit)
	defer cancel()
	var stdout, stderr bytes.Buffer
	command := c.command(t)
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.WaitDelay = time.Second
	cmd.Dir = p.dir
	if c.maxProcs > 0 && cores == report.OneCore {
		cmd.Env = append(os.Environ(), fmt.Sprintf("GOMAXPROCS=%d", c.maxProcs))
	}
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
