package stack

import (
	"fmt"
	"os"
	"time"
)

func (r *run) devFile() string { return r.file("dev.json") }

// announce tells the world, by file and by table, that the stack is ready.
func (r *run) announce(place site, seed seeded) error {
	r.mu.Lock()
	r.publish = func(pids Pids) Dev { return place.dev(seed, pids) }
	err := r.write()
	r.mu.Unlock()
	if err != nil {
		return err
	}
	r.say(table(place.dev(seed, Pids{}), r.State, time.Since(r.started)))
	return nil
}

// republish writes dev.json anew after a child came back as another process.
func (r *run) republish() {
	r.mu.Lock()
	err := r.write()
	r.mu.Unlock()
	if err != nil {
		fmt.Fprintln(os.Stderr, "devstack: dev.json is out of date:", err)
	}
}

// write must be called with mu held.
func (r *run) write() error {
	if r.publish == nil {
		return nil
	}
	return writeJSON(r.devFile(), r.publish(r.pids()))
}

func (r *run) pids() Pids {
	var pids Pids
	for _, p := range r.launched {
		switch p.name {
		case "postgres":
			pids.Postgres = p.child.Pid()
		case "temporal":
			pids.Temporal = p.child.Pid()
		case "sandbox":
			pids.Sandbox = p.child.Pid()
		case "worker":
			pids.Worker = p.child.Pid()
		case "api":
			pids.API = p.child.Pid()
		}
	}
	return pids
}
