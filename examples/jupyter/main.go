// Jupyter is a kernel for Jupyter whose language is arithmetic. Install it as a kernel named calc:
//
//	$ go build -o calc ./examples/jupyter
//	$ mkdir -p ~/.local/share/jupyter/kernels/calc
//	$ cat > ~/.local/share/jupyter/kernels/calc/kernel.json <<end
//	{"argv": ["$PWD/calc", "{connection_file}"], "display_name": "Calc", "language": "calc", "interrupt_mode": "message"}
//	end
//	$ jupyter console --kernel calc
//	In [1]: (1 + 2) * 3
//	Out[1]: 9
//	In [2]: _ / ?
//	? 4
//	Out[2]: 2.25
//
// The operators are + - * / % and ^. The name _ is the previous result, and ? asks the user for a number. An expression
// continues on the next line if a parenthesis is open or an operand is missing.
//
// The kernel binds the five sockets that the connection file lists: shell and control receive requests, stdin asks the
// user, iopub publishes results to all front ends, and heartbeat echoes what it receives. Shell, control and heartbeat
// each have a goroutine, so a heartbeat or an interrupt is answered while a cell waits for input.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

func main() {
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: jupyter CONNECTION_FILE")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "jupyter:", err)
		os.Exit(1)
	}
}

// run serves the front ends until one of them shuts the kernel down. The last replies get a second to be sent.
func run(ctx context.Context, path string) (err error) {
	c, err := readConnection(path)
	if err != nil {
		return err
	}
	z, err := zmq.NewContext()
	if err != nil {
		return err
	}
	defer func() {
		ending, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		err = errors.Join(err, z.Close(ending))
	}()
	k, err := newKernel(z, c)
	if err != nil {
		return err
	}
	return k.run(ctx)
}

// connection is the content of a connection file.
type connection struct {
	Transport string `json:"transport"`
	IP        string `json:"ip"`
	Shell     int    `json:"shell_port"`
	Control   int    `json:"control_port"`
	Stdin     int    `json:"stdin_port"`
	IOPub     int    `json:"iopub_port"`
	Heartbeat int    `json:"hb_port"`
	Key       string `json:"key"`
	Scheme    string `json:"signature_scheme"`
}

func readConnection(path string) (connection, error) {
	var c connection
	data, err := os.ReadFile(path)
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal(data, &c); err != nil {
		return c, fmt.Errorf("%s: %w", path, err)
	}
	if c.Key != "" && c.Scheme != "hmac-sha256" {
		return c, fmt.Errorf("%s: signature scheme %q: only hmac-sha256 is supported", path, c.Scheme)
	}
	return c, nil
}

// endpoint returns the endpoint of one of the ports.
func (c connection) endpoint(port int) string {
	if c.Transport == "ipc" {
		return fmt.Sprintf("ipc://%s-%d", c.IP, port)
	}
	return fmt.Sprintf("%s://%s:%d", c.Transport, c.IP, port)
}
