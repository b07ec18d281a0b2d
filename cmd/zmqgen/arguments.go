package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

// noArguments refuses arguments and says what the command takes in their place.
func noArguments(remedy string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		return fmt.Errorf("%s takes no arguments, but was given %q; %s", cmd.Name(), args[0], remedy)
	}
}

// atMostOne refuses a second argument.
func atMostOne(remedy string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) <= 1 {
			return nil
		}
		return fmt.Errorf("%s takes at most one argument, but was also given %q; %s", cmd.Name(), args[1], remedy)
	}
}

// atLeastOne wants an argument.
func atLeastOne(what, remedy string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return nil
		}
		return fmt.Errorf("%s needs a %s; %s", cmd.Name(), what, remedy)
	}
}

// exactlyTwo wants two arguments.
func exactlyTwo(remedy string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 2 {
			return nil
		}
		return fmt.Errorf("%s takes two arguments, but was given %d; %s", cmd.Name(), len(args), remedy)
	}
}

// exactlyOne wants one argument.
func exactlyOne(what, remedy string) cobra.PositionalArgs {
	return cobra.MatchAll(atLeastOne(what, remedy), atMostOne(remedy))
}
