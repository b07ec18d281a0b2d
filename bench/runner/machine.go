package runner

import (
	"bufio"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/zmqgen/zmqgen/bench/report"
)

// machine describes what the benchmark runs on.
func machine() report.Machine {
	return report.Machine{
		CPU:      cpuModel(),
		CPUs:     runtime.NumCPU(),
		Governor: fileText("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
		Kernel:   fileText("/proc/sys/kernel/osrelease"),
		Go:       runtime.Version(),
		Compiler: compilerVersion(),
		Libzmq:   libzmqVersion(),
		Modules:  peerVersions(),
	}
}

func cpuModel() string {
	file, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if name, value, _ := strings.Cut(lines.Text(), ":"); strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

// fileText returns what a small file of the system says, or "" where there is none.
func fileText(name string) string {
	content, err := os.ReadFile(name)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(content))
}

func compilerVersion() string {
	out, err := exec.Command(compiler(), "--version").Output()
	if err != nil {
		return compiler()
	}
	return firstLine(string(out))
}

func libzmqVersion() string {
	out, err := exec.Command("pkg-config", "--modversion", "libzmq").Output()
	if err != nil {
		return "unknown"
	}
	return firstLine(string(out))
}

// peerVersions returns the modules that are measured beside this one.
func peerVersions() map[string]string {
	versions := make(map[string]string)
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return versions
	}
	for _, module := range info.Deps {
		if strings.Contains(module.Path, "zmq") && module.Replace == nil {
			versions[strings.TrimPrefix(module.Path, "github.com/")] = module.Version
		}
	}
	return versions
}
