package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"go.temporal.io/sdk/client"
	temporallog "go.temporal.io/sdk/log"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/operatorservice/v1"

	"countersign/core/keys"
	"countersign/workflows"
	"countersign/workflows/sealed"
)

// dial connects to Temporal; every payload of this client is sealed.
func (c config) dial(ctx context.Context, ring *keys.Ring, logger *slog.Logger) (client.Client, error) {
	options := sealed.Options(ring)
	options.HostPort, options.Namespace = c.TemporalAddress, c.TemporalNamespace
	options.Logger = temporallog.NewStructuredLogger(logger)
	t, err := client.DialContext(ctx, options)
	if err != nil {
		return nil, fmt.Errorf("temporal at %s does not answer: %w", c.TemporalAddress, err)
	}
	return t, nil
}

// registerSearchAttributes makes Temporal know our attributes. It waits for a server that is still starting.
func registerSearchAttributes(ctx context.Context, c config, logger *slog.Logger) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		err := tryRegister(ctx, c, logger)
		if err == nil || ctx.Err() != nil {
			return err
		}
		select {
		case <-ctx.Done():
		case <-time.After(500 * time.Millisecond):
		}
	}
}

func tryRegister(ctx context.Context, c config, logger *slog.Logger) error {
	t, err := client.DialContext(ctx, client.Options{HostPort: c.TemporalAddress, Namespace: c.TemporalNamespace, Logger: temporallog.NewStructuredLogger(logger)})
	if err != nil {
		return fmt.Errorf("temporal at %s does not answer: %w", c.TemporalAddress, err)
	}
	defer t.Close()
	known, err := t.OperatorService().ListSearchAttributes(ctx, &operatorservice.ListSearchAttributesRequest{Namespace: c.TemporalNamespace})
	if err != nil {
		return fmt.Errorf("temporal namespace %s: %w", c.TemporalNamespace, err)
	}
	missing := map[string]enumspb.IndexedValueType{}
	for _, name := range workflows.SearchAttributes() {
		if _, ok := known.GetCustomAttributes()[name]; !ok {
			missing[name] = enumspb.INDEXED_VALUE_TYPE_KEYWORD
		}
	}
	if len(missing) == 0 {
		return nil
	}
	_, err = t.OperatorService().AddSearchAttributes(ctx, &operatorservice.AddSearchAttributesRequest{Namespace: c.TemporalNamespace, SearchAttributes: missing})
	return err
}
