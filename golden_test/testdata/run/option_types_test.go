package run_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

var allSocketTypes = []libzmq.SocketType{
	libzmq.Pair, libzmq.Pub, libzmq.Sub, libzmq.Req, libzmq.Rep, libzmq.Dealer, libzmq.Router, libzmq.Pull, libzmq.Push,
	libzmq.XPub, libzmq.XSub, libzmq.Stream,
}

// TestOptionSocketTypes sets each option on a socket of each type, and compares which of them accept it with the
// sentence of the setter's documentation that says so.
func TestOptionSocketTypes(t *testing.T) {
	docs := setterDocs(t, filepath.Join(packageDir(), "socket_option.go"))
	only := regexp.MustCompile(`on sockets other than ((?:\[\w+\](?:, | and )?)+)`)
	names := regexp.MustCompile(`[A-Z]\w+`)
	restricted := 0
	ctx := newContext(t)
	for name, doc := range docs {
		if strings.HasPrefix(name, "SetGSSAPI") || strings.HasPrefix(name, "SetVMCI") {
			continue // what the library was built without fails on every type
		}
		var documented []string
		if match := only.FindStringSubmatch(doc); match != nil {
			documented = names.FindAllString(match[1], -1)
		}
		var accepted []string
		for _, typ := range allSocketTypes {
			s, err := ctx.NewSocket(typ)
			must(t, err)
			if err := setToSomething(t, s, name); err == nil {
				accepted = append(accepted, strings.ReplaceAll(typ.String(), "ZMQ_", ""))
			} else {
				wantErr(t, name, err, libzmq.EINVAL)
			}
			must(t, s.Close())
		}
		if len(documented) == 0 && len(accepted) == len(allSocketTypes) {
			continue
		}
		restricted++
		for i, typ := range documented {
			documented[i] = strings.ToUpper(typ)
		}
		slices.Sort(documented)
		slices.Sort(accepted)
		if !slices.Equal(accepted, documented) {
			t.Errorf("%s: the documentation names the types %v, and the library accepts %v", name, documented, accepted)
		}
	}
	if restricted < 10 {
		t.Errorf("only %d of %d setters are for some types of socket: the sentence must have changed", restricted, len(docs))
	}
}

// packageDir returns the directory of the package's sources, which these tests are run with several of.
func packageDir() string {
	f := runtime.FuncForPC(reflect.ValueOf(libzmq.NewContext).Pointer())
	file, _ := f.FileLine(f.Entry())
	return filepath.Dir(file)
}

// setterDocs returns the documentation of the methods in a file that take one argument, by name.
func setterDocs(t *testing.T, path string) map[string]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
	must(t, err)
	docs := make(map[string]string)
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if ok && f.Recv != nil && f.Type.Params.NumFields() == 1 {
			docs[f.Name.Name] = strings.Join(strings.Fields(f.Doc.Text()), " ")
		}
	}
	return docs
}

// setToSomething calls a setter with a value that sockets with the option accept.
func setToSomething(t *testing.T, s *libzmq.Socket, setter string) error {
	t.Helper()
	method := reflect.ValueOf(s).MethodByName(setter)
	value := reflect.New(method.Type().In(0)).Elem()
	switch value.Kind() {
	case reflect.Bool:
		value.SetBool(true)
	case reflect.String:
		value.SetString("127.0.0.1")
		if strings.HasSuffix(setter, "Key") {
			value.SetString(strings.Repeat("0", 40))
		}
	case reflect.Slice:
		value.SetBytes([]byte("1"))
		if strings.HasSuffix(setter, "KeyBytes") {
			value.SetBytes(make([]byte, 32))
		}
	case reflect.Uint64:
		value.SetUint(1)
	default:
		value.SetInt(1)
	}
	err, _ := method.Call([]reflect.Value{value})[0].Interface().(error)
	return err
}
