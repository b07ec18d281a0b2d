package zmq_test

import (
	"testing"

	"github.com/zmqgen/zmqgen/zmq"
)

// TestDraftTypesRefused checks that opening a draft type of socket that the build or libzmq lacks fails with an
// error that says so.
func TestDraftTypesRefused(t *testing.T) {
	if draftsBuilt && zmq.Has("draft") {
		t.Skip("this build and this libzmq have drafts")
	}
	z := newContext(t)
	for typ := zmq.SocketType(12); typ <= 20; typ++ { // Server to Channel
		_, err := z.Open(typ)
		wantErr(t, "Open "+typ.String(), err, zmq.ENOTSUP)
	}
	if n := z.Sockets(); n != 0 {
		t.Errorf("%d sockets are open", n)
	}
}
