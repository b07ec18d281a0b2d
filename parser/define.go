package parser

import "slices"

// define reads #define.
func (o *outline) define(line []token) {
	if len(line) < 3 || line[2].kind != ident {
		o.fail(int(line[0].start), "#define without a name; name the macro")
		return
	}
	name := line[2]
	d := definition{name: o.word(name), at: int(name.start), body: line[3:], region: o.current, dead: o.dead()}
	o.isMacro[d.name] = true
	if len(d.body) > 0 && d.body[0].start == name.end && o.word(d.body[0]) == "(" {
		d.function = true
		end := slices.IndexFunc(d.body, func(t token) bool { return o.word(t) == ")" })
		if end < 0 {
			o.fail(int(line[0].start), "parameters of %s are never closed; end them with )", d.name)
			return
		}
		for _, t := range d.body[1:end] {
			if t.kind == ident {
				d.params = append(d.params, o.word(t))
			}
		}
		d.body = d.body[end+1:]
	}
	o.defines = append(o.defines, d)
}
