package lower

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
	"github.com/zmqgen/zmqgen/internal/capi"
)

// dlopenFiles returns the doors that call libzmq without cgo. Doors for all systems go into dlopen.go and
// draft_dlopen.go, and the others into a file for each build constraint.
func (l *lowerer) dlopenFiles(used doorUse) []*file {
	byHand, regular := l.libraryDoors(used)
	stable, draft := l.file("dlopen"), l.file("draft_dlopen")
	files := []*file{stable, draft}
	called := map[string]bool{"zmqErrno": true}
	for _, d := range byHand {
		f := l.dlopenFile(d)
		if !slices.Contains(files, f) {
			files = append(files, f)
		}
		d.add(f, l.doorPosition(d.name))
		for name := range d.usage.library {
			called[name] = true
		}
	}
	for _, d := range regular {
		f := stable
		if d.function.Draft || !used[d.name] {
			f = draft
		}
		called[d.name] = true
		f.add(helperRank, l.line(d.function.Name), d.throughLibrary())
	}
	stable.add(helperRank, 0, l.functionTable(called))
	for _, f := range files {
		f.need("unsafe")
	}
	return files
}

// libraryDoors returns the doors in use. Those that are derived from the header need some that are written by hand,
// and vice versa.
func (l *lowerer) libraryDoors(used doorUse) (byHand []wayDecl, regular []door) {
	all := l.Templates.wayDecls(dlopenWay)
	for news := true; news; {
		news = false
		byHand = inUse(all, used)
		regular = l.regularDoors(used, byHand)
		for _, d := range regular {
			news = used.add(l.code.usageOf(d.throughLibrary()), used[d.name] && !d.function.Draft) || news
		}
	}
	return byHand, regular
}

// dlopenFile returns the file of a hand-written door.
func (l *lowerer) dlopenFile(d wayDecl) *file {
	switch {
	case d.file.build == draftTag:
		return l.file("draft_dlopen")
	case d.file.build == "" && !strings.HasSuffix(d.file.topic, "_windows"):
		return l.file("dlopen")
	}
	f := l.file("dlopen_" + d.file.topic)
	f.build = d.file.build
	return f
}

// assembly returns the assembly that the doors without cgo go through.
func (l *lowerer) assembly() []binding.SourceFile {
	var files []binding.SourceFile
	for _, source := range l.Templates.assembly {
		files = append(files, binding.SourceFile{
			Name: "dlopen_" + path.Base(source.Name), Stamp: []string{l.stamp()}, Content: string(source.Content),
		})
	}
	return files
}

// functionTable returns the addresses that are looked up in libzmq, and the names to look up. Drafts come last,
// because a library may lack them.
func (l *lowerer) functionTable(called map[string]bool) binding.Verbatim {
	var stable, draft []capi.Function
	for _, f := range l.header.Functions {
		switch {
		case !called[doorName(f.Name)]:
		case f.Draft:
			draft = append(draft, f)
		default:
			stable = append(stable, f)
		}
	}
	all := append(stable, draft...)
	width := 0 // of the longest name, to which gofmt pads the others
	for _, f := range all {
		width = max(width, len(doorName(f.Name)))
	}
	var fields, names strings.Builder
	for _, f := range all {
		fmt.Fprintf(&fields, "\t%-*s uintptr\n", width, doorName(f.Name))
		fmt.Fprintf(&names, "\t%q,\n", f.Name)
	}
	return binding.Verbatim{
		Doc: "functions holds the addresses of libzmq's functions.",
		Source: "type functions struct {\n" + fields.String() + "}\n\n" +
			"// functionNames holds their names, in the same order.\n" +
			"var functionNames = [...]string{\n" + names.String() + "}\n\n" +
			"// requiredFunctions is how many of them every libzmq has that is new enough. The others are drafts.\n" +
			fmt.Sprintf("const requiredFunctions = %d", len(stable)),
	}
}

// throughLibrary returns the door as a call of the library's function.
func (d door) throughLibrary() binding.Verbatim {
	fn := d.goFunc()
	params := make([]string, len(fn.Params))
	for i, p := range fn.Params {
		params[i] = p.Name
		if i+1 == len(fn.Params) || fn.Params[i+1].Type != p.Type {
			params[i] += " " + p.Type
		}
	}
	ends := "" // the results that are errors
	switch d.result {
	case checkedInt:
		ends = ", ends: onNegative"
	case handleResult, okPointer:
		ends = ", ends: onNull"
	}
	lines := []string{
		strings.TrimSuffix(fmt.Sprintf("func %s(%s) %s", d.name, strings.Join(params, ", "), d.goResult), " ") + " {",
		"\tlib := loaded()",
		"\tc := call{fn: lib." + d.name + ends + "}",
	}
	lines = append(lines, d.arguments()...)
	lines = append(lines, d.answer()...)
	return binding.Verbatim{Source: strings.Join(append(lines, "}"), "\n")}
}

// arguments returns the statements that set the call's arguments. Go memory goes into pointers. If C's words
// have 32 bits, a number of 64 bits takes two of them.
func (d door) arguments() []string {
	var long, short []string
	next := 0
	for i, p := range d.params[:len(d.function.Params)] {
		var slot, value string
		switch {
		case p.byAddress:
			slot, value = "pointers", "unsafe.Pointer(&"+p.name+")"
		case strings.HasPrefix(p.goType, "*"):
			slot, value = "pointers", "unsafe.Pointer("+p.name+")"
		case p.goType == "uintptr":
			slot, value = "words", p.name
		default:
			slot, value = "words", "uintptr("+p.name+")"
		}
		long = append(long, fmt.Sprintf("\tc.%s[%d] = %s", slot, i, value))
		short = append(short, fmt.Sprintf("\tc.%s[%d] = %s", slot, next, value))
		next++
		if p.goType == "uint64" {
			short = append(short, fmt.Sprintf("\tc.words[%d] = uintptr(%s >> 32)", next, p.name))
			next++
		}
	}
	if len(short) == len(long) {
		return long
	}
	lines := []string{"\tif unsafe.Sizeof(c.fn) == 4 { // and a number of 64 bits takes two words"}
	lines = append(append(lines, indented(short)...), "\t} else {")
	return append(append(lines, indented(long)...), "\t}")
}

// fitsCall reports whether the template's call has room for the arguments, also if C's words have 32 bits.
func (d door) fitsCall() bool {
	const words, pointers = 6, 4
	next := 0
	for _, p := range d.params[:len(d.function.Params)] {
		if isPointer := p.byAddress || strings.HasPrefix(p.goType, "*"); isPointer && next >= pointers {
			return false
		}
		if next++; p.goType == "uint64" {
			next++
		}
	}
	return next <= words
}

func indented(lines []string) []string {
	deeper := make([]string, len(lines))
	for i, line := range lines {
		deeper[i] = "\t" + line
	}
	return deeper
}

// answer returns the statements that make the call and return its result.
func (d door) answer() []string {
	crossing := "lib.status(&c)"
	switch d.result {
	case handleResult:
		crossing = "lib.pointer(&c, result)"
	case okPointer:
		return []string{"\tvar result uintptr", "\treturn lib.pointer(&c, &result)"}
	case noResult:
		return []string{"\tlib.cross(&c, 1)"}
	case plainText:
		return []string{"\tlib.cross(&c, 1)", "\treturn goString(c.result)"}
	case plainNumber:
		value := map[string]string{
			"int": "int(int32(c.result))", "size_t": "int(c.result)", "long": "longResult(c.result)",
			"uint32_t": "uint32(c.result)", "unsigned long": "unsignedLongResult(c.result)", "uint64_t": "uint64(c.result)",
		}
		return []string{"\tlib.cross(&c, 1)", "\treturn " + value[d.function.Result.String()]}
	}
	if d.rule.Restart {
		return []string{"\trc := " + crossing, "\tfor rc == interrupted {", "\t\trc = " + crossing, "\t}", "\treturn rc"}
	}
	return []string{"\treturn " + crossing}
}
