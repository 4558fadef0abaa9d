package main

import (
	"context"
	"errors"
	"flag"
	"os"
	"time"

	"countersign/tools/devstack/stack"
	"countersign/tools/devstack/temporal"
)

const retention = 7 * 24 * time.Hour

func runTemporal(ctx context.Context, args []string) error {
	o := temporal.Options{DatabaseURL: os.Getenv(stack.TemporalDatabaseVariable), Retention: retention}
	flags := flag.NewFlagSet("temporal", flag.ContinueOnError)
	flags.IntVar(&o.Port, "port", 7233, "gRPC port of the frontend")
	flags.IntVar(&o.UIPort, "ui-port", 8233, "port of the Web UI")
	flags.StringVar(&o.Namespace, "namespace", "countersign", "namespace to create")
	flags.StringVar(&o.CodecURL, "codec-url", "", "codec endpoint for the Web UI")
	flags.BoolVar(&o.CodecCookies, "codec-cookies", true, "the browser sends its console session to the codec endpoint")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if o.DatabaseURL == "" {
		return errors.New("set " + stack.TemporalDatabaseVariable + " to the owner URL of a Postgres with the databases temporal and temporal_visibility")
	}
	return temporal.Run(ctx, o)
}
