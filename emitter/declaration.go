package emitter

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/zmqgen/zmqgen/internal/binding"
)

func (p *printer) declaration(out *jen.Group, decl binding.Decl) {
	switch decl := decl.(type) {
	case binding.ConstGroup:
		p.constants(out, decl)
	case binding.NameTable:
		p.nameTable(out, decl)
	case binding.TypeDecl:
		p.comment(out, decl.Doc)
		out.Type().Id(decl.Name).Id(decl.Under)
	case binding.Func:
		p.function(out, decl)
	case binding.Verbatim:
		source := decl.Source
		if decl.Doc != "" {
			source = commented(decl.Doc) + "\n" + source
		}
		p.keep(out, source)
	}
}

// commented returns a text as // lines.
func commented(text string) string {
	var out strings.Builder
	out.Grow(len(text) + len(text)/8 + len("// "))
	for line := range strings.Lines(text) {
		out.WriteString("//")
		if line != "\n" && line[0] != '\t' {
			out.WriteByte(' ')
		}
		out.WriteString(line)
	}
	return out.String()
}

func (p *printer) constants(out *jen.Group, group binding.ConstGroup) {
	p.comment(out, group.Doc)
	out.Const().DefsFunc(func(block *jen.Group) {
		for _, c := range group.Consts {
			if c.Doc != "" {
				block.Line()
				p.comment(block, c.Doc)
			}
			line := block.Id(c.Name)
			if c.Type != "" {
				line.Id(c.Type)
			}
			line.Op("=").Id(c.Value)
			if c.Comment != "" {
				p.trailing(line, c.Comment)
			}
		}
	})
}

func (p *printer) nameTable(out *jen.Group, table binding.NameTable) {
	out.Var().Id(table.Name).Op("=").Id(table.Type).BlockFunc(func(block *jen.Group) {
		for _, row := range table.Rows {
			line := block.Null()
			if table.Bits {
				line.Values(jen.Id(row.Key), jen.Lit(row.Name)).Op(",")
			} else {
				line.Id(row.Key).Op(":").Lit(row.Name).Op(",")
			}
			if row.Comment != "" {
				p.trailing(line, row.Comment)
			}
		}
	})
}
