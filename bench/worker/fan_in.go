package worker

import "github.com/zmqgen/zmqgen/bench/task"

// fanIn measures how long a Router takes to receive messages that many peers send in turn. The peers are always
// sockets of package libzmq.
func fanIn(ctx Context, t task.Task) (task.Result, error) {
	socket, err := ctx.Socket(Router, t.Size)
	if err != nil {
		return task.Result{}, err
	}
	endpoint, err := socket.Bind(listenAt(t.Transport, 0))
	if err != nil {
		return task.Result{}, err
	}
	ends, err := openLibzmq(newCopies)(t.Peers + 16)
	if err != nil {
		return task.Result{}, err
	}
	in := routed{socket.(router)}
	all := new(peers)
	for len(all.sockets) < t.Peers {
		group, err := connectAll(ends, t.Size, endpoint, min(backlog, t.Peers-len(all.sockets)))
		if err != nil {
			return task.Result{}, err
		}
		if _, err := stream(group, in, task.Task{Count: len(group.sockets)}); err != nil {
			return task.Result{}, err
		}
		all.sockets = append(all.sockets, group.sockets...)
	}
	return stream(all, in, t)
}

// backlog is how many connections come at once: libzmq's listeners have room for 100.
const backlog = 50

func connectAll(ctx Context, size int, endpoint string, n int) (*peers, error) {
	all := new(peers)
	for range n {
		dealer, err := ctx.Socket(Dealer, size)
		if err != nil {
			return nil, err
		}
		if err := dealer.Connect(endpoint); err != nil {
			return nil, err
		}
		all.sockets = append(all.sockets, dealer)
	}
	return all, nil
}

// routed receives with the name of the peer.
type routed struct{ router }

func (r routed) RecvN(n int) error { return r.RecvRouted(n) }

// peers send in turn.
type peers struct {
	sockets []Socket
	next    int
}

func (p *peers) SendN(n int) error {
	for range n {
		if err := p.sockets[p.next].SendN(1); err != nil {
			return err
		}
		p.next = (p.next + 1) % len(p.sockets)
	}
	return nil
}
