package report

import (
	"fmt"
	"math"
	"strings"

	"github.com/zmqgen/zmqgen/bench/task"
)

// measure is something that runs measure.
type measure struct {
	name    string
	value   func(task.Result) float64 // NaN where the run did not measure it
	text    func(float64) string
	related bool // worth a ratio to C
}

var (
	byTime    = measure{"time", perMessage(func(r task.Result) float64 { return float64(r.Nanoseconds) }), timeText, true}
	byCPU     = measure{"cpu", perMessage(func(r task.Result) float64 { return float64(r.CPU) }), timeText, false}
	byP50     = measure{"p50", func(r task.Result) float64 { return float64(r.P50) }, timeText, true}
	byP99     = measure{"p99", func(r task.Result) float64 { return float64(r.P99) }, timeText, true}
	byAllocs  = measure{"allocations", perMessage(mallocs), tenths, false}
	byThreads = measure{"threads", func(r task.Result) float64 { return float64(r.Threads) }, whole, false}
	byMemory  = measure{"kilobytes", perMessage(func(r task.Result) float64 { return float64(r.Kilobytes) }), kilobytes, false}
	byWakeups = measure{"wakeups", func(r task.Result) float64 { return r.Wakeups }, whole, false}
)

// perMessage divides by the number of messages, or of receivers that wait.
func perMessage(total func(task.Result) float64) func(task.Result) float64 {
	return func(r task.Result) float64 { return total(r) / float64(max(1, r.Count)) }
}

func mallocs(r task.Result) float64 {
	if r.Mallocs == nil {
		return math.NaN()
	}
	return float64(*r.Mallocs)
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

// tenths writes allocations per message, rounded so that occasional allocations of the runtime do not count.
func tenths(x float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", x), ".0")
}

func whole(x float64) string {
	return fmt.Sprintf("%.0f", x)
}

func kilobytes(x float64) string {
	return fmt.Sprintf("%.1f KiB", x)
}
