// Package worker runs one workload with one implementation of ZeroMQ for Go, in this process.
package worker

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/bench/task"
)

// Implementation is one way to send and receive messages. A file of this package describes each, and
// [All] lists them.
type Implementation struct {
	Name  string // on the command line and in the JSON
	Title string // in tables

	Shared bool // sends the same bytes again and again, copied nowhere
	NoCgo  bool // has its turn in a program built without cgo as well

	// MaxProcs is the GOMAXPROCS that the package's documentation asks for where there is one core, or 0 for Go's own.
	MaxProcs int

	// Workloads are those that the implementation can take part in.
	Workloads []string

	// Open makes a context for as many sockets.
	Open func(sockets int) (Context, error)
}

// Lists of workloads: for implementations that can do it all, for peers, and for further ways of calling, where they
// tell something new.
var (
	everything   = append([]string{task.FanIn, task.Poll, task.Proxy, task.Captured, task.ProxyTrip}, basics...)
	basics       = []string{task.PushPull, task.RoundTrip, task.FanOut, task.Blocked}
	throughput   = []string{task.PushPull, task.FanOut}
	onlyPushPull = []string{task.PushPull}
)

// Kind is the type of a socket.
type Kind int

// The socket types that the workloads use.
const (
	Push Kind = iota
	Pull
	Req
	Rep
	Pub
	Sub
	Dealer
	Router
)

// Context opens sockets, which end with the process.
type Context interface {
	Socket(kind Kind, size int) (Socket, error) // for messages of a size
}

// Socket is one end of a pattern. The loops over messages are the implementation's own, so that no
// call through an interface stands between two messages.
type Socket interface {
	Bind(endpoint string) (string, error) // the endpoint with the port that was chosen
	Connect(endpoint string) error
	Subscribe() error // to everything
	Unlimited() error // takes the high-water marks away

	SendN(n int) error             // n messages of the socket's size
	RecvN(n int) error             // n messages, each of the socket's size
	SendSize(size int) error       // one message of another size, at most the socket's
	RecvSize() (size int, e error) // one message of any size up to the socket's
}

// A Socket of an implementation that takes part in [task.FanIn] is a router as well.
type router interface {
	RecvRouted(n int) error // n messages, each of a peer's name and a part of the socket's size
}

// A Context of an implementation that takes part in [task.Poll] is a poller as well.
type poller interface {
	// Poller returns a function that waits until one of the sockets can receive, and returns its index.
	Poller(sockets []Socket) func() (int, error)
}

// A Context of an implementation that takes part in [task.Proxy] and the like is a proxier as well.
type proxier interface {
	Proxy(frontend, backend, capture Socket) error // until it fails; capture can be nil
}

// All lists the implementations in the order of the tables.
func All() []Implementation {
	return slices.Concat(libzmqForms, zmqForms, pebbeForms, goczmqForms, goZeroMQForms)
}

// Run runs a task with the implementation of a name.
func Run(name string, t task.Task) (task.Result, error) {
	for _, implementation := range All() {
		if implementation.Name == name {
			return run(implementation, t)
		}
	}
	return task.Result{}, fmt.Errorf("%s: no such implementation", name)
}

func run(implementation Implementation, t task.Task) (task.Result, error) {
	workloads := map[string]func(Context, task.Task) (task.Result, error){
		task.PushPull: pushPull, task.RoundTrip: roundTrips, task.FanOut: fanOut, task.FanIn: fanIn, task.Poll: poll,
		task.Proxy: proxyThroughput, task.Captured: capturedThroughput, task.ProxyTrip: proxyTrips, task.Blocked: blocked,
	}
	workload, ok := workloads[t.Workload]
	if !ok {
		return task.Result{}, fmt.Errorf("%s: no such workload", t.Workload)
	}
	ctx, err := implementation.Open(t.Peers + 16)
	if err != nil {
		return task.Result{}, err
	}
	return workload(ctx, t)
}

// open keeps contexts and sockets from the collector. In some packages it closes them, and messages of a sender that are
// still on their way would then be lost.
var open []any

func keepOpen(all ...any) { open = append(open, all...) }

// wrongSize is the error for a message that arrived with another size than it was sent with.
func wrongSize(got, want int) error {
	return fmt.Errorf("received %d bytes where %d were sent", got, want)
}

// listenAt returns what to bind to. Its number tells it from others of this process. The runner removes the directory
// that files are in.
func listenAt(transport string, number int) string {
	switch transport {
	case task.TCP:
		return "tcp://127.0.0.1:*"
	case task.IPC:
		return fmt.Sprintf("ipc://bench-%d-%d", os.Getpid(), number)
	}
	return fmt.Sprintf("inproc://bench-%d", number)
}

// anyPort returns the endpoint in Go's own notation.
func anyPort(endpoint string) string {
	return strings.Replace(endpoint, ":*", ":0", 1)
}
