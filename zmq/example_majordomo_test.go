package zmq_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"sync"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// The majordomo: clients name a service, workers offer one, and the broker brings them together on a
// single socket. The program examples/majordomo adds heartbeats to this.
func Example_majordomo() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	var background sync.WaitGroup
	defer background.Wait() // it ends with the context's Close
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	socket, err := z.Open(zmq.Router, zmq.Bind("inproc://majordomo"))
	if err != nil {
		log.Fatal(err)
	}
	run := func(f func() error) {
		background.Go(func() {
			if err := f(); !errors.Is(err, zmq.ErrClosed) {
				log.Println(err)
			}
		})
	}
	broker := majordomo{socket: socket, services: make(map[string]*majordomoService)}
	run(func() error { return broker.run(ctx) })
	run(func() error { return offer(ctx, z, "upper", strings.ToUpper) })
	run(func() error { return offer(ctx, z, "trim", strings.TrimSpace) })

	client, err := z.Open(zmq.Req, zmq.Connect("inproc://majordomo"))
	if err != nil {
		log.Fatal(err)
	}
	for _, service := range []string{"upper", "trim", "upper"} {
		request := zmq.Text(fromClient, service, "  a text ")
		if err := client.SendMessage(ctx, request); err != nil {
			log.Fatal(err)
		}
		reply, err := client.RecvString(ctx)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s: %q\n", service, reply)
	}
	// Output:
	// upper: "  A TEXT "
	// trim: "a text"
	// upper: "  A TEXT "
}

// The first part of a message to the broker, after the identity and the empty part that a Router gets
// from a Req, says whether a client or a worker sent it. A client then names the service. A worker names
// the service to say that it is ready, or the client to reply to.
const (
	fromClient  = "client"
	workerReady = "ready"
	workerReply = "reply"
)

// majordomo is the broker. Only its run uses it, so it needs no lock.
type majordomo struct {
	socket   *zmq.Socket
	services map[string]*majordomoService
}

// majordomoService is a service with its waiting requests or idle workers.
type majordomoService struct {
	requests []zmq.Message // each as client, text
	idle     [][]byte      // the workers' identities
}

func (b *majordomo) run(ctx context.Context) error {
	for message, err := range b.socket.Messages(ctx) {
		if err != nil {
			return err
		}
		envelope, content := message.Envelope()
		if len(envelope) != 1 || len(content) < 2 {
			continue // it does not follow the protocol
		}
		if err := b.take(ctx, envelope[0], string(content[0]), content[1:]); err != nil {
			return err
		}
	}
	return nil
}

// take handles one message.
func (b *majordomo) take(ctx context.Context, peer []byte, kind string, content [][]byte) error {
	service := b.service(string(content[0]))
	switch kind {
	case fromClient:
		service.requests = append(service.requests, zmq.NewMessage(peer, content[len(content)-1]))
	case workerReady:
		service.idle = append(service.idle, peer)
	case workerReply: // service, client, text
		if len(content) != 3 {
			return nil
		}
		service.idle = append(service.idle, peer)
		if err := b.socket.SendParts(ctx, content[1], nil, content[2]); err != nil {
			return err
		}
	}
	return b.dispatch(ctx, service)
}

func (b *majordomo) service(name string) *majordomoService {
	if b.services[name] == nil {
		b.services[name] = new(majordomoService)
	}
	return b.services[name]
}

// dispatch gives requests to workers, while there are both.
func (b *majordomo) dispatch(ctx context.Context, service *majordomoService) error {
	for len(service.requests) > 0 && len(service.idle) > 0 {
		worker, request := service.idle[0], service.requests[0]
		service.idle, service.requests = service.idle[1:], service.requests[1:]
		if err := b.socket.SendParts(ctx, worker, nil, request.Part(0), request.Part(1)); err != nil {
			return err
		}
	}
	return nil
}

// offer is a worker: it offers a service and answers requests.
func offer(ctx context.Context, z *zmq.Context, service string, do func(string) string) error {
	worker, err := z.Open(zmq.Req, zmq.Connect("inproc://majordomo"))
	if err != nil {
		return err
	}
	if err := worker.SendMessage(ctx, zmq.Text(workerReady, service)); err != nil {
		return err
	}
	for request, err := range worker.Messages(ctx) {
		if err != nil {
			return err
		}
		client, text := request.Part(0), string(request.Part(1))
		reply := zmq.Text(workerReply, service).Append(client, []byte(do(text)))
		if err := worker.SendMessage(ctx, reply); err != nil {
			return err
		}
	}
	return nil
}
