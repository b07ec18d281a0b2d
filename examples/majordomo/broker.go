package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// broker records the waiting requests and workers. Only run uses it, so it needs no lock.
type broker struct {
	socket   *zmq.Socket
	services map[string]*queue
	workers  map[string]*worker // by identity
}

// queue holds the requests that wait for a worker of one service, or the workers that wait for a request.
type queue struct {
	requests []request
	idle     []*worker // the one that waits longest first
}

type request struct {
	client []byte
	body   [][]byte
}

type worker struct {
	identity []byte
	service  string
	heard    time.Time
}

func runBroker(ctx context.Context, z *zmq.Context) error {
	s, err := z.Open(zmq.Router, zmq.Bind(cmp.Or(*endpoint, "tcp://*:5562")))
	if err != nil {
		return err
	}
	fmt.Println("listening on", s.Endpoint())
	b := &broker{socket: s, services: make(map[string]*queue), workers: make(map[string]*worker)}
	return b.run(ctx)
}

func (b *broker) run(ctx context.Context) error {
	messages := b.socket.Incoming(ctx, 0)
	beats := time.NewTicker(*heartbeat)
	defer beats.Stop()
	for {
		var err error
		select {
		case message, ok := <-messages.C:
			if !ok {
				return messages.Err()
			}
			err = b.take(ctx, message)
		case <-beats.C:
			err = b.beat(ctx)
		}
		if err != nil {
			return err
		}
	}
}

// take handles a message, and ignores one that violates the protocol.
func (b *broker) take(ctx context.Context, message zmq.Message) error {
	envelope, content := message.Envelope()
	if len(envelope) != 1 || len(content) < 2 {
		return nil
	}
	from, word := envelope[0], string(content[1])
	switch string(content[0]) {
	case clientProtocol: // the word is a service
		q := b.queue(word)
		q.requests = append(q.requests, request{client: from, body: content[2:]})
		return b.dispatch(ctx, word)
	case workerProtocol:
		return b.takeCommand(ctx, from, word, content[2:])
	}
	return nil
}

// takeCommand handles a worker's command. A worker that the broker does not know, or no longer knows, must connect
// again.
func (b *broker) takeCommand(ctx context.Context, from []byte, command string, rest [][]byte) error {
	w := b.workers[string(from)]
	switch {
	case w == nil && command == commandReady && len(rest) == 1:
		w = &worker{identity: from, service: string(rest[0]), heard: time.Now()}
		b.workers[string(from)] = w
		return b.idle(ctx, w)
	case w == nil && command == commandDisconnect:
		return nil
	case w == nil:
		return b.tell(ctx, from, commandDisconnect)
	}
	w.heard = time.Now()
	switch {
	case command == commandHeartbeat:
		return nil
	case command == commandDisconnect:
		b.forget(w)
		return nil
	case command == commandReply && len(rest) > 1: // the client, an empty part, the body
		reply := [][]byte{rest[0], nil, []byte(clientProtocol), []byte(w.service)}
		if err := b.socket.SendParts(ctx, append(reply, rest[2:]...)...); err != nil {
			return err
		}
		return b.idle(ctx, w)
	}
	b.forget(w)
	return b.tell(ctx, from, commandDisconnect)
}

// tell sends a command to a worker.
func (b *broker) tell(ctx context.Context, identity []byte, command string, rest ...[]byte) error {
	parts := [][]byte{identity, nil, []byte(workerProtocol), []byte(command)}
	return b.socket.SendParts(ctx, append(parts, rest...)...)
}

func (b *broker) queue(service string) *queue {
	if b.services[service] == nil {
		b.services[service] = new(queue)
	}
	return b.services[service]
}

// idle adds a worker to those that wait for work.
func (b *broker) idle(ctx context.Context, w *worker) error {
	q := b.queue(w.service)
	q.idle = append(q.idle, w)
	return b.dispatch(ctx, w.service)
}

// dispatch hands requests to workers while there are both.
func (b *broker) dispatch(ctx context.Context, service string) error {
	q := b.queue(service)
	for len(q.requests) > 0 && len(q.idle) > 0 {
		r, w := q.requests[0], q.idle[0]
		q.requests, q.idle = q.requests[1:], q.idle[1:]
		if err := b.tell(ctx, w.identity, commandRequest, append([][]byte{r.client, nil}, r.body...)...); err != nil {
			return err
		}
	}
	return nil
}

// forget removes a worker from the lists.
func (b *broker) forget(w *worker) {
	delete(b.workers, string(w.identity))
	q := b.queue(w.service)
	q.idle = slices.DeleteFunc(q.idle, func(other *worker) bool { return bytes.Equal(other.identity, w.identity) })
}

// beat forgets silent workers, and sends the others a heartbeat.
func (b *broker) beat(ctx context.Context) error {
	for _, w := range b.workers {
		if time.Since(w.heard) > patience() {
			b.forget(w)
			continue
		}
		if err := b.tell(ctx, w.identity, commandHeartbeat); err != nil {
			return err
		}
	}
	return nil
}
