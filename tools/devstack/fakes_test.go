package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
)

// standIn is set for every process that the tests start.
const standIn = "DEVSTACK_TEST_STAND_IN"

// TestMain lets this test binary stand in for every program of a stack: what it
// does depends on the name it is called by.
func TestMain(m *testing.M) {
	var err error
	switch filepath.Base(os.Args[0]) {
	case "devstack":
		main()
		return
	case "countersign":
		err = fakeCountersign(os.Args[1:])
	case "sandbox":
		err = serve(os.Getenv("SANDBOX_LISTEN"))
	default:
		// Were a stack ever to start this binary by its own name, the tests would
		// start stacks that start tests.
		if os.Getenv(standIn) != "" {
			err = errors.New("a test binary was started as " + os.Args[0])
			break
		}
		os.Exit(m.Run())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// fakeCountersign keeps the product's side of the contract and refuses what the
// product would refuse.
func fakeCountersign(args []string) error {
	switch strings.Join(args, " ") {
	case "migrate":
		return inDatabase("COUNTERSIGN_MIGRATE_URL", `
			DO $$ BEGIN CREATE ROLE countersign_app NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
			CREATE TABLE IF NOT EXISTS seeds (at timestamptz DEFAULT now());
			GRANT SELECT ON seeds TO countersign_app`)
	case "seed --json":
		if err := inDatabase("COUNTERSIGN_MIGRATE_URL", `INSERT INTO seeds DEFAULT VALUES`); err != nil {
			return err
		}
		return json.NewEncoder(os.Stdout).Encode(map[string]string{
			"tenant_id": "0190a000-0000-7000-8000-000000000001", "console_email": "demo@bluepeak.example",
			"console_password": os.Getenv("COUNTERSIGN_SEED_PASSWORD"), "api_key": os.Getenv("COUNTERSIGN_SEED_API_KEY"),
		})
	case "api":
		return serveProduct("COUNTERSIGN_LISTEN")
	case "worker":
		return serveProduct("COUNTERSIGN_WORKER_LISTEN")
	}
	if len(args) == 4 && args[0] == "keys" && args[1] == "generate" && args[2] == "--out" {
		f, err := os.OpenFile(args[3], os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		return f.Close()
	}
	return fmt.Errorf("unknown command %q", args)
}

func serveProduct(listen string) error {
	if os.Getenv("COUNTERSIGN_MIGRATE_URL") != "" {
		return errors.New("a service was given the owner's account")
	}
	if _, err := os.Stat(os.Getenv("COUNTERSIGN_KEYS_FILE")); err != nil {
		return err
	}
	if err := inDatabase("COUNTERSIGN_DATABASE_URL", `SELECT FROM seeds`); err != nil {
		return err
	}
	return serve(os.Getenv(listen))
}

func inDatabase(variable, statement string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, os.Getenv(variable))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, statement)
	return err
}

func serve(address string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	server := &http.Server{Addr: address, Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})}
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		return server.Close()
	}
}
