package worker

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"time"
)

// usage is what the system says of this process.
type usage struct {
	threads   int
	kilobytes int // resident
}

// settled waits until nothing has changed for a while.
func settled() (usage, error) {
	status, err := os.Open("/proc/self/status")
	if err != nil {
		return usage{}, err
	}
	defer status.Close()
	content := make([]byte, 8<<10)
	last, err := readUsage(status, content)
	for same := 0; err == nil && same < 10; same++ {
		time.Sleep(20 * time.Millisecond)
		var next usage
		if next, err = readUsage(status, content); next != last {
			same = -1
		}
		last = next
	}
	return last, err
}

// readUsage allocates nothing: to look must not change what is looked at.
func readUsage(status *os.File, content []byte) (usage, error) {
	n, err := status.ReadAt(content, 0)
	if n == 0 {
		return usage{}, err
	}
	return usage{
		threads:   field(content[:n], "\nThreads:"),
		kilobytes: field(content[:n], "\nVmRSS:"),
	}, nil
}

// field returns the number behind a name, or 0 if there is none.
func field(content []byte, name string) int {
	_, rest, _ := bytes.Cut(content, []byte(name))
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	number, _, _ := bytes.Cut(bytes.TrimSpace(line), []byte(" "))
	n, _ := strconv.Atoi(string(number))
	return n
}

// countWaits prints how often threads of a process have waited, before and after half a second. Asking from within the
// process would wake threads up.
const countWaits = `count() { awk '/^voluntary/ { n += $2 } END { print n }' /proc/$1/task/*/status; }
sleep 0.2; before=$(count $1); sleep 0.5; echo $before $(count $1)`

// wakeups returns how often per second threads of this process wake up while nothing happens.
func wakeups() (float64, error) {
	out, err := exec.Command("sh", "-c", countWaits, "sh", strconv.Itoa(os.Getpid())).Output()
	if err != nil {
		return 0, fmt.Errorf("counting wake-ups: %w", err)
	}
	var before, after float64
	_, err = fmt.Sscan(string(out), &before, &after)
	return 2 * (after - before), err
}
