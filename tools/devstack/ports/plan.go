// Package ports decides where each part of the development stack listens.
package ports

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"syscall"
)

// Plan holds one TCP port on the loopback for each part that listens.
type Plan struct {
	API, Worker, Sandbox, Temporal, TemporalUI, Postgres int
}

// Defaults are the ports of a stack that nobody asked to move.
func Defaults() Plan {
	return Plan{API: 8080, Worker: 8081, Sandbox: 8090, Temporal: 7233, TemporalUI: 8233, Postgres: 54329}
}

// From packs all ports one after the other, so that stacks can run side by side.
func From(base int) Plan {
	return Plan{API: base, Worker: base + 1, Sandbox: base + 2, Temporal: base + 3, TemporalUI: base + 4, Postgres: base + 5}
}

// Port is one line of a plan.
type Port struct {
	Name   string // what listens there, in words
	Flag   string // the flag that moves it, without dashes
	Number *int   // into the plan
}

// Variable is the environment variable that moves this port.
func (p Port) Variable() string {
	return "COUNTERSIGN_DEV_" + strings.ToUpper(strings.ReplaceAll(p.Flag, "-", "_"))
}

// List names every port of the plan, in the order of the address table.
func (p *Plan) List() []Port {
	return []Port{
		{"the API", "api-port", &p.API},
		{"the worker", "worker-port", &p.Worker},
		{"the sandbox", "sandbox-port", &p.Sandbox},
		{"Temporal", "temporal-port", &p.Temporal},
		{"the Temporal UI", "temporal-ui-port", &p.TemporalUI},
		{"Postgres", "postgres-port", &p.Postgres},
	}
}

// Override applies COUNTERSIGN_DEV_..._PORT variables, read through lookup.
func (p *Plan) Override(lookup func(string) (string, bool)) error {
	for _, port := range p.List() {
		text, set := lookup(port.Variable())
		if !set || text == "" {
			continue
		}
		number, err := strconv.Atoi(text)
		if err != nil {
			return fmt.Errorf("%s=%q is not a port number", port.Variable(), text)
		}
		*port.Number = number
	}
	return nil
}

// Validate refuses a plan that can never work, whatever else runs here.
func (p *Plan) Validate() error {
	taken := map[int]string{}
	for _, port := range p.List() {
		n := *port.Number
		if n < 1 || n > 65535 {
			return fmt.Errorf("port %d for %s is not between 1 and 65535; choose another with --%s", n, port.Name, port.Flag)
		}
		if other, twice := taken[n]; twice {
			return fmt.Errorf("port %d is given to both %s and %s; move one with --%s", n, other, port.Name, port.Flag)
		}
		taken[n] = port.Name
	}
	return nil
}

// ErrTaken says that something else listens on a port of the plan.
var ErrTaken = errors.New("port taken")

// CheckFree tries each port whose flag is not in skip and names the first that
// is taken, with the ways to move it.
func (p *Plan) CheckFree(skip map[string]bool) error {
	for _, port := range p.List() {
		if skip[port.Flag] {
			continue
		}
		l, err := net.Listen("tcp", Address(*port.Number))
		if errors.Is(err, syscall.EADDRINUSE) {
			return fmt.Errorf("%w: %d, wanted for %s, is in use; stop what listens there or choose another with --%s N or %s=N",
				ErrTaken, *port.Number, port.Name, port.Flag, port.Variable())
		}
		if err != nil {
			return fmt.Errorf("%s cannot listen on port %d: %w; choose another with --%s N", port.Name, *port.Number, err, port.Flag)
		}
		l.Close()
	}
	return nil
}

// Address is the loopback address of a port.
func Address(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }
