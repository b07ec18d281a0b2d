package lower

import (
	"github.com/zmqgen/zmqgen/internal/records"
	"github.com/zmqgen/zmqgen/templates"
)

// Templates holds what people wrote for the package, read and ready for [Lower].
type Templates struct {
	records  *records.Set
	byHand   map[string]bool // symbols that a declaration of golang binds
	golang   []goSource
	ways     map[wayName][]goSource // the hand-written doors of each way
	pieces   []piece                // hand-written C for bridge.h
	assembly []templates.Source     // for the doors without cgo
	examples []templates.Source
}

// ReadTemplates reads the records and files of package templates. It does not depend on a header, so it
// can run while one is parsed.
func ReadTemplates() (*Templates, error) {
	t := Templates{
		examples: templates.Examples(), assembly: templates.Runtime(string(dlopenWay), ".s"),
		byHand: make(map[string]bool), ways: make(map[wayName][]goSource),
	}
	var sources []records.Source
	for _, file := range templates.Records() {
		sources = append(sources, records.Source{Name: "templates/records/" + file.Name, Content: file.Content})
	}
	var err error
	if t.records, err = records.Read(sources); err != nil {
		return nil, err
	}
	if t.golang, err = readGo("."); err != nil {
		return nil, err
	}
	for _, source := range t.golang {
		for _, d := range source.decls {
			for _, symbol := range d.symbols {
				t.byHand[symbol] = true
			}
		}
	}
	for _, way := range []wayName{cgoWay, dlopenWay} {
		if t.ways[way], err = readGo(string(way)); err != nil {
			return nil, err
		}
	}
	for _, source := range templates.Runtime(string(cgoWay), ".h") {
		pieces, err := readPieces(source)
		if err != nil {
			return nil, err
		}
		t.pieces = append(t.pieces, pieces...)
	}
	return &t, nil
}

// With returns the templates with a user's records added.
func (t *Templates) With(own []records.Source) (*Templates, error) {
	all := *t
	var err error
	all.records, err = t.records.With(own)
	return &all, err
}

// piece returns the piece with a name, or nil.
func (t *Templates) piece(name string) *piece {
	for i := range t.pieces {
		if t.pieces[i].name == name {
			return &t.pieces[i]
		}
	}
	return nil
}
