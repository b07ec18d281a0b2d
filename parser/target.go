package parser

import (
	"fmt"
	"strings"

	"modernc.org/cc/v4"

	"github.com/zmqgen/zmqgen/internal/capi"
)

// Targets returns the targets that a header is read for, the reference target first.
func Targets() []capi.Target {
	return []capi.Target{
		{OS: "linux", Arch: "amd64"},
		{OS: "linux", Arch: "arm64"},
		{OS: "linux", Arch: "386"},
		{OS: "darwin", Arch: "amd64"},
		{OS: "darwin", Arch: "arm64"},
		{OS: "freebsd", Arch: "amd64"},
		{OS: "freebsd", Arch: "arm64"},
		{OS: "freebsd", Arch: "386"},
		{OS: "windows", Arch: "amd64"},
		{OS: "windows", Arch: "arm64"},
		{OS: "windows", Arch: "386"},
	}
}

// predefined is one macro that a target's compiler defines before it reads the header.
type predefined struct {
	name string // with the parameters of a function-like macro
	body string
}

// The macros that the usual C compiler of each system and architecture predefines, to the extent
// that headers use them.
var (
	everywhere = []predefined{
		{"__STDC__", "1"},
		{"__STDC_VERSION__", "201112L"},
		{"__GNUC__", "4"},
		{"__GNUC_MINOR__", "2"},
		{"__CHAR_BIT__", "8"},
		{"__extension__", ""},
		{draftMacro, "1"},
	}
	ofSystem = map[string][]predefined{
		"linux":   {{"__linux__", "1"}, {"__linux", "1"}, {"__gnu_linux__", "1"}, {"__unix__", "1"}, {"__unix", "1"}, {"__ELF__", "1"}},
		"darwin":  {{"__APPLE__", "1"}, {"__MACH__", "1"}, {"__clang__", "1"}},
		"freebsd": {{"__FreeBSD__", "14"}, {"__unix__", "1"}, {"__unix", "1"}, {"__ELF__", "1"}, {"__clang__", "1"}},
		"windows": {
			{"_WIN32", "1"},
			{"__WIN32__", "1"},
			{"__MINGW32__", "1"},
			{"__int8", "char"},
			{"__int16", "short"},
			{"__int32", "int"},
			{"__int64", "long long"},
			{"__declspec(x)", ""},
			{"__cdecl", ""},
			{"__stdcall", ""},
		},
	}
	ofArchitecture = map[string][]predefined{
		"amd64": {{"__x86_64__", "1"}, {"__x86_64", "1"}, {"__amd64__", "1"}, {"__amd64", "1"}},
		"arm64": {{"__aarch64__", "1"}, {"__ARM_ARCH", "8"}},
		"386":   {{"__i386__", "1"}, {"__i386", "1"}},
	}
)

// ofModel returns the macros that say how wide the integers are.
func ofModel(t capi.Target) []predefined {
	switch {
	case t.Arch == "386":
		return []predefined{
			{"__SIZEOF_POINTER__", "4"},
			{"__SIZEOF_LONG__", "4"},
			{"__SIZE_TYPE__", "unsigned int"},
			{"__PTRDIFF_TYPE__", "int"},
		}
	case t.OS == "windows":
		return []predefined{
			{"_WIN64", "1"},
			{"__WIN64__", "1"},
			{"__MINGW64__", "1"},
			{"__SIZEOF_POINTER__", "8"},
			{"__SIZEOF_LONG__", "4"},
			{"__SIZE_TYPE__", "unsigned long long"},
			{"__PTRDIFF_TYPE__", "long long"},
		}
	}
	return []predefined{
		{"__LP64__", "1"},
		{"_LP64", "1"},
		{"__SIZEOF_POINTER__", "8"},
		{"__SIZEOF_LONG__", "8"},
		{"__SIZE_TYPE__", "unsigned long"},
		{"__PTRDIFF_TYPE__", "long"},
	}
}

// predefinedBy returns the macros that a target's compiler predefines.
func predefinedBy(t capi.Target) []predefined {
	var all []predefined
	for _, some := range [][]predefined{everywhere, ofSystem[t.OS], ofArchitecture[t.Arch], ofModel(t)} {
		all = append(all, some...)
	}
	return all
}

// preamble returns the C text that precedes the header, for a target.
func preamble(t capi.Target) string {
	var text strings.Builder
	for _, p := range predefinedBy(t) {
		fmt.Fprintf(&text, "#define %s %s\n", p.name, p.body)
	}
	// The parser asks for these by name.
	text.WriteString("int __predefined_declarator;\n")
	text.WriteString("typedef __SIZE_TYPE__ __predefined_size_t;\n")
	text.WriteString("typedef __PTRDIFF_TYPE__ __predefined_ptrdiff_t;\n")
	return text.String()
}

// class is a set of targets that no header with the given words can tell apart.
type class struct {
	targets []capi.Target // in the order of Targets
	abi     *cc.ABI
}

// classes sorts the targets into classes. Two targets are in one class if the predefined macros
// that the header mentions are the same, and the types it can use have the same layout.
func classes(o *outline) ([]*class, error) {
	words := o.significantWords()
	var list []*class
	byKey := map[string]*class{}
	for _, target := range Targets() {
		abi, err := cc.NewABI(target.OS, target.Arch)
		if err != nil {
			return nil, err
		}
		key := classKey(target, abi, words)
		if byKey[key] == nil {
			byKey[key] = &class{abi: abi}
			list = append(list, byKey[key])
		}
		byKey[key].targets = append(byKey[key].targets, target)
	}
	return list, nil
}

func classKey(target capi.Target, abi *cc.ABI, words map[string]bool) string {
	var key strings.Builder
	for _, p := range predefinedBy(target) {
		if name, _, _ := strings.Cut(p.name, "("); words[name] {
			fmt.Fprintf(&key, "%s=%s;", p.name, p.body)
		}
	}
	for _, p := range ofModel(target) {
		if strings.HasSuffix(p.name, "_TYPE__") {
			fmt.Fprintf(&key, "%s=%s;", p.name, p.body)
		}
	}
	kinds := integerKinds
	if words[floating] {
		kinds = append(kinds[:len(kinds):len(kinds)], floatingKinds...)
	}
	for _, kind := range kinds {
		fmt.Fprintf(&key, "%v;", abi.Types[kind])
	}
	if words[plainChar] {
		fmt.Fprintf(&key, "signed=%t", abi.SignedChar)
	}
	return key.String()
}
