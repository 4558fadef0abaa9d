// Command devstack runs Countersign and all it stands on for development: a
// private Postgres, Temporal with its Web UI, the sandbox of outside systems,
// the API and the worker, each as a child process of its own.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

const usage = `devstack runs Countersign for development.

  devstack run       start everything and keep it running until Ctrl-C (default)
  devstack reset     throw the development data of a state folder away
  devstack temporal  Temporal and its Web UI alone (run starts this as a child)

devstack COMMAND -h lists the flags of a command.
`

func main() {
	ctx, hurry := untilSignalled()
	err := dispatch(ctx, hurry, os.Args[1:])
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return
	}
	fmt.Fprintln(os.Stderr, "devstack:", err)
	os.Exit(1)
}

func dispatch(ctx context.Context, hurry <-chan struct{}, args []string) error {
	command := "run"
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		command, args = args[0], args[1:]
	}
	switch command {
	case "run":
		return runStack(ctx, hurry, args)
	case "reset":
		return resetStack(ctx, args)
	case "temporal":
		return runTemporal(ctx, args)
	case "help":
		fmt.Print(usage)
		return nil
	}
	return fmt.Errorf("unknown command %q; devstack help lists them", command)
}

// untilSignalled ends the context at the first request to stop. The second one
// means that the developer no longer waits for an orderly end.
func untilSignalled() (context.Context, <-chan struct{}) {
	ctx, cancel := context.WithCancel(context.Background())
	hurry := make(chan struct{})
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		<-signals
		cancel()
		<-signals
		close(hurry)
	}()
	return ctx, hurry
}
