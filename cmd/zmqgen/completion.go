package main

import (
	"github.com/spf13/cobra"

	"github.com/zmqgen/zmqgen/headers"
)

// completeFlag offers values for a flag, and no files.
func completeFlag(cmd *cobra.Command, flag string, values []string) {
	complete := cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)
	if err := cmd.RegisterFlagCompletionFunc(flag, complete); err != nil {
		panic(err) // there is no such flag
	}
}

// completeHeaders offers the pinned releases, beside the shell's own offer of files.
func completeHeaders(cmd *cobra.Command, most int) {
	cmd.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if most > 0 && len(args) >= most {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return headers.Releases(), cobra.ShellCompDirectiveDefault
	}
}

// completeDirectories offers directories, as arguments.
func completeDirectories(cmd *cobra.Command) {
	cmd.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return nil, cobra.ShellCompDirectiveFilterDirs
	}
}
