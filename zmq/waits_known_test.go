package zmq_test

import (
	"errors"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// briefWaits has the exported calls that TestWaitsKnown finds, but which never wait for long.
var briefWaits = map[string]string{
	"Socket.TryRecv":        "tries once",
	"Socket.TryRecvMessage": "tries once",
	"Socket.TrySend":        "tries once",
	"Socket.TrySendMessage": "tries once",
	"Socket.Incoming":       "starts a goroutine that waits",
	"Socket.Outgoing":       "starts a goroutine that waits",
	"Context.Authenticate":  "may wait a second for the room of sockets that were just closed",
	"Context.Open":          "may wait a second for the room of sockets that were just closed",
	"Socket.Disconnect":     "may wait a second for the room of sockets that were just closed",
	"Socket.Monitor":        "may wait a second for the room of sockets that were just closed",
	"Socket.Unbind":         "may wait a second for the room of sockets that were just closed",
	"Socket.Bind":           "may wait a second for a port that was just left",
}

// TestWaitsKnown checks that waitingCalls has every exported call that waits: one with a context, or one that, itself
// or by what it calls, receives from a channel, selects without default, sleeps, or waits for a WaitGroup.
func TestWaitsKnown(t *testing.T) {
	known := maps.Clone(briefWaits)
	for name := range waitingCalls {
		known[strings.Fields(name)[0]] = ""
	}
	found := exportedWaits(t)
	for name := range found {
		if _, ok := known[name]; !ok {
			t.Errorf("%s waits: add it to waitingCalls, or, if it waits for nothing that may not come, to briefWaits", name)
		}
	}
	for name := range briefWaits {
		if !found[name] {
			t.Errorf("briefWaits has %s, which does not wait", name)
		}
	}
	for _, name := range []string{"Socket.Recv", "Socket.Messages", "Poll", "Incoming.Wait", "Context.Close", "Proxy.Run"} {
		if !found[name] {
			t.Errorf("%s is not found to wait", name)
		}
	}
}

// exportedWaits returns the exported functions and methods of package zmq that may wait.
func exportedWaits(t *testing.T) map[string]bool {
	t.Helper()
	info := &types.Info{Uses: make(map[*ast.Ident]types.Object), Defs: make(map[*ast.Ident]types.Object)}
	waits := make(map[types.Object]bool)
	calls := make(map[types.Object][]types.Object)
	for _, file := range parsePackage(t, info) {
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok {
				object := info.Defs[f.Name]
				waits[object] = takesContext(f) && ast.IsExported(f.Name.Name)
				look(f.Body, info, func() { waits[object] = true }, func(called types.Object) {
					calls[object] = append(calls[object], called)
				})
			}
		}
	}
	for changed := true; changed; {
		changed = false
		for caller, called := range calls {
			if !waits[caller] && slices.ContainsFunc(called, func(o types.Object) bool { return waits[o] }) {
				waits[caller], changed = true, true
			}
		}
	}
	found := make(map[string]bool)
	for object, does := range waits {
		if name := exportedName(object); does && name != "" {
			found[name] = true
		}
	}
	return found
}

// parsePackage parses and checks the package, as far as that goes without what it imports.
func parsePackage(t *testing.T, info *types.Info) (files []*ast.File) {
	t.Helper()
	pkg, err := build.ImportDir(".", 0)
	must(t, err)
	set := token.NewFileSet()
	for _, name := range pkg.GoFiles {
		file, err := parser.ParseFile(set, filepath.Join(pkg.Dir, name), nil, 0)
		must(t, err)
		files = append(files, file)
	}
	config := types.Config{Importer: noImports{}, Error: func(error) {}}
	_, _ = config.Check("zmq", set, files, info)
	return files
}

type noImports struct{}

func (noImports) Import(string) (*types.Package, error) { return nil, errors.New("not needed") }

func takesContext(f *ast.FuncDecl) bool {
	for _, param := range f.Type.Params.List {
		if s, ok := param.Type.(*ast.SelectorExpr); ok && s.Sel.Name == "Context" && isIdent(s.X, "context") {
			return true
		}
	}
	return false
}

func isIdent(e ast.Expr, name string) bool {
	ident, ok := e.(*ast.Ident)
	return ok && ident.Name == name
}

// look reports what a body waits for and what it calls, except for what runs on other goroutines.
func look(body ast.Node, info *types.Info, waits func(), calls func(types.Object)) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			return false
		case *ast.SelectStmt:
			blocks := true
			for _, clause := range n.Body.List {
				clause := clause.(*ast.CommClause)
				for _, s := range clause.Body {
					look(s, info, waits, calls)
				}
				blocks = blocks && clause.Comm != nil // which default does not have
			}
			if blocks {
				waits()
			}
			return false
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				waits()
			}
		case *ast.SendStmt:
			waits()
		case *ast.SelectorExpr:
			if n.Sel.Name == "Wait" || n.Sel.Name == "Sleep" && isIdent(n.X, "time") {
				waits()
			}
			if called, ok := info.Uses[n.Sel].(*types.Func); ok {
				calls(called)
			}
		case *ast.Ident:
			if called, ok := info.Uses[n].(*types.Func); ok {
				calls(called)
			}
		}
		return true
	})
}

// exportedName returns the name of an exported function, after its type for a method, or "".
func exportedName(object types.Object) string {
	f, ok := object.(*types.Func)
	if !ok || !f.Exported() {
		return ""
	}
	receiver := f.Signature().Recv()
	if receiver == nil {
		if results := f.Signature().Results(); results.Len() == 1 && strings.HasSuffix(results.At(0).Type().String(), "Option") {
			return "" // applied by Open and Set
		}
		return f.Name()
	}
	typ := receiver.Type()
	if p, ok := typ.(*types.Pointer); ok {
		typ = p.Elem()
	}
	named, ok := typ.(*types.Named)
	if !ok || !named.Obj().Exported() {
		return ""
	}
	return named.Obj().Name() + "." + f.Name()
}
