//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// asKernel in the environment makes the test's program the kernel.
const asKernel = "ZMQGEN_TEST_AS_KERNEL"

func TestMain(m *testing.M) {
	if os.Getenv(asKernel) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// stepLimit is the time for each thing that the kernel should do.
const stepLimit = 20 * time.Second

func TestKernelOverTCP(t *testing.T) { testKernel(t, tcpConnection(t)) }

func TestKernelOverIPC(t *testing.T) { testKernel(t, ipcConnection(t)) }

// testKernel plays a front end, from the first contact to the shutdown.
func testKernel(t *testing.T, c connection) {
	t.Parallel()
	kernel := startKernel(t, writeConnection(t, c))
	client := newClient(t, c)
	client.contact()
	for _, test := range []func(*frontEnd){
		testInfo, testResult, testError, testSilent, testIsComplete, testStdin, testNoStdin, testInterrupt, testAbort,
		testForged, testUnknown, testHeartbeat,
	} {
		test(client)
	}
	testShutdown(client)
	kernel.wantExit(0)
}

func testInfo(c *frontEnd) {
	id := c.send(c.shell, "kernel_info_request", content{})
	reply := c.reply(c.shell, id, "kernel_info_reply")
	info, _ := reply.content["language_info"].(map[string]any)
	if reply.content["protocol_version"] != "5.3" || info["name"] != "calc" || info["file_extension"] != ".calc" {
		c.t.Errorf("kernel_info_reply: %v", reply.content)
	}
	c.wantPublished(id)
	id = c.send(c.control, "kernel_info_request", content{})
	c.reply(c.control, id, "kernel_info_reply")
	c.wantPublished(id)
}

func testResult(c *frontEnd) {
	before := c.executions
	id := c.execute("1 + 2 * 3", content{})
	c.wantReply(id, "ok", content{"execution_count": before + 1, "payload": []any{}, "user_expressions": map[string]any{}})
	c.wantPublished(id,
		publication{"execute_input", content{"code": "1 + 2 * 3", "execution_count": before + 1}},
		publication{"execute_result", content{
			"execution_count": before + 1,
			"data":            map[string]any{"text/plain": "7"}, "metadata": map[string]any{},
		}})
	id = c.execute("_ / 2\n", content{"store_history": false})
	c.executions-- // not counted
	c.wantReply(id, "ok", content{"execution_count": before + 1})
	c.wantPublished(id, publication{"execute_input", nil},
		publication{"execute_result", content{"data": map[string]any{"text/plain": "3.5"}}})
	id = c.execute(" ", content{})
	c.wantReply(id, "ok", nil)
	c.wantPublished(id, publication{"execute_input", nil})
}

func testError(c *frontEnd) {
	for code, name := range map[string]string{"1 / 0": "ArithmeticError", "1 +": "SyntaxError", "x": "SyntaxError"} {
		id := c.execute(code, content{})
		reply := c.wantReply(id, "error", content{"ename": name, "execution_count": c.executions})
		c.wantPublished(id, publication{"execute_input", nil},
			publication{"error", content{"ename": name, "evalue": reply["evalue"], "traceback": reply["traceback"]}})
	}
}

func testSilent(c *frontEnd) {
	id := c.execute("6 * 7", content{"silent": true})
	c.executions-- // not counted
	c.wantReply(id, "ok", content{"execution_count": c.executions})
	c.wantPublished(id)
	id = c.execute("_", content{})
	c.wantReply(id, "ok", nil)
	c.wantPublished(id, publication{"execute_input", nil},
		publication{"execute_result", content{"data": map[string]any{"text/plain": "42"}}})
}

func testIsComplete(c *frontEnd) {
	for code, want := range map[string]string{
		"1 + 2": "complete", "1 +": "incomplete", "(1": "incomplete", "1 + )": "invalid", "1 / 0": "complete", "?": "complete",
	} {
		id := c.send(c.shell, "is_complete_request", content{"code": code})
		reply := c.reply(c.shell, id, "is_complete_reply")
		if reply.content["status"] != want {
			c.t.Errorf("is_complete %q: %v; want %s", code, reply.content, want)
		}
		c.wantPublished(id)
	}
}

func testStdin(c *frontEnd) {
	id := c.execute("? * ?", content{"allow_stdin": true})
	for _, answer := range []string{"6", " 7\n"} {
		question := c.reply(c.stdin, id, "input_request")
		if question.content["password"] != false || question.content["prompt"] != "? " {
			c.t.Errorf("input_request: %v", question.content)
		}
		c.send(c.stdin, "input_reply", content{"value": answer})
	}
	c.wantReply(id, "ok", nil)
	c.wantPublished(id, publication{"execute_input", nil},
		publication{"execute_result", content{"data": map[string]any{"text/plain": "42"}}})
}

func testNoStdin(c *frontEnd) {
	id := c.execute("?", content{"allow_stdin": false})
	c.wantReply(id, "error", nil)
	c.wantPublished(id, publication{"execute_input", nil}, publication{"error", nil})
}

// testInterrupt interrupts a cell that waits for input. The heartbeat continues meanwhile.
func testInterrupt(c *frontEnd) {
	id := c.execute("1 + ?", content{"allow_stdin": true})
	c.reply(c.stdin, id, "input_request")
	testHeartbeat(c)
	interrupt := c.send(c.control, "interrupt_request", content{})
	c.reply(c.control, interrupt, "interrupt_reply")
	c.wantReply(id, "error", content{"ename": "KeyboardInterrupt", "evalue": "interrupted"})
	if got := c.published(interrupt, id); len(got[interrupt]) != 2 || len(got[id]) != 4 {
		c.t.Errorf("published %v", got)
	}
}

// testAbort queues a cell behind one that fails. The answer that makes it fail travels on another connection than the
// queued cell, and can arrive first: then the test waits longer.
func testAbort(c *frontEnd) {
	for delay := time.Millisecond; ; delay *= 2 {
		failing := c.execute("1 / ?", content{"allow_stdin": true})
		c.reply(c.stdin, failing, "input_request")
		queued := c.execute("1", content{})
		c.executions--
		time.Sleep(delay)
		c.send(c.stdin, "input_reply", content{"value": "0"})
		c.wantReply(failing, "error", nil)
		reply := c.reply(c.shell, queued, "execute_reply").content
		c.published(failing, queued)
		if reply["status"] == "aborted" {
			break
		}
		c.executions++
		if delay > stepLimit/4 {
			c.t.Fatalf("a cell behind one that failed: %v", reply)
		}
	}
	testResult(c) // later cells are executed

	failing := c.execute("1 / ?", content{"allow_stdin": true, "stop_on_error": false})
	c.reply(c.stdin, failing, "input_request")
	queued := c.execute("1", content{})
	c.send(c.stdin, "input_reply", content{"value": "0"})
	c.wantReply(failing, "error", nil)
	c.wantReply(queued, "ok", nil)
	c.published(failing, queued)
}

// testForged sends a message that is signed with another key, one that was changed in transit, and others that are not
// messages.
func testForged(c *frontEnd) {
	key := c.key
	c.key = []byte("another")
	c.send(c.shell, "execute_request", content{"code": "1"})
	c.key = key
	parts := c.encode("execute_request", content{"code": "1"}).Parts()
	parts[5] = bytes.Replace(parts[5], []byte("1"), []byte("2"), 1)
	for _, m := range []zmq.Message{
		zmq.NewMessage(parts...),
		zmq.NewMessage(append(parts[:1:1], append([][]byte{nil}, parts[2:]...)...)...),
		zmq.Text("<IDS|MSG>", "", "{}"), zmq.Text("no message"), zmq.Text(""),
	} {
		if err := c.shell.SendMessage(c.ctx, m); err != nil {
			c.t.Fatal(err)
		}
	}
	testResult(c) // and nothing else is published or answered
}

func testUnknown(c *frontEnd) {
	c.send(c.shell, "dance_request", content{})
	c.send(c.control, "execute_request", content{"code": "1"})
	for kind, want := range map[string]content{
		"comm_info": {"comms": map[string]any{}},
		"history":   {"history": []any{}},
		"complete":  {"matches": []any{}, "cursor_start": 3, "cursor_end": 3},
		"inspect":   {"found": false},
	} {
		id := c.send(c.shell, kind+"_request", content{"cursor_pos": 3})
		c.wantFields(c.reply(c.shell, id, kind+"_reply"), want)
		c.wantPublished(id)
	}
}

func testHeartbeat(c *frontEnd) {
	if err := c.heartbeat.SendParts(c.ctx, []byte("ping"), nil, []byte("pong")); err != nil {
		c.t.Fatal(err)
	}
	parts, err := c.heartbeat.RecvParts(c.ctx)
	if err != nil || !reflect.DeepEqual(parts, [][]byte{[]byte("ping"), {}, []byte("pong")}) {
		c.t.Errorf("heartbeat: %q, %v", parts, err)
	}
}

// testShutdown ends the kernel while a cell waits for input.
func testShutdown(c *frontEnd) {
	id := c.execute("?", content{"allow_stdin": true})
	c.reply(c.stdin, id, "input_request")
	id = c.send(c.control, "shutdown_request", content{"restart": true})
	if reply := c.reply(c.control, id, "shutdown_reply"); reply.content["restart"] != true {
		c.t.Errorf("shutdown_reply: %v", reply.content)
	}
}

func TestShutdownOnShell(t *testing.T) {
	t.Parallel()
	c := ipcConnection(t)
	c.Key, c.Scheme = "", "" // unsigned
	kernel := startKernel(t, writeConnection(t, c))
	client := newClient(t, c)
	client.contact()
	id := client.send(client.shell, "shutdown_request", content{"restart": false})
	client.reply(client.shell, id, "shutdown_reply")
	client.wantPublished(id)
	kernel.wantExit(0)
}

func TestSignals(t *testing.T) {
	t.Parallel()
	for _, signal := range []os.Signal{syscall.SIGINT, syscall.SIGTERM} {
		c := ipcConnection(t)
		kernel := startKernel(t, writeConnection(t, c))
		newClient(t, c).contact()
		if err := kernel.cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		kernel.wantExit(0)
	}
}

func TestBadConnection(t *testing.T) {
	t.Parallel()
	startKernel(t).wantExit(2)
	startKernel(t, "a", "b").wantExit(2)
	missing := startKernel(t, filepath.Join(t.TempDir(), "missing.json"))
	missing.wantExit(1)
	missing.wantLine("missing.json")
	for want, change := range map[string]func(*connection){
		"hmac-md5": func(c *connection) { c.Scheme = "hmac-md5" },
		"warp://":  func(c *connection) { c.Transport = "warp" },
	} {
		c := ipcConnection(t)
		change(&c)
		kernel := startKernel(t, writeConnection(t, c))
		kernel.wantExit(1)
		kernel.wantLine(want)
	}
}

// kernelProcess is a kernel that runs as a process.
type kernelProcess struct {
	t      *testing.T
	cmd    *exec.Cmd
	ended  chan error
	mu     sync.Mutex
	stderr []string
}

func startKernel(t *testing.T, args ...string) *kernelProcess {
	t.Helper()
	k := &kernelProcess{t: t, cmd: exec.Command(os.Args[0], args...), ended: make(chan error, 1)}
	k.cmd.Env = append(os.Environ(), asKernel+"=1")
	stderr, err := k.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := k.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			k.mu.Lock()
			k.stderr = append(k.stderr, lines.Text())
			k.mu.Unlock()
		}
		k.ended <- k.cmd.Wait()
	}()
	t.Cleanup(func() {
		k.cmd.Process.Kill()
		if t.Failed() {
			k.mu.Lock()
			defer k.mu.Unlock()
			t.Logf("the kernel said %q", k.stderr)
		}
	})
	return k
}

func (k *kernelProcess) wantExit(code int) {
	k.t.Helper()
	select {
	case <-k.ended:
	case <-time.After(stepLimit):
		k.t.Fatal("the kernel does not end")
	}
	if got := k.cmd.ProcessState.ExitCode(); got != code {
		k.t.Errorf("exit code %d, want %d", got, code)
	}
}

// wantLine wants one line on standard error. The kernel has ended.
func (k *kernelProcess) wantLine(with string) {
	k.t.Helper()
	if len(k.stderr) != 1 || !strings.Contains(k.stderr[0], with) {
		k.t.Errorf("the kernel said %q; want one line with %q", k.stderr, with)
	}
}

func writeConnection(t *testing.T, c connection) string {
	t.Helper()
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "connection.json")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// ipcConnection returns a connection below a directory whose name is short enough for a socket.
func ipcConnection(t *testing.T) connection {
	t.Helper()
	dir, err := os.MkdirTemp("", "jupyter")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return connection{
		Transport: "ipc", IP: filepath.Join(dir, "kernel"), Key: "secret-" + dir, Scheme: "hmac-sha256",
		Shell: 1, Control: 2, Stdin: 3, IOPub: 4, Heartbeat: 5,
	}
}

// tcpConnection returns a connection of ports that are free. On Linux they are of a random loopback address, where nobody
// else looks for ports.
func tcpConnection(t *testing.T) connection {
	t.Helper()
	c := connection{Transport: "tcp", IP: "127.0.0.1", Key: "0c8e7c2a-49c5-4f0e", Scheme: "hmac-sha256"}
	if runtime.GOOS == "linux" {
		c.IP = fmt.Sprintf("127.%d.%d.%d", 1+rand.IntN(250), rand.IntN(250), 1+rand.IntN(250))
	}
	for _, port := range []*int{&c.Shell, &c.Control, &c.Stdin, &c.IOPub, &c.Heartbeat} {
		l, err := net.Listen("tcp", c.IP+":0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		*port = l.Addr().(*net.TCPAddr).Port
	}
	return c
}

// frontEnd is a front end. It knows nothing of the kernel's own code for messages.
type frontEnd struct {
	t       *testing.T
	ctx     context.Context
	key     []byte
	session string

	shell, control, stdin, iopub, heartbeat *zmq.Socket

	sent       int
	executions int
	seen       map[string]bool // IDs of the kernel's messages
}

func newClient(t *testing.T, conn connection) *frontEnd {
	t.Helper()
	z, err := zmq.NewContext()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { z.Close(context.Background()) })
	ctx, cancel := context.WithTimeout(t.Context(), 10*stepLimit)
	t.Cleanup(cancel)
	c := &frontEnd{t: t, ctx: ctx, key: []byte(conn.Key), session: "front end", seen: make(map[string]bool)}
	open := func(typ zmq.SocketType, port int, options ...zmq.Option) *zmq.Socket {
		s, err := z.Open(typ, append(options, zmq.Linger(0), zmq.Connect(conn.endpoint(port)), zmq.Reconnect(10*time.Millisecond, 0))...)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	identity := zmq.Identity(c.session)
	c.shell = open(zmq.Dealer, conn.Shell, identity)
	c.control = open(zmq.Dealer, conn.Control, identity)
	c.stdin = open(zmq.Dealer, conn.Stdin, identity)
	c.iopub = open(zmq.Sub, conn.IOPub, zmq.Subscribe(""))
	c.heartbeat = open(zmq.Req, conn.Heartbeat)
	return c
}

// contact asks for the kernel's information until a publication arrives, and fetches what belongs to earlier requests. So
// that stdin is there too, the first question is asked again.
func (c *frontEnd) contact() {
	c.t.Helper()
	testHeartbeat(c)
	for {
		id := c.send(c.shell, "kernel_info_request", content{})
		c.reply(c.shell, id, "kernel_info_reply")
		ctx, cancel := context.WithTimeout(c.ctx, 20*time.Millisecond)
		_, err := c.iopub.RecvParts(ctx)
		cancel()
		if err == nil {
			break
		}
		if !errors.Is(err, context.DeadlineExceeded) || c.ctx.Err() != nil {
			c.t.Fatal(err)
		}
	}
	last := c.send(c.shell, "kernel_info_request", content{})
	c.reply(c.shell, last, "kernel_info_reply")
	for {
		m := c.receive(c.iopub)
		if m.parent["msg_id"] == last && m.content["execution_state"] == "idle" {
			return
		}
	}
}

// received is a message of the kernel.
type received struct {
	kind           string
	header, parent map[string]any
	content        content
	before         [][]byte
}

func (c *frontEnd) sign(parts [][]byte) []byte {
	if len(c.key) == 0 {
		return nil
	}
	mac := hmac.New(sha256.New, c.key)
	mac.Write(bytes.Join(parts, nil))
	return []byte(hex.EncodeToString(mac.Sum(nil)))
}

func (c *frontEnd) encode(kind string, body content) zmq.Message {
	c.t.Helper()
	c.sent++
	signed := make([][]byte, 0, 4)
	for _, part := range []any{
		content{
			"msg_id": fmt.Sprint("request-", c.sent), "session": c.session, "username": "tester", "msg_type": kind,
			"date": time.Now().Format(time.RFC3339Nano), "version": "5.3", "subshell_id": nil,
		}, content{}, content{}, body,
	} {
		data, err := json.Marshal(part)
		if err != nil {
			c.t.Fatal(err)
		}
		signed = append(signed, data)
	}
	return zmq.NewMessage(append([][]byte{[]byte("<IDS|MSG>"), c.sign(signed)}, signed...)...)
}

func (c *frontEnd) send(s *zmq.Socket, kind string, body content) (id string) {
	c.t.Helper()
	m := c.encode(kind, body)
	if err := s.SendMessage(c.ctx, m); err != nil {
		c.t.Fatal(err)
	}
	return fmt.Sprint("request-", c.sent)
}

func (c *frontEnd) execute(code string, fields content) (id string) {
	c.t.Helper()
	fields["code"] = code
	c.executions++
	return c.send(c.shell, "execute_request", fields)
}

// receive receives a message and checks it against the protocol.
func (c *frontEnd) receive(s *zmq.Socket) received {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.ctx, stepLimit)
	defer cancel()
	parts, err := s.RecvParts(ctx)
	if err != nil {
		c.t.Fatal(err)
	}
	at := slices.IndexFunc(parts, func(part []byte) bool { return string(part) == "<IDS|MSG>" })
	if at < 0 || len(parts) != at+6 {
		c.t.Fatalf("%q is not a message of Jupyter's", parts)
	}
	if signature := string(parts[at+1]); signature != string(c.sign(parts[at+2:])) {
		c.t.Fatalf("%q has a wrong signature", parts)
	}
	m := received{before: parts[:at]}
	var metadata map[string]any
	for i, to := range []any{&m.header, &m.parent, &metadata, &m.content} {
		if err := json.Unmarshal(parts[at+2+i], to); err != nil {
			c.t.Fatalf("%q: %v", parts, err)
		}
	}
	m.kind, _ = m.header["msg_type"].(string)
	id, _ := m.header["msg_id"].(string)
	date, _ := m.header["date"].(string)
	if _, err := time.Parse(time.RFC3339Nano, date); err != nil || m.kind == "" || id == "" || c.seen[id] ||
		m.header["version"] != "5.3" || m.header["session"] == "" || metadata == nil {
		c.t.Errorf("the header %s is not Jupyter's", parts[at+2])
	}
	c.seen[id] = true
	return m
}

// reply receives the next message of a socket, which belongs to the request and is of this type.
func (c *frontEnd) reply(s *zmq.Socket, id, kind string) received {
	c.t.Helper()
	m := c.receive(s)
	if m.kind != kind || m.parent["msg_id"] != id || m.parent["username"] != "tester" || len(m.before) != 0 {
		c.t.Fatalf("got %s of %v: %v; want %s of %s", m.kind, m.parent, m.content, kind, id)
	}
	if _, ok := m.parent["subshell_id"]; !ok {
		c.t.Errorf("the parent header %v is not the request's", m.parent)
	}
	return m
}

func (c *frontEnd) wantReply(id, status string, fields content) content {
	c.t.Helper()
	m := c.reply(c.shell, id, "execute_reply")
	if m.content["status"] != status {
		c.t.Errorf("execute_reply: %v; want status %s", m.content, status)
	}
	c.wantFields(m, fields)
	return m.content
}

func (c *frontEnd) wantFields(m received, fields content) {
	c.t.Helper()
	for name, want := range fields {
		if n, ok := want.(int); ok {
			want = float64(n)
		}
		if got := m.content[name]; !reflect.DeepEqual(got, want) {
			c.t.Errorf("%s: %s is %v, want %v", m.kind, name, got, want)
		}
	}
}

// publication is what the kernel should publish.
type publication struct {
	kind   string
	fields content
}

// wantPublished wants these publications of a request, in this order, between busy and idle.
func (c *frontEnd) wantPublished(id string, want ...publication) {
	c.t.Helper()
	want = append([]publication{{"status", content{"execution_state": "busy"}}}, want...)
	want = append(want, publication{"status", content{"execution_state": "idle"}})
	for _, w := range want {
		m := c.receive(c.iopub)
		if m.kind != w.kind || m.parent["msg_id"] != id {
			c.t.Fatalf("published %s of %v: %v; want %s of %s", m.kind, m.parent, m.content, w.kind, id)
		}
		c.wantFields(m, w.fields)
	}
}

// published returns the publications of requests, until all of them are idle.
func (c *frontEnd) published(ids ...string) map[string][]string {
	c.t.Helper()
	all := make(map[string][]string)
	for idle := 0; idle < len(ids); {
		m := c.receive(c.iopub)
		id, _ := m.parent["msg_id"].(string)
		if !slices.Contains(ids, id) {
			c.t.Fatalf("published %s of %v; want what belongs to %v", m.kind, m.parent, ids)
		}
		all[id] = append(all[id], m.kind)
		if m.content["execution_state"] == "idle" {
			idle++
		}
	}
	return all
}
