// Race lets two goroutines use one socket: one after the other, but with nothing between them that
// makes it so. With the argument "handover" the first one hands the socket over, which is allowed.
package main

import (
	"fmt"
	"os"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

func main() {
	if err := run(len(os.Args) > 1 && os.Args[1] == "handover"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(handover bool) error {
	ctx, err := libzmq.NewContext()
	if err != nil {
		return err
	}
	s, err := ctx.NewSocket(libzmq.Dealer)
	if err != nil {
		return err
	}
	turn := make(chan struct{}, 1)
	done := make(chan error, 2)
	go func() {
		err := firstUser(s)
		if handover {
			turn <- struct{}{}
		}
		done <- err
	}()
	go func() {
		if handover {
			<-turn
		} else {
			time.Sleep(200 * time.Millisecond)
		}
		done <- secondUser(s)
	}()
	for range 2 {
		if err := <-done; err != nil {
			return err
		}
	}
	if err := s.Close(); err != nil {
		return err
	}
	return ctx.Term()
}

//go:noinline
func firstUser(s *libzmq.Socket) error { return s.SetLinger(0) }

//go:noinline
func secondUser(s *libzmq.Socket) error {
	_, err := s.Linger()
	return err
}
