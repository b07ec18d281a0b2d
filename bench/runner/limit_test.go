package runner

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestShareLimit checks that the processes of a benchmark that was started with a low limit of open files have a higher
// one.
func TestShareLimit(t *testing.T) {
	const inside = "BENCH_TEST_SHARE_LIMIT"
	if os.Getenv(inside) != "" {
		if err := shareLimit(); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("sh", "-c", "ulimit -n").Output()
		t.Logf("limit %s, %v", out, err)
		return
	}
	cmd := exec.Command("sh", "-c", `ulimit -Sn 256; exec "$0" -test.v -test.run TestShareLimit`, os.Args[0])
	cmd.Env = append(os.Environ(), inside+"=1")
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "limit ") || strings.Contains(string(out), "limit 256\n") {
		t.Errorf("%v: %s", err, out)
	}
}
