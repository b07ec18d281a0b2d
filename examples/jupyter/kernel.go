package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"strconv"
	"strings"
	"sync"

	"github.com/zmqgen/zmqgen/zmq"
)

// kernel evaluates what front ends send it.
type kernel struct {
	key     []byte
	session string

	shell, control, stdin, iopub, heartbeat *zmq.Socket

	stop context.CancelFunc // shuts the kernel down

	// Only the goroutine that serves shell uses these.
	count  int           // executions so far
	last   float64       // the previous result
	queued []zmq.Message // arrived before an execution failed

	mu        sync.Mutex
	interrupt context.CancelFunc // of the current execution, or nil
}

func newKernel(z *zmq.Context, c connection) (*kernel, error) {
	k := &kernel{key: []byte(c.Key), session: rand.Text()}
	for _, socket := range []struct {
		to   **zmq.Socket
		typ  zmq.SocketType
		port int
	}{
		{&k.shell, zmq.Router, c.Shell},
		{&k.control, zmq.Router, c.Control},
		{&k.stdin, zmq.Router, c.Stdin},
		{&k.iopub, zmq.Pub, c.IOPub},
		{&k.heartbeat, zmq.Rep, c.Heartbeat},
	} {
		s, err := z.Open(socket.typ, zmq.Bind(c.endpoint(socket.port)))
		if err != nil {
			return nil, err
		}
		*socket.to = s
	}
	return k, nil
}

// run serves all sockets until the kernel is shut down, ctx is done or one of them fails.
func (k *kernel) run(ctx context.Context) error {
	ctx, k.stop = context.WithCancel(ctx)
	defer k.stop()
	if err := k.publish(ctx, nil, "status", content{"execution_state": "starting"}); err != nil {
		return err
	}
	loops := []func(context.Context) error{k.serveHeartbeat, k.serveControl, k.serveShell}
	ended := make(chan error, len(loops))
	for _, loop := range loops {
		go func() { ended <- loop(ctx) }()
	}
	var err error
	for range loops {
		if e := <-ended; !errors.Is(e, context.Canceled) {
			err = errors.Join(err, e)
		}
		k.stop()
	}
	return err
}

// serveHeartbeat echoes what it receives, which tells front ends that the kernel is alive.
func (k *kernel) serveHeartbeat(ctx context.Context) error {
	for m, err := range k.heartbeat.Messages(ctx) {
		if err != nil {
			return err
		}
		if err := k.heartbeat.SendMessage(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// handler answers a request with the type and content of the reply.
type handler func(ctx context.Context, r *request) (kind string, reply content, err error)

// serveControl answers requests that must not wait for the execution of others.
func (k *kernel) serveControl(ctx context.Context) error {
	handlers := map[string]handler{
		"interrupt_request":   k.interruptExecution,
		"kernel_info_request": k.info,
		"shutdown_request":    k.shutdown,
	}
	for m, err := range k.control.Messages(ctx) {
		if err != nil {
			return err
		}
		if err := k.handle(ctx, k.control, m, handlers); err != nil {
			return err
		}
	}
	return nil
}

// serveShell answers all other requests, one after the other. If an execution fails, those queued behind it are aborted.
func (k *kernel) serveShell(ctx context.Context) error {
	handlers := map[string]handler{
		"comm_info_request":   k.commInfo,
		"complete_request":    k.complete,
		"execute_request":     k.execute,
		"history_request":     k.history,
		"inspect_request":     k.inspect,
		"is_complete_request": k.isComplete,
		"kernel_info_request": k.info,
		"shutdown_request":    k.shutdown,
	}
	aborting := maps.Clone(handlers)
	aborting["execute_request"] = k.abort
	for m, err := range k.shell.Messages(ctx) {
		if err != nil {
			return err
		}
		if err := k.handle(ctx, k.shell, m, handlers); err != nil {
			return err
		}
		for _, m := range k.queued {
			if err := k.handle(ctx, k.shell, m, aborting); err != nil {
				return err
			}
		}
		k.queued = nil
	}
	return nil
}

// handle handles a message. It ignores unknown ones, as the protocol requires.
func (k *kernel) handle(ctx context.Context, s *zmq.Socket, m zmq.Message, handlers map[string]handler) error {
	r, err := k.decode(m)
	if err != nil {
		ignore(err)
		return nil
	}
	h, known := handlers[r.header.Type]
	if !known {
		ignore(fmt.Errorf("a message of type %q", r.header.Type))
		return nil
	}
	return k.answer(ctx, s, r, h)
}

// receiveWaiting receives the messages that have already arrived.
func receiveWaiting(s *zmq.Socket) ([]zmq.Message, error) {
	var messages []zmq.Message
	for {
		var m zmq.Message
		switch err := s.TryRecvMessage(&m); {
		case errors.Is(err, zmq.ErrWouldBlock):
			return messages, nil
		case err != nil:
			return nil, err
		}
		messages = append(messages, m)
	}
}

func ignore(err error) { fmt.Fprintln(os.Stderr, "jupyter: ignoring", err) }

// answer answers one request. Front ends read the kernel's state from iopub: it is busy first, and idle after the
// reply.
func (k *kernel) answer(ctx context.Context, s *zmq.Socket, r *request, h handler) error {
	if err := k.publish(ctx, r, "status", content{"execution_state": "busy"}); err != nil {
		return err
	}
	kind, c, err := h(ctx, r)
	if err != nil {
		return err
	}
	if err := k.send(ctx, s, r.identities, r, kind, c); err != nil {
		return err
	}
	if err := k.publish(ctx, r, "status", content{"execution_state": "idle"}); err != nil {
		return err
	}
	if kind == "shutdown_reply" {
		k.stop()
	}
	return nil
}

func (k *kernel) publish(ctx context.Context, parent *request, kind string, c content) error {
	return k.send(ctx, k.iopub, [][]byte{[]byte(kind)}, parent, kind, c)
}

func (k *kernel) send(ctx context.Context, s *zmq.Socket, to [][]byte, parent *request, kind string, c content) error {
	m, err := k.encode(to, parent, kind, c)
	if err != nil {
		return err
	}
	return s.SendMessage(ctx, m)
}

func (k *kernel) info(context.Context, *request) (string, content, error) {
	return "kernel_info_reply", content{
		"status": "ok", "protocol_version": protocolVersion,
		"implementation": "calc", "implementation_version": "1.0",
		"banner": "A calculator: + - * / % ^, parentheses, _ for the previous result, ? to ask for a number",
		"language_info": content{
			"name": "calc", "version": "1.0", "mimetype": "text/plain", "file_extension": ".calc",
		},
		"help_links": []any{},
	}, nil
}

func (k *kernel) commInfo(context.Context, *request) (string, content, error) {
	return "comm_info_reply", content{"status": "ok", "comms": content{}}, nil
}

func (k *kernel) history(context.Context, *request) (string, content, error) {
	return "history_reply", content{"status": "ok", "history": []any{}}, nil
}

// complete suggests nothing: the language has no names.
func (k *kernel) complete(_ context.Context, r *request) (string, content, error) {
	var asked struct {
		Position int `json:"cursor_pos"`
	}
	if err := json.Unmarshal(r.content, &asked); err != nil {
		ignore(err)
	}
	return "complete_reply", content{
		"status": "ok", "matches": []string{}, "metadata": content{},
		"cursor_start": asked.Position, "cursor_end": asked.Position,
	}, nil
}

func (k *kernel) inspect(context.Context, *request) (string, content, error) {
	return "inspect_reply", content{"status": "ok", "found": false, "data": content{}, "metadata": content{}}, nil
}

func (k *kernel) shutdown(_ context.Context, r *request) (string, content, error) {
	var asked struct {
		Restart bool `json:"restart"`
	}
	if err := json.Unmarshal(r.content, &asked); err != nil {
		ignore(err)
	}
	return "shutdown_reply", content{"status": "ok", "restart": asked.Restart}, nil
}

// isComplete tells a console whether to execute what was typed or to ask for another line.
func (k *kernel) isComplete(_ context.Context, r *request) (string, content, error) {
	var asked struct {
		Code string `json:"code"`
	}
	if err := json.Unmarshal(r.content, &asked); err != nil {
		ignore(err)
		return "is_complete_reply", content{"status": "unknown"}, nil
	}
	_, _, err := evaluate(asked.Code, k.last, func() (float64, error) { return 1, nil })
	switch _, invalid := errors.AsType[*syntaxError](err); {
	case errors.Is(err, errIncomplete):
		return "is_complete_reply", content{"status": "incomplete", "indent": "  "}, nil
	case invalid:
		return "is_complete_reply", content{"status": "invalid"}, nil
	}
	return "is_complete_reply", content{"status": "complete"}, nil
}

// executeRequest is the content of an execute_request.
type executeRequest struct {
	Code         string `json:"code"`
	Silent       bool   `json:"silent"`
	StoreHistory *bool  `json:"store_history"` // true if absent
	AllowStdin   bool   `json:"allow_stdin"`
	StopOnError  *bool  `json:"stop_on_error"` // true if absent
}

func (k *kernel) execute(ctx context.Context, r *request) (string, content, error) {
	var asked executeRequest
	if err := json.Unmarshal(r.content, &asked); err != nil {
		return "execute_reply", k.failure(err), nil
	}
	if !asked.Silent {
		if asked.StoreHistory == nil || *asked.StoreHistory {
			k.count++
		}
		input := content{"code": asked.Code, "execution_count": k.count}
		if err := k.publish(ctx, r, "execute_input", input); err != nil {
			return "", nil, err
		}
	}
	value, found, err := k.evaluate(ctx, r, asked)
	if ctx.Err() != nil {
		return "", nil, ctx.Err()
	}
	if err != nil {
		reply := k.failure(err)
		if asked.StopOnError == nil || *asked.StopOnError {
			if k.queued, err = receiveWaiting(k.shell); err != nil {
				return "", nil, err
			}
		}
		if asked.Silent {
			return "execute_reply", reply, nil
		}
		return "execute_reply", reply, k.publish(ctx, r, "error", reply)
	}
	if found {
		k.last = value
	}
	if found && !asked.Silent {
		err = k.publish(ctx, r, "execute_result", content{
			"execution_count": k.count, "metadata": content{},
			"data": content{"text/plain": strconv.FormatFloat(value, 'g', -1, 64)},
		})
	}
	return "execute_reply", content{
		"status": "ok", "execution_count": k.count, "payload": []string{}, "user_expressions": content{},
	}, err
}

func (k *kernel) abort(context.Context, *request) (string, content, error) {
	return "execute_reply", content{"status": "aborted", "execution_count": k.count}, nil
}

func (k *kernel) failure(err error) content {
	name := "ArithmeticError"
	if _, ok := errors.AsType[*syntaxError](err); ok || errors.Is(err, errIncomplete) {
		name = "SyntaxError"
	}
	if errors.Is(err, errInterrupted) {
		name = "KeyboardInterrupt"
	}
	return content{
		"status": "error", "execution_count": k.count,
		"ename": name, "evalue": err.Error(), "traceback": []string{name + ": " + err.Error()},
	}
}

// evaluate evaluates a cell. An interrupt_request ends it.
func (k *kernel) evaluate(ctx context.Context, r *request, asked executeRequest) (value float64, found bool, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	k.setInterrupt(cancel)
	defer k.setInterrupt(nil)
	return evaluate(asked.Code, k.last, func() (float64, error) {
		if !asked.AllowStdin {
			return 0, errors.New("the front end does not allow questions to the user")
		}
		return k.ask(ctx, r)
	})
}

var errInterrupted = errors.New("interrupted")

// ask asks the user of the front end that sent r for a number. The front end's stdin and shell sockets have the same
// identity. A late answer to an earlier question, which was interrupted, is dropped.
func (k *kernel) ask(ctx context.Context, r *request) (float64, error) {
	if _, err := receiveWaiting(k.stdin); err != nil {
		return 0, err
	}
	question := content{"prompt": "? ", "password": false}
	if err := k.send(ctx, k.stdin, r.identities, r, "input_request", question); err != nil {
		return 0, err
	}
	for m, err := range k.stdin.Messages(ctx) {
		if ctx.Err() != nil {
			return 0, errInterrupted
		}
		if err != nil {
			return 0, err
		}
		reply, err := k.decode(m)
		if err != nil {
			ignore(err)
			continue
		}
		var answer struct {
			Value string `json:"value"`
		}
		if err := json.Unmarshal(reply.content, &answer); err != nil {
			ignore(err)
			continue
		}
		return strconv.ParseFloat(strings.TrimSpace(answer.Value), 64)
	}
	return 0, errInterrupted
}

func (k *kernel) setInterrupt(cancel context.CancelFunc) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.interrupt = cancel
}

func (k *kernel) interruptExecution(context.Context, *request) (string, content, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.interrupt != nil {
		k.interrupt()
	}
	return "interrupt_reply", content{"status": "ok"}, nil
}
