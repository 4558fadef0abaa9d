// Package worker wires integrations into activities, and activities and workflows into Temporal workers.
package worker

import (
	"fmt"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"

	"countersign/activities"
	"countersign/core/channel"
	"countersign/workflows"
)

// Rates of sends a second over all workers. Twilio's default is one SMS a second and number for long codes, more for what an MSP registers;
// calls one a second; SendGrid far more.
var sendRates = map[channel.Transport]float64{channel.SMS: 50, channel.Voice: 5, channel.Email: 100}

const (
	// ticketRate is how many activities a second speak to ticket systems over all workers, each for up to fifty writes of one ticket; ticketsAtOnce how many do in one.
	ticketRate    = 20
	ticketsAtOnce = 20
	// syncsAtOnce bounds how many PSAs one worker reads at the same time: each holds a page in memory.
	syncsAtOnce = 4
	// drain is how long a stopping worker waits for activities that run; it exceeds the longest of them.
	drain = 22 * time.Second
	// stickyWorkflows bounds the workflows kept in memory; the cache is one per process.
	stickyWorkflows = 2000
)

// Workers are the workers of one process.
type Workers struct {
	workers []worker.Worker
	fatal   chan error
}

// New builds a worker for each task queue: workflows run on the core queue alone.
func New(c client.Client, a activities.All) *Workers {
	worker.SetStickyWorkflowCacheSize(stickyWorkflows)
	w := &Workers{fatal: make(chan error, 8)}
	workflows.Register(w.add(c, a, workflows.QueueCore, worker.Options{Interceptors: clockInterceptors()}))
	for transport, rate := range sendRates {
		w.add(c, a, workflows.QueueOf(transport), worker.Options{DisableWorkflowWorker: true, TaskQueueActivitiesPerSecond: rate})
	}
	w.add(c, a, workflows.QueueTickets, worker.Options{DisableWorkflowWorker: true, TaskQueueActivitiesPerSecond: ticketRate, MaxConcurrentActivityExecutionSize: ticketsAtOnce})
	w.add(c, a, workflows.QueueSyncs, worker.Options{DisableWorkflowWorker: true, MaxConcurrentActivityExecutionSize: syncsAtOnce})
	return w
}

// add builds the worker of a queue with every activity. Without aliases an activity is found under its stored name alone, never under the name of its Go method.
func (w *Workers) add(c client.Client, a activities.All, queue string, options worker.Options) worker.Worker {
	options.DisableRegistrationAliasing, options.WorkerStopTimeout, options.OnFatalError = true, drain, w.fail
	added := worker.New(c, queue, options)
	activities.Register(added, a)
	w.workers = append(w.workers, added)
	return added
}

// Start begins to poll.
func (w *Workers) Start() error {
	for _, one := range w.workers {
		if err := one.Start(); err != nil {
			return fmt.Errorf("worker: %w", err)
		}
	}
	return nil
}

// Fatal reports an error after which a worker cannot go on; the process should end and be started again.
func (w *Workers) Fatal() <-chan error { return w.fatal }

// Stop lets running activities finish and returns.
func (w *Workers) Stop() {
	for _, one := range w.workers {
		one.Stop()
	}
}

func (w *Workers) fail(err error) {
	select {
	case w.fatal <- err:
	default:
	}
}
