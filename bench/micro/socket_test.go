package micro

import (
	"testing"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// connected returns two sockets that are connected over inproc, closed when the benchmark ends.
func connected(b *testing.B) (push, pull *libzmq.Socket) {
	b.Helper()
	ctx, err := libzmq.NewContext()
	must(b, err)
	pull, err = ctx.NewSocket(libzmq.Pull)
	must(b, err)
	push, err = ctx.NewSocket(libzmq.Push)
	must(b, err)
	must(b, push.SetLinger(0))
	must(b, pull.Bind("inproc://micro"))
	must(b, push.Connect("inproc://micro"))
	b.Cleanup(func() {
		must(b, push.Close())
		must(b, pull.Close())
		must(b, ctx.Term())
	})
	return push, pull
}

func must(b *testing.B, err error) {
	if err != nil {
		b.Helper()
		b.Fatal(err)
	}
}
