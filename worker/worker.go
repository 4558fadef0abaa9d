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

// Activities are what the workers do.
type Activities struct {
	Sending       *activities.Sending
	Recording     *activities.Recording
	Mail          *activities.Mail
	Messages      *activities.Messages
	Requests      *activities.Requests
	Tickets       *activities.Tickets
	Conversations *activities.Conversations
	Syncs         *activities.Syncs
	Checks        *activities.Checks
}

// Workers are the workers of one process.
type Workers struct {
	workers []worker.Worker
	fatal   chan error
}

// New builds a worker for the core queue, and one for each transport's queue.
func New(c client.Client, a Activities) *Workers {
	worker.SetStickyWorkflowCacheSize(stickyWorkflows)
	w := &Workers{fatal: make(chan error, 8)}
	core := worker.New(c, workflows.QueueCore, worker.Options{WorkerStopTimeout: drain, OnFatalError: w.fail})
	workflows.Register(core)
	registerActivities(core, a)
	w.workers = append(w.workers, core)
	for _, transport := range []channel.Transport{channel.SMS, channel.Voice, channel.Email} {
		sender := worker.New(c, workflows.QueueOf(transport), worker.Options{
			DisableWorkflowWorker: true, WorkerStopTimeout: drain, OnFatalError: w.fail, TaskQueueActivitiesPerSecond: sendRates[transport],
		})
		registerActivities(sender, a)
		w.workers = append(w.workers, sender)
	}
	desks := worker.New(c, workflows.QueueTickets, worker.Options{
		DisableWorkflowWorker: true, WorkerStopTimeout: drain, OnFatalError: w.fail,
		TaskQueueActivitiesPerSecond: ticketRate, MaxConcurrentActivityExecutionSize: ticketsAtOnce,
	})
	registerActivities(desks, a)
	w.workers = append(w.workers, desks)
	readers := worker.New(c, workflows.QueueSyncs, worker.Options{
		DisableWorkflowWorker: true, WorkerStopTimeout: drain, OnFatalError: w.fail, MaxConcurrentActivityExecutionSize: syncsAtOnce,
	})
	registerActivities(readers, a)
	w.workers = append(w.workers, readers)
	return w
}

// registerActivities is the only list of activities.
func registerActivities(r worker.ActivityRegistry, a Activities) {
	r.RegisterActivity(a.Sending.Send)
	r.RegisterActivity(a.Sending.SendPatiently)
	r.RegisterActivity(a.Recording.Guess)
	r.RegisterActivity(a.Recording.Conclude)
	r.RegisterActivity(a.Mail.Post)
	r.RegisterActivity(a.Messages.PostMessage)
	r.RegisterActivity(a.Messages.GiveUpPosting)
	r.RegisterActivity(a.Requests.RequestDue)
	r.RegisterActivity(a.Requests.HearRequest)
	r.RegisterActivity(a.Requests.ClaimRequest)
	r.RegisterActivity(a.Requests.ReissueRequest)
	r.RegisterActivity(a.Requests.EndRequest)
	r.RegisterActivity(a.Tickets.WriteNext)
	r.RegisterActivity(a.Tickets.GiveUp)
	r.RegisterActivity(a.Tickets.Wake)
	r.RegisterActivity(a.Tickets.Open)
	r.RegisterActivity(a.Conversations.DueInConversation)
	r.RegisterActivity(a.Conversations.AnnounceConversation)
	r.RegisterActivity(a.Conversations.AnswerFirst)
	r.RegisterActivity(a.Conversations.OpenTicket)
	r.RegisterActivity(a.Conversations.NoteMessages)
	r.RegisterActivity(a.Conversations.JudgePictures)
	r.RegisterActivity(a.Checks.DueCheck)
	r.RegisterActivity(a.Checks.TryProfile)
	r.RegisterActivity(a.Checks.RemoveTried)
	r.RegisterActivity(a.Checks.JudgeProfile)
	r.RegisterActivity(a.Syncs.BeginSync)
	r.RegisterActivity(a.Syncs.ReadOn)
	r.RegisterActivity(a.Syncs.GiveSyncUp)
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
