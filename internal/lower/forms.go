package lower

import (
	"fmt"
	"strings"

	"github.com/zmqgen/zmqgen/internal/capi"
)

// Hand-written code calls libzmq's functions and uses the fields of its structs. A header that declares one of them
// differently is not libzmq's, and the package would not compile, or worse.

// checkForms refuses a known function or type that has another form than libzmq gives it.
func (l *lowerer) checkForms() {
	if l.Excerpt {
		return
	}
	found := forms(l.header)
	var declared []string
	for _, t := range l.header.Types {
		declared = append(declared, t.Name)
	}
	for _, f := range l.header.Functions {
		declared = append(declared, f.Name)
	}
	for _, name := range declared {
		known := l.records.Of(name).Form
		if r := l.records.Of(name); r.Own && known != "" && found[name] != known {
			l.failRecord(r, "the header declares it as %s; correct the record", found[name])
		} else if form := found[name]; known != "" && form != known {
			l.fail("%s%s: declared as %s, but libzmq has %s; give libzmq's own header", l.place(name), name, form, known)
		}
	}
}

// forms returns the forms of a header's functions and types: what callers see of them.
func forms(h *capi.Header) map[string]string {
	all := make(map[string]string)
	for _, t := range h.Types {
		switch t.Kind {
		case capi.Struct:
			if t.Name == "zmq_msg_t" {
				continue // a few bytes, which a release may extend
			}
			fields := make([]string, len(t.Fields))
			for i, f := range t.Fields {
				fields[i] = strings.Replace(formOf(f.Type)+" "+f.Name, "* ", "*", 1)
			}
			all[t.Name] = fmt.Sprintf("struct of %d bytes {%s}", t.Layout.Size, strings.Join(fields, "; "))
		case capi.FunctionType:
			all[t.Name] = callForm(t.Result, t.Params)
		}
	}
	for _, f := range h.Functions {
		all[f.Name] = callForm(f.Result, f.Params)
	}
	return all
}

func callForm(result capi.Type, params []capi.Param) string {
	types := make([]string, len(params))
	for i, p := range params {
		if types[i] = formOf(p.Type); types[i] == "int" && strings.TrimRight(p.Name, "_") == "fd" || p.Type.Name == "zmq_fd_t" {
			types[i] = "zmq_fd_t"
		}
	}
	return formOf(result) + " (" + strings.Join(types, ", ") + ")"
}

// formOf returns a type without const, and a descriptor as an int. Both differ between releases.
func formOf(t capi.Type) string {
	form := strings.ReplaceAll(strings.ReplaceAll(t.String(), "const ", ""), "const", "")
	return strings.ReplaceAll(form, "zmq_fd_t", "int")
}
