package report

import (
	"fmt"
	"math"
	"strings"

	"github.com/zmqgen/zmqgen/bench/task"
)

// title names a case in a sentence.
func (c *Case) title() string {
	what := map[string]string{
		task.PushPull:  "PUSH → PULL",
		task.RoundTrip: "REQ ⇄ REP",
		task.FanOut:    "PUB → SUB",
		task.Blocked:   "blocked receivers",
	}[c.Workload]
	return fmt.Sprintf("%s over %s, %s, %s", what, c.Transport, c.parameter(), c.place())
}

// parameter names what differs between the columns of a table.
func (c *Case) parameter() string {
	switch c.Workload {
	case task.FanOut:
		return fmt.Sprintf("%d SUB", c.Peers)
	case task.Blocked:
		return fmt.Sprint(c.Peers)
	default:
		return sizeText(c.Size)
	}
}

// place says where the threads are, and what else is set.
func (c *Case) place() string {
	text := "threads free"
	if c.Cores == OneCore {
		text = "all threads on one core"
	}
	if c.MaxProcs > 0 {
		text += fmt.Sprintf(", GOMAXPROCS=%d", c.MaxProcs)
	}
	if c.Kept {
		text += ", glibc keeps freed memory"
	}
	return text
}

func sizeText(n int) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d B", n)
}

// timeText writes nanoseconds with three digits.
func timeText(ns float64) string {
	switch {
	case ns >= 1e6:
		return threeDigits(ns/1e6) + " ms"
	case ns >= 1e3:
		return threeDigits(ns/1e3) + " µs"
	}
	return threeDigits(ns) + " ns"
}

func ratioText(ratio float64) string {
	return threeDigits(ratio) + "×"
}

func threeDigits(x float64) string {
	decimals := 2
	if x > 0 {
		decimals = max(0, 2-int(math.Floor(math.Log10(x))))
	}
	return fmt.Sprintf("%.*f", min(decimals, 2), x)
}

// allocsText writes allocations per message, rounded to tenths: what the runtime allocates now and then
// is no allocation of each message.
func allocsText(allocs *float64) string {
	if allocs == nil {
		return ""
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", *allocs), ".0")
}
