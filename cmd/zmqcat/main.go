// Zmqcat sends lines from standard input over a ZeroMQ socket of any type, and writes what it receives to
// standard output. Run zmqcat --help for its flags.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/zmqgen/zmqgen/zmq"
)

// The exit codes.
const (
	exitOK          = 0
	exitTimeout     = 1 // or messages could not be sent in time
	exitTrouble     = 2
	exitInterrupted = 130
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the whole program. It ends at the latest shortly after ctx.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	c := &cat{in: stdin, out: stdout, log: stderr}
	cmd := c.command()
	cmd.SetArgs(args)
	cmd.SetOut(stdout)
	cmd.SetErr(stderr)
	err := cmd.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	}
	fmt.Fprintln(stderr, "zmqcat:", err)
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, zmq.ErrUnsent) {
		return exitTimeout
	}
	return exitTrouble
}

func (c *cat) command() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "zmqcat TYPE (--bind ENDPOINT | --connect ENDPOINT)...",
		Short: "Send lines over a ZeroMQ socket, and print what it receives",
		Long: `Zmqcat opens a ZeroMQ socket and sends each line of standard input as a message. It
writes each message that it receives as a line to standard output.

TYPE is one of pair, pub, sub, req, rep, dealer, router, pull, push, xpub, xsub and
stream. Push and pub send until the input ends; pull and sub receive until --count
or --timeout; req prints the reply to each line; rep answers each request with the
next line, or with the request itself (--echo). All others do both at the same time,
until the input has ended and --count messages have arrived.

The parts of a message are separated by tabs in the output, or in both directions by
the text that --separator gives.

Exit codes: 0 for success, 1 if the timeout expired (--timeout), 2 for errors.`,
		Example: `  zmqcat pull --bind 'tcp://*:5555'
  echo hello | zmqcat push --connect tcp://localhost:5555
  zmqcat sub --connect tcp://localhost:5556 --subscribe weather. --count 10
  echo ping | zmqcat req --connect tcp://localhost:5557 --timeout 2s`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("give one type of socket, such as push; see zmqcat --help")
			}
			return nil
		},
		RunE:          func(cmd *cobra.Command, args []string) error { return c.run(cmd.Context(), args[0]) },
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	flags := cmd.Flags()
	flags.StringArrayVarP(&c.bind, "bind", "b", nil, "accept connections at this `endpoint`; repeat it for several")
	flags.StringArrayVarP(&c.connect, "connect", "c", nil, "connect to this `endpoint`; repeat it for several")
	flags.StringArrayVarP(&c.subscribe, "subscribe", "s", nil, "receive messages with this `prefix` (sub); all by default")
	flags.StringVar(&c.identity, "identity", "", "the `name` by which a router peer knows this socket")
	flags.IntVarP(&c.count, "count", "n", 0, "end after this many messages: received ones, or sent ones if the type does not receive")
	flags.DurationVarP(&c.timeout, "timeout", "t", 0, "give up if nothing is sent or received for this long, such as 2s")
	flags.IntVar(&c.peers, "wait", 0, "wait for this many subscriptions before sending (pub)")
	flags.StringVar(&c.separator, "separator", "", "separates the parts of a message within a line")
	flags.BoolVar(&c.raw, "raw", false, "send all input as one message, and write messages without adding line ends")
	flags.BoolVar(&c.echo, "echo", false, "answer each request with itself (rep)")
	flags.BoolVarP(&c.verbose, "verbose", "v", false, "log connections and handshakes to standard error")
	flags.StringVar(&c.certificate, "cert", "", "this end's CURVE certificate, a `file` in czmq's format")
	flags.StringVar(&c.serverKey, "server-key", "", "use CURVE, with a server that has this public `key` or the one in this file")
	flags.StringVar(&c.clients, "clients", "", "be a CURVE server for the clients whose certificates are in this `directory`, or \"any\"")
	flags.StringVar(&c.plainClient, "plain", "", "authenticate with the user:password in this `file`, without encryption")
	flags.StringVar(&c.plainServer, "plain-server", "", "accept the users in this `file`, a user:password on each line")
	cmd.MarkFlagsOneRequired("bind", "connect")
	cmd.MarkFlagsMutuallyExclusive("server-key", "clients", "plain", "plain-server")
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return fmt.Errorf("%w; see zmqcat --help", err) })
	return cmd
}
