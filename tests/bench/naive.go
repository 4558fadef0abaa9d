package main

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
)

// naive is how a first sketch looks: an activity for every step, an expiry timer, the code as a signal, and a query that the client asks again
// and again until it shows the result. Load, record and finish are one plain statement each, on tables of their own in the same Postgres.
type naive struct {
	temporal client.Client
	account  account
	phones   *phones
	pool     *pgxpool.Pool
}

const (
	naiveQueue  = "bench-naive"
	naiveSignal = "code"
	naiveQuery  = "status"
	naivePoll   = 50 * time.Millisecond
	approvedNow = "approved"
)

const naiveTables = `
CREATE TABLE people (mobile text PRIMARY KEY, name text NOT NULL);
CREATE TABLE runs (id text PRIMARY KEY, mobile text NOT NULL, status text NOT NULL, begun_at timestamptz NOT NULL DEFAULT now(), ended_at timestamptz);`

func (d naive) name() string { return "naive" }

func (d naive) workflow(_ *person, passed passage) string { return naiveQueue + "/" + passed.id }

// Load reads whom to write to.
func (d naive) Load(ctx context.Context, mobile string) (name string, err error) {
	err = d.pool.QueryRow(ctx, `SELECT name FROM people WHERE mobile = $1`, mobile).Scan(&name)
	return name, err
}

// Send posts the SMS.
func (d naive) Send(ctx context.Context, in plainInput, name string) error {
	return d.account.sendSMS(ctx, in.To, name+": "+in.text())
}

// Record writes that it was sent.
func (d naive) Record(ctx context.Context, id, mobile string) error {
	_, err := d.pool.Exec(ctx, `INSERT INTO runs (id, mobile, status) VALUES ($1, $2, 'sent') ON CONFLICT DO NOTHING`, id, mobile)
	return err
}

// Finish writes how it ended.
func (d naive) Finish(ctx context.Context, id, status string) error {
	_, err := d.pool.Exec(ctx, `UPDATE runs SET status = $2, ended_at = now() WHERE id = $1`, id, status)
	return err
}

// Verify is the workflow.
func (d naive) Verify(ctx workflow.Context, in plainInput) error {
	status := "pending"
	if err := workflow.SetQueryHandler(ctx, naiveQuery, func() (string, error) { return status, nil }); err != nil {
		return err
	}
	ctx = plainly(ctx)
	var name string
	if err := workflow.ExecuteActivity(ctx, d.Load, in.To).Get(ctx, &name); err != nil {
		return err
	}
	if err := workflow.ExecuteActivity(ctx, d.Send, in, name).Get(ctx, nil); err != nil {
		return err
	}
	if err := workflow.ExecuteActivity(ctx, d.Record, in.ID, in.To).Get(ctx, nil); err != nil {
		return err
	}
	ended := awaitCode(ctx, in)
	if err := workflow.ExecuteActivity(ctx, d.Finish, in.ID, ended).Get(ctx, nil); err != nil {
		return err
	}
	status = ended
	return nil
}

// awaitCode waits for the right code or the end of its life.
func awaitCode(ctx workflow.Context, in plainInput) string {
	timing, stop := workflow.WithCancel(ctx)
	defer stop()
	ended := ""
	selector := workflow.NewSelector(ctx)
	selector.AddFuture(workflow.NewTimer(timing, plainLife), func(workflow.Future) { ended = "expired" })
	selector.AddReceive(workflow.GetSignalChannel(ctx, naiveSignal), func(c workflow.ReceiveChannel, _ bool) {
		var digest string
		c.Receive(ctx, &digest)
		if digest == in.Digest {
			ended = approvedNow
		}
	})
	for ended == "" {
		selector.Select(ctx)
	}
	return ended
}

func (d naive) work() (stop func(), err error) {
	return works(d.temporal, naiveQueue, func(r worker.Registry) {
		r.RegisterWorkflowWithOptions(d.Verify, workflow.RegisterOptions{Name: "Naive"})
		r.RegisterActivity(d.Load)
		r.RegisterActivity(d.Send)
		r.RegisterActivity(d.Record)
		r.RegisterActivity(d.Finish)
	})
}

func (d naive) verify(ctx context.Context, p *person) (passage, error) {
	in, err := newPlainInput(p.mobile)
	if err != nil {
		return passage{}, err
	}
	passed, err := starts(ctx, d.temporal, naiveQueue, "Naive", in)
	if err != nil {
		return passed, err
	}
	code, err := d.phones.code(ctx, p.mobile, passed.asked)
	if err != nil {
		return passed, err
	}
	passed.read = time.Now()
	if err := d.temporal.SignalWorkflow(ctx, naiveQueue+"/"+in.ID, "", naiveSignal, plainDigest(in.ID, code)); err != nil {
		return passed, err
	}
	for {
		value, err := d.temporal.QueryWorkflow(ctx, naiveQueue+"/"+in.ID, "", naiveQuery)
		if err != nil {
			return passed, err
		}
		var status string
		if err := value.Get(&status); err != nil {
			return passed, err
		}
		if status == approvedNow {
			passed.answered = time.Now()
			return passed, nil
		}
		if err := pause(ctx, naivePoll); err != nil {
			return passed, err
		}
	}
}
