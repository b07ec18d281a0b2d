package doctor

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// withoutCGo builds a program of the package without cgo, and runs it to see whether it can load libzmq.
func (d *Doctor) withoutCGo(ctx context.Context, temp string, pkg subject, goCommand Finding) Finding {
	const what = "without cgo"
	if !goCommand.OK {
		return notTried(what, "the go command does not run")
	}
	out, err := d.buildLoader(ctx, temp, pkg)
	if err != nil {
		remedy := ""
		if strings.Contains(out, "build constraints exclude all Go files") || strings.Contains(out, "needs cgo") {
			remedy = "the package cannot be built without cgo: generate it without --dlopen=false"
		}
		return missing(what, "a program does not build: "+head(failure(out, err), 5), remedy)
	}
	if target, foreign := d.foreign(); foreign {
		return found(what, "a program for "+target+" builds; it looks for libzmq where it runs")
	}
	out, err = d.Run(ctx, Command{Name: d.loaderName(temp), Dir: temp})
	switch {
	case err == nil:
		return found(what, "finds "+out)
	case out == "" && strings.Contains(err.Error(), "no such file"):
		return missing(what, "a program does not start: the system's loader is not where Go's linker expects it",
			`on musl, link with -ldflags "-I /lib/ld-musl-x86_64.so.1", or what the loader's name is there`)
	}
	return missing(what, head(failure(out, err), 5), d.install(forLoading))
}

// buildLoader builds the program. It becomes part of the package's module without being written there, because the
// package can be internal.
func (d *Doctor) buildLoader(ctx context.Context, temp string, pkg subject) (string, error) {
	list := Command{Dir: pkg.dir, Env: append([]string{"CGO_ENABLED=0"}, pkg.env...), Name: "go", Args: []string{"list", "-f", "{{.ImportPath}}", "."}}
	path, err := d.Run(ctx, list)
	if err != nil {
		return path, err
	}
	source, overlay := filepath.Join(temp, "load.go"), filepath.Join(temp, "overlay.json")
	replace, err := json.Marshal(map[string]any{"Replace": map[string]string{"zmqgen_doctor/main.go": source}})
	if err == nil {
		err = os.WriteFile(overlay, replace, 0o600)
	}
	if err == nil {
		err = os.WriteFile(source, fmt.Appendf(nil, loader, lastLine(path)), 0o600)
	}
	if err != nil {
		return "", err
	}
	args := []string{"build", "-overlay", overlay, "-o", d.loaderName(temp)}
	if d.env["GOOS"] == "freebsd" {
		args = append(args, "-gcflags=github.com/ebitengine/purego/internal/fakecgo=-std")
	}
	return d.Run(ctx, Command{Dir: pkg.dir, Env: list.Env, Name: "go", Args: append(args, "./zmqgen_doctor")})
}

func (d *Doctor) loaderName(temp string) string {
	if d.GOOS == "windows" {
		return filepath.Join(temp, "load.exe")
	}
	return filepath.Join(temp, "load")
}

// loader is the program. It prints the file of the library, if the system reports it.
const loader = `package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	libzmq %q
)

func main() {
	if err := libzmq.CheckVersion(); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	major, minor, patch := libzmq.Version()
	fmt.Printf("libzmq %%d.%%d.%%d", major, minor, patch)
	mapped, _ := os.ReadFile("/proc/self/maps")
	for line := range strings.Lines(string(mapped)) {
		if _, path, is := strings.Cut(strings.TrimSpace(line), "/"); is && strings.Contains(filepath.Base(path), "zmq.so") {
			fmt.Print(" at /", path)
			break
		}
	}
	fmt.Println()
}
`

// SampleModule has the files that make the sample a module: with purego, which a package needs without cgo.
var SampleModule = map[string]string{
	"go.mod": "module zmqgen.sample\n\ngo 1.26.0\n\nrequire github.com/ebitengine/purego v0.11.3\n",
	"go.sum": "github.com/ebitengine/purego v0.11.3 h1:OB+JLpdm7ioymhyA+6s5kbb/uOuYycAgL8NNTFc5MLg=\n" +
		"github.com/ebitengine/purego v0.11.3/go.mod h1:DCHPP08djqhNSoTfImcnHYQRZmd0qhakvrozqaEYhGQ=\n",
}

// writeSample writes a package into a directory below temp, as a module of its own.
func (d *Doctor) writeSample(temp string) (subject, error) {
	files, err := d.Sample()
	if err != nil {
		return subject{}, err
	}
	pkg := subject{filepath.Join(temp, "sample"), []string{"GOWORK=off"}}
	if err := os.Mkdir(pkg.dir, 0o700); err != nil {
		return pkg, err
	}
	for name, content := range SampleModule {
		files[name] = []byte(content)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(pkg.dir, name), content, 0o600); err != nil {
			return pkg, err
		}
	}
	return pkg, nil
}
