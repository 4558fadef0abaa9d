package stack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"

	"countersign/tools/devstack/children"
	"countersign/tools/devstack/postgres"
)

// Run starts the stack, keeps it running until ctx ends and stops it again. Once
// hurry is closed, what still runs is killed.
func Run(ctx context.Context, hurry <-chan struct{}, o Options, out io.Writer) error {
	o, err := o.normalise()
	if err != nil {
		return err
	}
	held, err := lock(o)
	if err != nil {
		return err
	}
	defer held.Close()

	r := &run{Options: o, out: out, started: time.Now()}
	defer r.stop(hurry)
	if err := r.start(ctx); err != nil {
		if ctx.Err() != nil {
			return nil // asked to stop while starting
		}
		return err
	}
	<-ctx.Done()
	return nil
}

// run is one running stack.
type run struct {
	Options
	out     io.Writer
	started time.Time

	mu       sync.Mutex // guards what follows, and lines written to out
	launched []*part
	publish  func(Pids) Dev // nil until the stack is ready
}

// part is a child and the name its process id goes by.
type part struct {
	name  string
	child *children.Child
}

func (r *run) start(ctx context.Context) error {
	if err := os.Remove(r.devFile()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := r.checkPorts(ctx); err != nil {
		return err
	}
	secrets, err := loadSecrets(r.file("secrets.json"))
	if err != nil {
		return err
	}
	owner, err := r.database(ctx, secrets)
	if err != nil {
		return err
	}
	place, err := newSite(r.Options, owner, secrets)
	if err != nil {
		return err
	}
	if err := r.temporal(ctx, place); err != nil {
		return err
	}
	seed, err := r.prepare(ctx, place, secrets)
	if err != nil {
		return err
	}
	if err := r.services(ctx, place, secrets, seed); err != nil {
		return err
	}
	return r.announce(place, seed)
}

// checkPorts comes before anything is started, so that a taken port is one clear
// line and not a half-started stack.
func (r *run) checkPorts(ctx context.Context) error {
	if home, err := recordedHome(r.Options); err == nil && r.private() {
		if err := postgres.StopLeftover(ctx, home); err != nil {
			return err
		}
	}
	return r.Ports.CheckFree(map[string]bool{
		"postgres-port": !r.private(),
		"sandbox-port":  !r.with("sandbox"), "api-port": !r.with("api"), "worker-port": !r.with("worker"),
	})
}

// launch starts a child, waits until it is ready and keeps it running from then on.
func (r *run) launch(ctx context.Context, spec children.Spec, within time.Duration, ready func(context.Context) error) (*children.Child, error) {
	began := time.Now()
	child, err := children.Launch(spec)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	r.launched = append(r.launched, &part{spec.Name, child})
	r.mu.Unlock()
	if err := child.Await(ctx, within, ready); err != nil {
		return nil, err
	}
	child.Keep(r.say, r.republish)
	r.say(fmt.Sprintf("%-9s ready in %.1f s", spec.Name, time.Since(began).Seconds()))
	return child, nil
}

// stop ends the children in the reverse of their order of start, so that none
// loses what it stands on while it works.
func (r *run) stop(hurry <-chan struct{}) {
	r.mu.Lock()
	launched := slices.Clone(r.launched)
	r.publish = nil
	r.mu.Unlock()
	_ = os.Remove(r.devFile()) // absent when the stack never was ready
	for _, p := range slices.Backward(launched) {
		r.say("stopping " + p.name)
		p.child.Stop(hurry)
	}
}

// say writes one line for the developer.
func (r *run) say(line string) {
	if r.Quiet {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	fmt.Fprintln(r.out, line)
}
