package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/zmqgen/zmqgen/internal/pin"
	"github.com/zmqgen/zmqgen/internal/pipeline"
)

// pinFlags is what the user asks for.
type pinFlags struct {
	dir     string
	replace bool
}

func (a *app) pinCommand() *cobra.Command {
	var flags pinFlags
	cmd := &cobra.Command{
		Use:   "pin header",
		Short: "Keep a zmq.h in a directory, with a lock",
		Long: `Pin copies a header into a directory, under the name of the release that it states,
and records its SHA-256 and the fingerprint of its interface in headers.lock. Generate
and check compare a header with the lock next to it, so that a pinned header cannot
change unnoticed.

A release that is already pinned is not changed, unless --replace is given.`,
		Example: `  # keep the installed header, and generate from it
  zmqgen pin /usr/include/zmq.h
  zmqgen generate --header zmq-headers/zmq-4.3.5.h --out internal/zmq`,
		Args: exactlyOne("header", "give a file such as /usr/include/zmq.h"),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.runPin(flags, args[0])
		},
	}
	set := cmd.Flags()
	set.SortFlags = false
	set.StringVar(&flags.dir, "dir", "zmq-headers", "the `directory` to keep headers in")
	set.BoolVar(&flags.replace, "replace", false, "replace a pinned header")
	return cmd
}

func (a *app) runPin(flags pinFlags, file string) error {
	content, err := readHeader(file)
	if err != nil {
		return err
	}
	api, err := pipeline.Read(pipeline.Source{Name: file, Content: content})
	if err != nil {
		return err
	}
	if api.Release == "" {
		return fmt.Errorf("%s:1:1: the header does not state its release; define ZMQ_VERSION_MAJOR, ZMQ_VERSION_MINOR and ZMQ_VERSION_PATCH", file)
	}
	header := pin.Header{Release: api.Release, Fingerprint: api.Fingerprint, Content: content}
	name, outcome, err := pin.Pin(flags.dir, header, flags.replace)
	if err != nil {
		return err
	}
	a.say("%s: %s, libzmq %s, fingerprint %s", name, outcome, api.Release, api.Fingerprint)
	return nil
}
