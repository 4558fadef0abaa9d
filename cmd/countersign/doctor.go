package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"go.temporal.io/api/operatorservice/v1"

	"countersign/core/provider"
	"countersign/integrations/sendgrid"
	"countersign/store"
	"countersign/workflows"
)

type doctorCommand struct{}

// checkTimeout bounds one check.
const checkTimeout = 10 * time.Second

// check is one thing that must hold. advice says what to do when it does not.
type check struct {
	name   string
	run    func(ctx context.Context) error
	advice string
}

// Run makes every check, also after one has failed, and fails when any did.
func (doctorCommand) Run(ctx context.Context) error {
	c, err := loadConfig()
	if err != nil {
		return err
	}
	d := doctor{config: c, log: slog.New(slog.DiscardHandler)}
	if failed := report(ctx, os.Stdout, d.checks()); failed > 0 {
		return fmt.Errorf("%d of the checks failed", failed)
	}
	return nil
}

func report(ctx context.Context, out io.Writer, checks []check) (failed int) {
	for _, one := range checks {
		limited, cancel := context.WithTimeout(ctx, checkTimeout)
		err := one.run(limited)
		cancel()
		if err == nil {
			fmt.Fprintf(out, "ok    %s\n", one.name)
			continue
		}
		failed++
		fmt.Fprintf(out, "FAIL  %s: %v\n      %s\n", one.name, err, one.advice)
	}
	return failed
}

type doctor struct {
	config
	log *slog.Logger
}

func (d doctor) checks() []check {
	return []check{
		{"settings", func(context.Context) error { return d.forServing() }, "docs/configuration.md lists every setting."},
		{"key ring", d.keys, "Make one with `countersign keys generate`, or give this process the ring the others use."},
		{"database", d.database, "Check COUNTERSIGN_DATABASE_URL and run `countersign migrate`."},
		{"Temporal", d.reachTemporal, "Check COUNTERSIGN_TEMPORAL_ADDRESS and _NAMESPACE, and run `countersign migrate`."},
		{"Twilio", d.reachTwilio, "Check COUNTERSIGN_TWILIO_ACCOUNT_SID and _AUTH_TOKEN in Twilio's console."},
		{"SendGrid", d.reachSendGrid, "Check COUNTERSIGN_SENDGRID_API_KEY; it needs the right to send mail."},
		{"SendGrid webhook key", func(context.Context) error { _, err := sendgrid.ParseKey(d.SendGridWebhookKey); return err }, "Copy the verification key from SendGrid's event webhook settings."},
	}
}

func (d doctor) keys(context.Context) error {
	_, err := d.ring()
	return err
}

func (d doctor) database(ctx context.Context) error {
	ring, err := d.ring()
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, d.DatabaseURL, ring)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.CheckSchema(ctx)
}

func (d doctor) reachTemporal(ctx context.Context) error {
	ring, err := d.ring()
	if err != nil {
		return err
	}
	t, err := d.dial(ctx, ring, d.log)
	if err != nil {
		return err
	}
	defer t.Close()
	known, err := t.OperatorService().ListSearchAttributes(ctx, &operatorservice.ListSearchAttributesRequest{Namespace: d.TemporalNamespace})
	if err != nil {
		return err
	}
	for _, name := range workflows.SearchAttributes() {
		if _, ok := known.GetCustomAttributes()[name]; !ok {
			return errors.New("search attribute " + name + " is missing")
		}
	}
	return nil
}

func (d doctor) reachTwilio(ctx context.Context) error {
	p, err := d.carriers()
	if err != nil {
		return err
	}
	return reachable(p.twilio.Check(ctx))
}

func (d doctor) reachSendGrid(ctx context.Context) error {
	p, err := d.carriers()
	if err != nil {
		return err
	}
	return reachable(p.sendgrid.Check(ctx))
}

// carriers opens the carriers without the webhook key, which has a check of its own.
func (d doctor) carriers() (*process, error) {
	p := &process{config: d.config}
	p.SendGridWebhookKey = ""
	return p, p.providers()
}

// reachable says in words what a provider's answer means.
func reachable(err error) error {
	if err == nil {
		return nil
	}
	switch provider.KindOf(err) {
	case provider.Unauthorized:
		return errors.New("it answers, but refuses our credentials")
	case provider.Unavailable, provider.Ambiguous:
		return errors.New("it cannot be reached from here")
	}
	return err
}
