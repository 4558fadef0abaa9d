package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"

	"github.com/jackc/pgx/v5/pgxpool"
	"go.temporal.io/sdk/client"
	temporallog "go.temporal.io/sdk/log"

	"countersign/core/keys"
	"countersign/store"
	"countersign/tests/harness"
	"countersign/workflows/sealed"
)

// bench is everything that is measured, running.
type bench struct {
	options
	stack    *harness.Stack
	ring     *keys.Ring
	store    *store.Store // the product's database, to put MSPs and people into
	temporal client.Client
	phones   *phones
	product  product
	bare     bare
	naive    naive
	people   []*person
	closers  []func()
}

// open starts the product and the workers of the plain designs.
func open(ctx context.Context, o options) (*bench, error) {
	b := &bench{options: o}
	err := b.start(ctx)
	if err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

func (b *bench) start(ctx context.Context) (err error) {
	if b.stack, err = harness.Start(); err != nil {
		return err
	}
	b.closers = append(b.closers, b.stack.Stop)
	if b.ring, err = keys.Load(b.stack.KeysFile); err != nil {
		return err
	}
	if b.store, err = store.Open(ctx, b.stack.DatabaseURL, b.ring); err != nil {
		return err
	}
	b.closers = append(b.closers, b.store.Close)
	clients := sealed.Options(b.ring)
	clients.HostPort, clients.Namespace = b.stack.TemporalAddress, b.stack.TemporalNamespace
	clients.Logger = temporallog.NewStructuredLogger(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})))
	if b.temporal, err = client.DialContext(ctx, clients); err != nil {
		return err
	}
	b.closers = append(b.closers, b.temporal.Close)
	b.phones = newPhones(b.stack.SandboxURL)
	reading, stop := context.WithCancel(ctx)
	b.closers = append(b.closers, stop)
	go b.phones.run(reading)
	if err := b.designs(ctx); err != nil {
		return err
	}
	return b.populate(ctx)
}

// designs sets the three designs up.
func (b *bench) designs(ctx context.Context) error {
	api, err := environ(b.stack.PIDs["api"])
	if err != nil {
		return fmt.Errorf("reading the API's settings from /proc: %w", err)
	}
	twilio := account{
		base: lookup(api, "COUNTERSIGN_TWILIO_BASE_URL"), sid: lookup(api, "COUNTERSIGN_TWILIO_ACCOUNT_SID"),
		token: lookup(api, "COUNTERSIGN_TWILIO_AUTH_TOKEN"), from: lookup(api, "COUNTERSIGN_TWILIO_FROM"),
	}
	b.product = product{called: "product", api: b.stack.APIURL, phones: b.phones}
	b.bare = bare{temporal: b.temporal, account: twilio, phones: b.phones}
	b.naive = naive{temporal: b.temporal, account: twilio, phones: b.phones}
	if b.naive.pool, err = naiveDatabase(ctx, b.stack.OwnerDatabaseURL); err != nil {
		return err
	}
	b.closers = append(b.closers, b.naive.pool.Close)
	for _, work := range []func() (func(), error){b.bare.work, b.naive.work} {
		stop, err := work()
		if err != nil {
			return err
		}
		b.closers = append(b.closers, stop)
	}
	return nil
}

const naiveDatabaseName = "bench_naive"

func naiveDatabase(ctx context.Context, ownerURL string) (*pgxpool.Pool, error) {
	if err := execute(ctx, ownerURL, "CREATE DATABASE "+naiveDatabaseName); err != nil {
		return nil, err
	}
	address, err := inDatabase(ownerURL, naiveDatabaseName, "")
	if err != nil {
		return nil, err
	}
	pool, err := pgxpool.New(ctx, address)
	if err != nil {
		return nil, err
	}
	_, err = pool.Exec(ctx, naiveTables)
	return pool, err
}

// populate makes the MSPs and their people, for all designs.
func (b *bench) populate(ctx context.Context) error {
	each := b.size.people / b.size.msps
	for i := range b.size.msps {
		people, err := found(ctx, b.store, b.stack, i*each, each)
		if err != nil {
			return fmt.Errorf("making an MSP: %w", err)
		}
		b.people = append(b.people, people...)
	}
	// One after the other asks another MSP.
	mixed := make([]*person, 0, len(b.people))
	for i := range each {
		for m := range b.size.msps {
			mixed = append(mixed, b.people[m*each+i])
		}
	}
	b.people = mixed
	mobiles, names := make([]string, len(mixed)), make([]string, len(mixed))
	for i, p := range mixed {
		mobiles[i], names[i] = p.mobile, "Person"
	}
	_, err := b.naive.pool.Exec(ctx, `INSERT INTO people (mobile, name) SELECT * FROM unnest($1::text[], $2::text[])`, mobiles, names)
	return err
}

// processes are those whose CPU time is watched.
func (b *bench) processes() map[string]int {
	watched := map[string]int{"bench": os.Getpid()}
	for _, name := range []string{"api", "worker", "temporal", "sandbox", postgresProcess} {
		watched[name] = b.stack.PIDs[name]
	}
	return watched
}

func (b *bench) close() {
	for i := len(b.closers) - 1; i >= 0; i-- {
		b.closers[i]()
	}
}
