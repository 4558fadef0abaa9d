package stack

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"syscall"
	"time"

	"countersign/tools/devstack/children"
)

const (
	temporalWithin = 2 * time.Minute // the first start also makes the schema
	serviceWithin  = time.Minute
	serviceGrace   = 15 * time.Second
)

// TemporalDatabaseVariable carries the owner URL to the Temporal child: a password
// on the command line would be readable by every account of the machine.
const TemporalDatabaseVariable = "DEVSTACK_TEMPORAL_DATABASE_URL"

func (r *run) temporal(ctx context.Context, place site) error {
	spec := r.service("temporal", r.Self, map[string]string{TemporalDatabaseVariable: place.ownerURL},
		"temporal", "--port", strconv.Itoa(r.Ports.Temporal), "--ui-port", strconv.Itoa(r.Ports.TemporalUI),
		"--namespace", namespace, "--codec-url", place.codecURL())
	_, err := r.launch(ctx, spec, temporalWithin, answers(place.uiURL()+"/api/v1/namespaces/"+namespace))
	return err
}

// services start in the order in which they lean on each other: the worker before
// the API, which takes requests that need a worker.
func (r *run) services(ctx context.Context, place site, secrets Secrets, seed seeded) error {
	for _, s := range []struct {
		name, ready string
		spec        children.Spec
	}{
		{"sandbox", place.sandboxURL() + "/", r.service("sandbox", r.program("sandbox"),
			place.sandbox(secrets, r.file("sandbox"), seed))},
		{"worker", local(r.Ports.Worker) + "/readyz", r.service("worker", r.program("countersign"), place.product(secrets), "worker")},
		{"api", place.publicURL() + "/readyz", r.service("api", r.program("countersign"), place.product(secrets), "api")},
	} {
		if !r.with(s.name) {
			continue
		}
		if _, err := r.launch(ctx, s.spec, serviceWithin, answers(s.ready)); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) service(name, program string, env map[string]string, args ...string) children.Spec {
	return children.Spec{
		Name: name, Path: program, Args: args, Env: inherited(env), Dir: r.State, LogPath: r.log(name),
		Stop: syscall.SIGTERM, Grace: serviceGrace,
	}
}

var prober = &http.Client{Timeout: 2 * time.Second}

// answers asks a URL that says 200 once the service behind it can work.
func answers(url string) func(context.Context) error {
	return func(ctx context.Context) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		res, err := prober.Do(req)
		if err != nil {
			return err
		}
		defer res.Body.Close()
		if res.StatusCode != http.StatusOK {
			return fmt.Errorf("GET %s answers %s", url, res.Status)
		}
		return nil
	}
}
