//go:build ignore

package libzmq_test

import (
	"fmt"

	"github.com/zmqgen/zmqgen/generated/v4.2.0"
)

func ExampleProxy() {
	ctx, sockets := open(libzmq.Router, libzmq.Dealer, libzmq.Req, libzmq.Rep)
	frontend, backend, client, worker := sockets[0], sockets[1], sockets[2], sockets[3]
	must(frontend.Bind("inproc://proxy-front"))
	must(backend.Bind("inproc://proxy-back"))
	must(client.Connect("inproc://proxy-front"))
	must(worker.Connect("inproc://proxy-back"))

	ended := make(chan error)
	go func() { ended <- libzmq.Proxy(frontend, backend, nil) }()

	send(client, "work")
	fmt.Println(receive(worker))
	send(worker, "done")
	fmt.Println(receive(client))

	must(ctx.Shutdown())
	fmt.Println(<-ended == libzmq.ETERM)
	end(ctx, sockets)
	// Output:
	// work
	// done
	// true
}

func ExampleProxySteerable() {
	ctx, sockets := open(libzmq.Pull, libzmq.Push, libzmq.Pair, libzmq.Pair)
	defer end(ctx, sockets)
	frontend, backend, control, remote := sockets[0], sockets[1], sockets[2], sockets[3]
	must(frontend.Bind("inproc://steer-front"))
	must(backend.Bind("inproc://steer-back"))
	must(control.Bind("inproc://steer-control"))
	must(remote.Connect("inproc://steer-control"))

	ended := make(chan error)
	go func() { ended <- libzmq.ProxySteerable(frontend, backend, nil, control) }()
	send(remote, "TERMINATE")
	fmt.Println(<-ended)
	// Output: <nil>
}
