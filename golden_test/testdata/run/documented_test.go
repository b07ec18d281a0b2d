package run_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"math"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// Patterns for what the documentation of a setter says about its limits. A sentence in other words is not checked:
// change the pattern with the words. TestDocumentedOptions counts what it found.
var (
	saysDefault  = regexp.MustCompile(`(?:The default is|is the default,?) (-?[\d,.]+(?: ms| seconds)?|true|false|Forever)\b`)
	saysNone     = regexp.MustCompile(`(-?\d+), the default`)
	saysSigned   = regexp.MustCompile(`if (?:n|d) is (?:negative|not positive|below -1|not between (\d+) and (\d+))`)
	saysEnum     = regexp.MustCompile(`1 for yes, 0 for no, and -1, the default, .* It fails with \[EINVAL\] for any other number`)
	saysLengths  = regexp.MustCompile(`(1 to|up to) (\d+) bytes`)
	saysSockets  = regexp.MustCompile(`on sockets other than ((?:\[?[A-Z]\w+\]?(?:, | and )?)+)`)
	needsBuilt   = regexp.MustCompile(`^Set(?:CURVE|Curve|GSSAPI|Norm|VMCI|WSS)`)
	saysSince    = regexp.MustCompile(`ince libzmq (\d+)\.(\d+)\.(\d+)\.(?: |$)`)
	saysText     = regexp.MustCompile(`as "host:port"|sets a message`)
	setterNames  = regexp.MustCompile(`^(Set[A-Z]|Subscribe$|Unsubscribe$)`)
	socketNames  = regexp.MustCompile(`[A-Z]\w+`)
	socketByName = map[string]libzmq.SocketType{
		"Pair": libzmq.Pair, "Pub": libzmq.Pub, "Sub": libzmq.Sub, "Req": libzmq.Req, "Rep": libzmq.Rep, "Dealer": libzmq.Dealer,
		"Router": libzmq.Router, "Pull": libzmq.Pull, "Push": libzmq.Push, "XPub": libzmq.XPub, "XSub": libzmq.XSub,
		"Stream": libzmq.Stream,
	}
)

// setter is a method that sets an option, and what its documentation says.
type setter struct {
	name, doc string
	draft     bool
}

// setters reads the setters of a type from the package's source.
func setters(t *testing.T, receiver string) []setter {
	t.Helper()
	file, _ := runtime.FuncForPC(reflect.ValueOf(libzmq.Version).Pointer()).FileLine(0)
	names, err := filepath.Glob(filepath.Join(filepath.Dir(file), "*.go"))
	must(t, err)
	var found []setter
	for _, name := range names {
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if errors.Is(err, fs.ErrNotExist) {
			t.Skip("the package's source is not here")
		}
		must(t, err)
		for _, decl := range parsed.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Recv == nil || fn.Type.Params.NumFields() != 1 || !setterNames.MatchString(fn.Name.Name) {
				continue
			}
			if star, ok := fn.Recv.List[0].Type.(*ast.StarExpr); ok && star.X.(*ast.Ident).Name == receiver {
				doc := strings.ReplaceAll(fn.Doc.Text(), "\n", " ")
				found = append(found, setter{fn.Name.Name, doc, strings.HasPrefix(filepath.Base(name), "draft_")})
			}
		}
	}
	return found
}

// missing reports whether the library lacks the option: it is older than the documentation says, or was built without
// something.
func (s setter) missing() bool {
	if strings.HasSuffix(s.name, "KeyBytes") && !libzmq.Has("curve") { // it fails like the setter with text
		return true
	}
	if since := saysSince.FindStringSubmatch(s.doc); since != nil {
		var number [3]int
		for i := range number {
			number[i], _ = strconv.Atoi(since[i+1])
		}
		if libzmq.MakeVersion(libzmq.Version()) < libzmq.MakeVersion(number[0], number[1], number[2]) {
			return true
		}
	}
	if s.draft && !strings.Contains(s.doc, "built without drafts, too") && !libzmq.Has("draft") {
		return true
	}
	if what := strings.TrimPrefix(needsBuilt.FindString(s.name), "Set"); what != "" {
		if what != "WSS" {
			what = strings.ToLower(what)
		}
		return !libzmq.Has(what)
	}
	return false
}

// sockets returns the types of sockets that have the option.
func (s setter) sockets() []libzmq.SocketType {
	var types []libzmq.SocketType
	if says := saysSockets.FindStringSubmatch(s.doc); says != nil {
		for _, name := range socketNames.FindAllString(says[1], -1) {
			if typ, ok := socketByName[name]; ok {
				types = append(types, typ)
			}
		}
		return types
	}
	for _, typ := range socketByName {
		types = append(types, typ)
	}
	return types
}

// numbers returns the least and the greatest number that the documentation allows.
func (s setter) numbers() (least, greatest int64) {
	says := saysSigned.FindStringSubmatch(s.doc)
	switch {
	case saysEnum.MatchString(s.doc):
		return -1, 1
	case says == nil:
		return math.MinInt32, math.MaxInt32
	case says[1] != "":
		least, _ = strconv.ParseInt(says[1], 10, 64)
		greatest, _ = strconv.ParseInt(says[2], 10, 64)
		return least, greatest
	case strings.HasSuffix(says[0], "positive"):
		return 1, math.MaxInt32
	case strings.HasSuffix(says[0], "-1"):
		return -1, math.MaxInt32
	default:
		return 0, math.MaxInt32
	}
}

// preset returns the default that the documentation names, as fmt prints the getter's result.
func (s setter) preset() (any, bool) {
	says := saysDefault.FindStringSubmatch(s.doc)
	if says == nil {
		if says = saysNone.FindStringSubmatch(s.doc); says == nil {
			return nil, false
		}
	}
	text := strings.TrimRight(strings.ReplaceAll(says[1], ",", ""), ".")
	switch number, unit, _ := strings.Cut(text, " "); {
	case text == "true" || text == "false":
		return text == "true", true
	case text == "Forever":
		return int64(libzmq.Forever), true
	default:
		n, err := strconv.ParseInt(number, 10, 64)
		if unit == "seconds" {
			n *= 1000
		}
		return n, err == nil
	}
}

// arguments returns values of the setter's parameter that the documentation allows, the simplest one first, and values
// that it does not.
func (s setter) arguments(parameter reflect.Type) (good, bad []any) {
	least, greatest := s.numbers()
	switch {
	case slices.Contains(ownTests, s.name) || parameter.PkgPath() != "" && parameter.Kind() == reflect.Int:
	case parameter == reflect.TypeFor[time.Duration]():
		good = []any{max(least, 0) * int64(time.Millisecond), 5 * time.Second}
		if least < 0 {
			return append(good, libzmq.Forever), nil
		}
		return good, []any{-time.Millisecond}
	case parameter.Kind() == reflect.Bool:
		return []any{false, true}, nil
	case parameter.Kind() == reflect.Int:
		good = []any{min(max(least, 1), greatest), least, greatest}
		if least > math.MinInt32 {
			bad = append(bad, least-1, math.MinInt32)
		}
		if greatest < math.MaxInt32 {
			bad = append(bad, greatest+1, math.MaxInt32)
		}
		return good, bad
	case parameter.Kind() == reflect.Int64 || parameter.Kind() == reflect.Uint64:
		return []any{1, 0, int64(math.MaxInt64)}, nil
	case saysText.MatchString(s.doc) || saysLengths.MatchString(s.doc):
		return s.texts()
	}
	return []any{s.plain(parameter)}, nil
}

// plain returns a value that is right for the setter's parameter.
func (s setter) plain(parameter reflect.Type) any {
	switch {
	case parameter.Kind() == reflect.Int || parameter.Kind() == reflect.Int64:
		return 1
	case strings.HasSuffix(s.name, "KeyBytes"):
		return make([]byte, 32)
	case strings.HasSuffix(s.name, "Key"):
		return strings.Repeat("0", 40)
	case s.name == "SetMetadata":
		return "X-name:value"
	default:
		return "127.0.0.1"
	}
}

// texts returns texts of lengths that the documentation allows, and others.
func (s setter) texts() (good, bad []any) {
	says := saysLengths.FindStringSubmatch(s.doc)
	if says == nil {
		return []any{strings.Repeat("x", 300), "x"}, nil
	}
	most, _ := strconv.Atoi(says[2])
	good, bad = []any{"x", strings.Repeat("x", most)}, []any{strings.Repeat("x", most+1)}
	if says[1] == "1 to" {
		bad = append(bad, "")
	} else {
		good = append(good, "")
	}
	return good, bad
}

// call calls a method with one argument, converted to what it takes, and returns its error.
func call(target any, method string, argument any) error {
	m := reflect.ValueOf(target).MethodByName(method)
	err, _ := m.Call([]reflect.Value{reflect.ValueOf(argument).Convert(m.Type().In(0))})[0].Interface().(error)
	return err
}

// get returns what a getter says, with the numbers as int64 and times in milliseconds, if there is such a getter.
func get(target any, method string) (any, bool) {
	m := reflect.ValueOf(target).MethodByName(method)
	if !m.IsValid() {
		return nil, false
	}
	results := m.Call(nil)
	if err, _ := results[1].Interface().(error); err != nil {
		return err, true
	}
	switch v := results[0]; {
	case v.Type() == reflect.TypeFor[time.Duration]() && v.Int() > 0:
		return v.Interface().(time.Duration).Milliseconds(), true
	case v.CanInt():
		return v.Int(), true
	case v.CanUint():
		return int64(v.Uint()), true
	default:
		return v.Interface(), true
	}
}

// ownTests are setters whose documentation says more than TestDocumentedOptions reads. It tries one value with them.
var ownTests = []string{
	"SetTCPAcceptFilter", "SetMetadata", "SetHeartbeatTTL", "SetBindToDevice", "SetIPCFilterPID", "SetIPCFilterUID",
	"SetIPCFilterGID", "SetThreadAffinityCPUAdd", "SetThreadSchedPolicy", "SetThreadPriority", "SetLinger",
	"SetThreadNamePrefix", "SetZAPDomain",
}

// TestDocumentedOptions compares the limits in the documentation of each setter with the library: the default, the
// least and the greatest value, the ones next to them, and the types of sockets that have the option.
func TestDocumentedOptions(t *testing.T) {
	if libzmq.Has("draft") {
		for typ, name := range []string{12: "Server", "Client", "Radio", "Dish", "Gather", "Scatter", "Dgram", "Peer", "Channel"} {
			if name != "" {
				socketByName[name] = libzmq.SocketType(typ)
			}
		}
	}
	defaults, limits := 0, 0
	for _, s := range setters(t, "Socket") {
		t.Run(s.name, func(t *testing.T) {
			ctx := newContext(t)
			types := s.sockets()
			for name, typ := range socketByName {
				target, err := ctx.NewSocket(typ)
				must(t, err)
				d, l := s.hold(t, name, target, slices.Contains(types, typ))
				defaults, limits = defaults+d, limits+l
				must(t, target.SetLinger(0))
				must(t, target.Close())
			}
		})
	}
	for _, s := range setters(t, "Context") {
		if s.name == "SetThreadAffinityCPURemove" { // it undoes what was set before
			continue
		}
		t.Run("Context."+s.name, func(t *testing.T) {
			target, err := libzmq.NewContext()
			must(t, err)
			d, l := s.hold(t, "Context", target, true)
			defaults, limits = defaults+d, limits+l
			must(t, target.Term())
		})
	}
	if defaults < 300 || limits < 500 {
		t.Errorf("compared %d defaults and %d limits: the documentation says them in words that this test does not read", defaults, limits)
	}
}

// hold compares one setter's documentation with a socket or a context, which has the option or not. It returns how many
// defaults and limits it compared.
func (s setter) hold(t *testing.T, name string, target any, has bool) (defaults, limits int) {
	t.Helper()
	method := reflect.ValueOf(target).MethodByName(s.name)
	if !method.IsValid() { // a draft, perhaps
		return 0, 0
	}
	good, bad := s.arguments(method.Type().In(0))
	if !has || s.missing() {
		good, bad = nil, append(bad, good[0])
	}
	if want, ok := s.preset(); ok && has && !s.missing() && !slices.Contains(ownTests, s.name) {
		if got, ok := get(target, strings.TrimPrefix(s.name, "Set")); ok {
			defaults++
			if got != want {
				t.Errorf("%s: the default is %v; the documentation says %v", name, got, want)
			}
		}
	}
	for _, argument := range bad {
		limits++
		if err := call(target, s.name, argument); !errors.Is(err, libzmq.EINVAL) {
			t.Errorf("%s: %.20v: %v; the documentation says EINVAL", name, argument, err)
		}
	}
	for _, argument := range good {
		limits++
		if err := call(target, s.name, argument); err != nil {
			t.Errorf("%s: %.20v: %v; the documentation allows it", name, argument, err)
		}
	}
	return defaults, limits
}
