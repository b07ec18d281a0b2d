package lower

import (
	"slices"
	"testing"

	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/internal/records"
)

// TestOldReleases lowers the part of the 4.2.0 header that libzmq 4.0.0 and 4.1.0 have, which is enough for a
// package: everything that hand-written code needs is there, or the code is left out.
func TestOldReleases(t *testing.T) {
	read := readTemplates(t)
	for _, old := range []records.Release{{Major: 4}, {Major: 4, Minor: 1}} {
		header := *pinned(t)[0]
		later := func(name string, draft bool) bool { return draft || old.Before(read.records.Of(name).First()) }
		header.Functions = slices.DeleteFunc(header.Functions, func(f capi.Function) bool { return later(f.Name, f.Draft) })
		header.Types = slices.DeleteFunc(header.Types, func(d capi.TypeDecl) bool { return later(d.Name, d.Draft) })
		header.Constants = slices.DeleteFunc(header.Constants, func(c capi.Constant) bool { return later(c.Name, c.Draft) })
		for i, c := range header.Constants {
			if c.Name == "ZMQ_VERSION_MINOR" {
				header.Constants[i].Value = old.Minor
			}
		}
		if _, _, err := Lower(Input{Header: &header, Package: "libzmq", Templates: read, Ways: bothWays}); err != nil {
			t.Errorf("%v: %v", old, err)
		}
	}
}
