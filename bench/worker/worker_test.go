//go:build cgo

package worker

import (
	"runtime/debug"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/bench/task"
)

// TestNothingCollected checks that all messages arrive however often the collector runs: it must not collect the
// socket that sent them.
func TestNothingCollected(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(1))
	for _, workload := range []string{task.PushPull, task.RoundTrip, task.FanOut, task.FanIn, task.Proxy, task.Captured, task.ProxyTrip} {
		for _, name := range []string{"zmq", "pebbe"} {
			t.Run(workload+"/"+name, func(t *testing.T) {
				done := make(chan error, 1)
				go func() {
					_, err := Run(name, task.Task{
						Workload: workload, Transport: task.TCP, Size: 64 << 10, Peers: 3, Warmup: 20, Count: 200,
					})
					done <- err
				}()
				select {
				case err := <-done:
					if err != nil {
						t.Fatal(err)
					}
				case <-time.After(time.Minute):
					t.Fatal("messages are missing")
				}
			})
		}
	}
}
