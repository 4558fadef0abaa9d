package main

import (
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"

	"countersign/tools/devstack/ports"
	"countersign/tools/devstack/stack"
)

const defaultState = ".countersign"

func runStack(ctx context.Context, hurry <-chan struct{}, args []string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	o, err := stackOptions(args, self, os.LookupEnv)
	if err != nil {
		return err
	}
	return stack.Run(ctx, hurry, o, os.Stdout)
}

// stackOptions reads flags over environment over defaults.
func stackOptions(args []string, self string, lookup func(string) (string, bool)) (stack.Options, error) {
	o := stack.Options{Self: self}
	o.DatabaseURL, _ = lookup("COUNTERSIGN_DATABASE_URL")

	flags := flag.NewFlagSet("run", flag.ContinueOnError)
	flags.StringVar(&o.State, "state", defaultState, "folder for data, secrets, logs and dev.json")
	flags.StringVar(&o.Bin, "bin", filepath.Dir(self), "folder with the programs countersign and sandbox")
	flags.BoolVar(&o.Quiet, "quiet", false, "say nothing but errors")
	without := flags.String("without", "", "comma-separated parts to leave out: "+strings.Join(stack.Parts, ", "))
	base := flags.Int("port-base", 0, "put all ports one after the other from this one on")
	var moved ports.Plan
	for _, port := range moved.List() {
		flags.IntVar(port.Number, port.Flag, 0, "port of "+strings.TrimPrefix(port.Name, "the ")+" (or "+port.Variable()+")")
	}
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, errors.New("unexpected argument " + flags.Arg(0))
	}
	if *without != "" {
		o.Without = strings.Split(*without, ",")
	}
	var err error
	o.Ports, err = planPorts(*base, moved, lookup)
	return o, err
}

// planPorts: a base replaces the defaults and the environment, which is meant for
// the one stack a developer has open; single flags win over everything.
func planPorts(base int, moved ports.Plan, lookup func(string) (string, bool)) (ports.Plan, error) {
	plan := ports.Defaults()
	if base != 0 {
		plan = ports.From(base)
	} else if err := plan.Override(lookup); err != nil {
		return plan, err
	}
	flagged := moved.List()
	for i, port := range plan.List() {
		if *flagged[i].Number != 0 {
			*port.Number = *flagged[i].Number
		}
	}
	return plan, nil
}

func resetStack(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("reset", flag.ContinueOnError)
	state := flags.String("state", defaultState, "folder whose stack is thrown away")
	if err := flags.Parse(args); err != nil {
		return err
	}
	return stack.Reset(ctx, *state)
}
