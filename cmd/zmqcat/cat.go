package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// cat is one run of the program: its flags and its streams.
type cat struct {
	in  io.Reader
	out io.Writer
	log io.Writer

	bind, connect, subscribe []string
	identity, separator      string
	count, peers             int
	timeout                  time.Duration
	raw, echo, verbose       bool

	certificate, serverKey, clients, plainClient, plainServer string

	socket *zmq.Socket
	lines  <-chan input
}

// input is what comes from standard input: a message, or the error that ended it.
type input struct {
	data []byte
	err  error
}

var types = map[string]zmq.SocketType{
	"pair": zmq.Pair, "sub": zmq.Sub, "req": zmq.Req, "rep": zmq.Rep, "dealer": zmq.Dealer, "router": zmq.Router,
	"pull": zmq.Pull, "push": zmq.Push, "xpub": zmq.XPub, "xsub": zmq.XSub, "stream": zmq.Stream,
	"pub": zmq.XPub, // which reports subscriptions
}

func (c *cat) run(ctx context.Context, typ string) (err error) {
	socketType, known := types[typ]
	if !known {
		return fmt.Errorf("there is no socket type %q; the types are %s", typ, strings.Join(slices.Sorted(maps.Keys(types)), ", "))
	}
	var options []zmq.ContextOption
	if c.verbose {
		options = append(options, zmq.Logger(slog.New(slog.NewTextHandler(c.log, nil))))
	}
	z, err := zmq.NewContext(options...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.close(ctx, z)) }()
	if c.socket, err = c.open(z, typ, socketType); err != nil {
		return err
	}
	if err := c.join(ctx); err != nil {
		return err
	}
	c.lines = c.read()
	switch typ {
	case "push":
		err = c.send(ctx, c.count)
	case "pub":
		if err = c.awaitSubscriptions(ctx); err == nil {
			err = c.send(ctx, c.count)
		}
	case "pull", "sub":
		err = c.receive(ctx)
	case "req":
		err = c.request(ctx)
	case "rep":
		err = c.reply(ctx)
	default:
		err = c.both(ctx)
	}
	return err
}

// join binds and connects the socket. A client that authenticates waits until a server has accepted it: if it is
// refused, libzmq silently drops its messages.
func (c *cat) join(ctx context.Context) error {
	handshakes, err := c.socket.Monitor(zmq.EventHandshakeSucceeded, zmq.EventHandshakeDenied, zmq.EventHandshakeProtocolError)
	if err != nil {
		return err
	}
	defer handshakes.Close()
	err = c.socket.Set(zmq.Bind(c.bind...), zmq.Connect(c.connect...))
	isClient := len(c.bind) == 0 && (c.serverKey != "" || c.plainClient != "")
	if err != nil || !isClient {
		return err
	}
	return c.limited(ctx, "no server let this client in", func(ctx context.Context) error {
		event, err := handshakes.Next(ctx)
		if err == nil && event.Type != zmq.EventHandshakeSucceeded {
			err = fmt.Errorf("%s: the server refused the connection: %s: %w", event.Endpoint, event.Type, event.Err())
		}
		return err
	})
}

// open returns the socket, which is neither bound nor connected yet.
func (c *cat) open(z *zmq.Context, typ string, socketType zmq.SocketType) (*zmq.Socket, error) {
	options, err := c.security(z)
	if err != nil {
		return nil, err
	}
	if socketType != zmq.Sub && socketType != zmq.XSub { // whose subscriptions are not worth waiting for
		options = append(options, zmq.Linger(zmq.Forever))
	}
	if c.identity != "" {
		options = append(options, zmq.Identity(c.identity))
	}
	if typ == "sub" {
		if len(c.subscribe) == 0 {
			c.subscribe = []string{""}
		}
		options = append(options, zmq.Subscribe(c.subscribe...))
	} else if len(c.subscribe) > 0 {
		return nil, fmt.Errorf("--subscribe is for the type sub, not for %s", typ)
	}
	if c.peers > 0 && typ != "pub" {
		return nil, fmt.Errorf("--wait is for the type pub, not for %s", typ)
	}
	return z.Open(socketType, options...)
}

// close gives unsent messages the time of --timeout, or all the time that they need until ctx is done.
func (c *cat) close(ctx context.Context, z *zmq.Context) error {
	if ctx.Err() == nil && c.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, c.timeout)
		defer cancel()
	}
	return z.Close(ctx)
}

// read returns the messages of standard input. Only the end of the input ends the goroutine that waits for it.
func (c *cat) read() <-chan input {
	lines := make(chan input)
	go func() {
		reader := bufio.NewReader(c.in)
		if c.raw {
			data, err := io.ReadAll(reader)
			lines <- input{data: data, err: err}
			lines <- input{err: io.EOF}
			return
		}
		for {
			line, err := reader.ReadBytes('\n')
			if len(line) > 0 {
				lines <- input{data: bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))}
			}
			if err != nil {
				lines <- input{err: err}
				return
			}
		}
	}()
	return lines
}

// next returns the next message of standard input. At its end, the error is [io.EOF].
func (c *cat) next(ctx context.Context) ([][]byte, error) {
	select {
	case line := <-c.lines:
		if line.err != nil {
			return nil, line.err
		}
		if c.separator == "" {
			return [][]byte{line.data}, nil
		}
		return bytes.Split(line.data, []byte(c.separator)), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// limited runs one call on the socket, within the time of --timeout.
func (c *cat) limited(ctx context.Context, what string, call func(context.Context) error) error {
	if c.timeout <= 0 {
		return call(ctx)
	}
	limited, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	err := call(limited)
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s within %v: %w", what, c.timeout, context.DeadlineExceeded)
	}
	return err
}

func (c *cat) sendOne(ctx context.Context, parts [][]byte) error {
	return c.limited(ctx, "no peer took a message", func(ctx context.Context) error {
		return c.socket.SendParts(ctx, parts...)
	})
}

func (c *cat) recvOne(ctx context.Context) (parts [][]byte, err error) {
	err = c.limited(ctx, "nothing came", func(ctx context.Context) error {
		parts, err = c.socket.RecvParts(ctx)
		return err
	})
	return parts, err
}

func (c *cat) print(parts [][]byte) error {
	separator, end := c.separator, "\n"
	if separator == "" {
		separator = "\t"
	}
	if c.raw {
		separator, end = c.separator, ""
	}
	_, err := c.out.Write(append(bytes.Join(parts, []byte(separator)), end...))
	return err
}

// enough reports whether n messages are as many as --count says.
func (c *cat) enough(n int) bool { return c.count > 0 && n >= c.count }

// send sends count messages of the input, or all of them if count is 0.
func (c *cat) send(ctx context.Context, count int) error {
	for n := 0; count == 0 || n < count; n++ {
		parts, err := c.next(ctx)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := c.sendOne(ctx, parts); err != nil {
			return err
		}
	}
	return nil
}

// awaitSubscriptions waits for the subscriptions of --wait.
func (c *cat) awaitSubscriptions(ctx context.Context) error {
	for range c.peers {
		err := c.limited(ctx, "too few subscriptions", func(ctx context.Context) error {
			_, err := c.socket.RecvParts(ctx)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// receive prints what arrives.
func (c *cat) receive(ctx context.Context) error {
	for n := 0; !c.enough(n); n++ {
		parts, err := c.recvOne(ctx)
		if err != nil {
			return err
		}
		if err := c.print(parts); err != nil {
			return err
		}
	}
	return nil
}

// request sends each message of the input and prints the reply.
func (c *cat) request(ctx context.Context) error {
	for n := 0; !c.enough(n); n++ {
		request, err := c.next(ctx)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := c.sendOne(ctx, request); err != nil {
			return err
		}
		reply, err := c.recvOne(ctx)
		if err != nil {
			return err
		}
		if err := c.print(reply); err != nil {
			return err
		}
	}
	return nil
}

// reply prints each request and answers it with the next message of the input, or with itself.
func (c *cat) reply(ctx context.Context) error {
	for n := 0; !c.enough(n); n++ {
		request, err := c.recvOne(ctx)
		if err != nil {
			return err
		}
		if err := c.print(request); err != nil {
			return err
		}
		reply := request
		if !c.echo {
			if reply, err = c.next(ctx); err == io.EOF {
				return errors.New("the input has ended and there is no answer to a request; --echo answers with the request")
			}
			if err != nil {
				return err
			}
		}
		if err := c.sendOne(ctx, reply); err != nil {
			return err
		}
	}
	return nil
}

// both sends the input and prints what arrives, at the same time, until both are done.
func (c *cat) both(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var sending sync.WaitGroup
	sending.Go(func() {
		if err := c.send(ctx, 0); err != nil {
			cancel(err)
		}
	})
	if err := c.receive(ctx); err != nil {
		cancel(err)
	}
	sending.Wait()
	return context.Cause(ctx) // of the one that failed first, or nil
}
