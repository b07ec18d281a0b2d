// Package ports holds the programs that the guides for users of other bindings show, each of them written for package zmq.
package ports

import (
	"context"

	"github.com/zmqgen/zmqgen/zmq"
)

// Broker gives each request to the worker that has been idle the longest. Clients and workers are Req sockets, and a worker
// first says "ready". Both sockets of the broker are Routers.
func Broker(ctx context.Context, clients, workers *zmq.Socket) error {
	items := []zmq.PollItem{
		{Socket: workers, Events: zmq.PollIn},
		{Socket: clients, Events: zmq.PollIn},
	}
	var idle [][]byte // identities of workers
	for {
		polled := items
		if len(idle) == 0 {
			polled = items[:1] // requests wait for a worker
		}
		if _, err := zmq.Poll(ctx, polled); err != nil {
			return err
		}
		for _, item := range polled {
			if item.Ready == 0 {
				continue
			}
			var m zmq.Message
			if err := item.Socket.RecvMessage(ctx, &m); err != nil {
				return err
			}
			if item.Socket == clients {
				if err := workers.SendMessage(ctx, m.Wrap(idle[0])); err != nil {
					return err
				}
				idle = idle[1:]
				continue
			}
			worker, reply := m.Unwrap()
			idle = append(idle, worker)
			if reply.Len() == 1 {
				continue // ready
			}
			if err := clients.SendMessage(ctx, reply); err != nil {
				return err
			}
		}
	}
}
