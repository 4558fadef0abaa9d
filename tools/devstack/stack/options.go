// Package stack puts the development stack together: which processes there are,
// in what order they start and stop, what each is told, and what the developer
// is shown.
package stack

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"countersign/tools/devstack/ports"
)

// Options of one stack. Several run side by side in different state folders on
// different ports.
type Options struct {
	State       string // folder for data, secrets, logs and dev.json
	Bin         string // folder with the programs countersign and sandbox
	Self        string // this program, which also runs Temporal
	Ports       ports.Plan
	Without     []string // parts left out, of Parts
	DatabaseURL string   // owner URL of a Postgres to use instead of a private one
	Quiet       bool     // say nothing but errors
}

// Parts that a stack can be told to do without. Leaving out migrate leaves out
// seed too, and what remains needs neither program of the product.
var Parts = []string{"migrate", "seed", "sandbox", "api", "worker"}

func (o Options) with(part string) bool {
	if part == "seed" && slices.Contains(o.Without, "migrate") {
		return false
	}
	return !slices.Contains(o.Without, part)
}

func (o Options) private() bool { return o.DatabaseURL == "" }

// normalise resolves folders and refuses what cannot work.
func (o Options) normalise() (Options, error) {
	for _, part := range o.Without {
		if !slices.Contains(Parts, part) {
			return o, fmt.Errorf("--without %s is none of %s", part, strings.Join(Parts, ", "))
		}
	}
	if err := o.Ports.Validate(); err != nil {
		return o, err
	}
	var err error
	if o.Bin, err = filepath.Abs(o.Bin); err != nil {
		return o, err
	}
	if o.State, err = openState(o.State); err != nil {
		return o, err
	}
	return o, o.checkPrograms()
}

func openState(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Join(dir, "logs"), 0o700); err != nil {
		return "", fmt.Errorf("the state folder %s is not writable (%w); choose another with --state DIR", dir, err)
	}
	// Links resolved, so that one folder has one name however it is reached.
	dir, err = filepath.EvalSymlinks(dir)
	if err != nil {
		return "", err
	}
	probe, err := os.CreateTemp(dir, ".writable-")
	if err != nil {
		return "", fmt.Errorf("the state folder %s is not writable (%w); choose another with --state DIR", dir, err)
	}
	probe.Close()
	return dir, os.Remove(probe.Name())
}

func (o Options) checkPrograms() error {
	needed := map[string]bool{"countersign": o.with("migrate") || o.with("api") || o.with("worker"), "sandbox": o.with("sandbox")}
	for _, name := range []string{"countersign", "sandbox"} {
		if !needed[name] {
			continue
		}
		if _, err := os.Stat(o.program(name)); errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s is missing; build it with make build", o.program(name))
		} else if err != nil {
			return err
		}
	}
	return nil
}

func (o Options) program(name string) string { return filepath.Join(o.Bin, name) }
func (o Options) file(name string) string    { return filepath.Join(o.State, name) }
func (o Options) log(name string) string     { return filepath.Join(o.State, "logs", name+".log") }
