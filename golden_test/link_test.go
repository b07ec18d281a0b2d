package golden_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPackagesLinkTogether builds and runs one program of both committed packages, package zmq, and two copies of
// a package of the program's own: no two of them may define one symbol, of C with cgo or of assembly without it.
func TestPackagesLinkTogether(t *testing.T) {
	t.Parallel()
	needLibzmq(t)
	dir := t.TempDir()
	write := func(name, content string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	goMod, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	goSum, err := os.ReadFile("../go.sum")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(goMod), "module "+module, "module link.test", 1)
	write("go.mod", text+fmt.Sprintf("\nrequire %s v0.0.0\n\nreplace %s => %s\n", module, module, root))
	write("go.sum", string(goSum))
	for name, content := range generateRelease(t, releases[1]) {
		if !strings.HasSuffix(name, "_test.go") {
			write("own/"+name, string(content))
			write("copy/"+name, string(content))
		}
	}
	packages := []string{
		packagePath(oldestRelease), packagePath(newestRelease), "link.test/own", "link.test/copy",
	}
	var imports, calls strings.Builder
	for i, path := range packages {
		fmt.Fprintf(&imports, "\tp%d %q\n", i, path)
		fmt.Fprintf(&calls, useOfPackage, i)
	}
	write("main.go", "package main\n\nimport (\n\t\"fmt\"\n\t\"log\"\n\n"+imports.String()+"\n\t\""+module+"/zmq\"\n)\n\n"+
		"func main() {\n"+calls.String()+"\tz, err := zmq.NewContext()\n\tfmt.Println(z != nil, err)\n}\n")
	for _, build := range []struct{ cgo, tags string }{{"1", "zmq_draft"}, {"1", "zmq_dlopen"}, {"0", "zmq_draft"}} {
		c := goCommand(t, "run", "-mod=mod", "-tags="+build.tags, ".")
		c.dir, c.env = dir, []string{"CGO_ENABLED=" + build.cgo}
		out, err := c.run()
		if want := strings.Repeat("ran, sent 5 <nil>\n", len(packages)) + "true <nil>\n"; err != nil || string(out) != want {
			t.Errorf("CGO_ENABLED=%s -tags=%q: %v\n%s\nwant:\n%s", build.cgo, build.tags, err, out, want)
		}
	}
}

// useOfPackage calls what C could call back: a thread, and the release of borrowed memory.
const useOfPackage = `	{
		ran := "did not run"
		p%[1]d.StartThread(func() { ran = "ran" }).Close()
		ctx, err := p%[1]d.NewContext()
		if err != nil {
			log.Fatal(err)
		}
		s, err := ctx.NewSocket(p%[1]d.Pair)
		if err != nil {
			log.Fatal(err)
		}
		peer, err := ctx.NewSocket(p%[1]d.Pair)
		if err != nil {
			log.Fatal(err)
		}
		if err := s.Bind("inproc://pair"); err != nil {
			log.Fatal(err)
		}
		if err := peer.Connect("inproc://pair"); err != nil {
			log.Fatal(err)
		}
		var msg p%[1]d.Message
		if err := msg.InitData([]byte("hello")); err != nil {
			log.Fatal(err)
		}
		n, err := msg.Send(s, 0)
		fmt.Println(ran+", sent", n, err)
		s.Close()
		peer.Close()
		ctx.Term()
	}
`
