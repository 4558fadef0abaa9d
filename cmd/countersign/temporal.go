package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/contrib/envconfig"
	temporallog "go.temporal.io/sdk/log"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/operatorservice/v1"

	"countersign/core/keys"
	"countersign/workflows"
	"countersign/workflows/sealed"
)

// dial connects to Temporal; every payload of this client is sealed.
func (c config) dial(ctx context.Context, ring *keys.Ring, logger *slog.Logger) (client.Client, error) {
	options, err := c.connection(sealed.Options(ring), logger)
	if err != nil {
		return nil, err
	}
	t, err := client.DialContext(ctx, options)
	if err != nil {
		return nil, fmt.Errorf("temporal at %s does not answer: %w", c.TemporalAddress, err)
	}
	return t, nil
}

// connection adds to options where Temporal is and how this client proves itself.
func (c config) connection(options client.Options, logger *slog.Logger) (client.Options, error) {
	profile := envconfig.ClientConfigProfile{Address: c.TemporalAddress, Namespace: c.TemporalNamespace, APIKey: c.TemporalAPIKey, TLS: c.temporalTLS()}
	said, err := profile.ToClientOptions(envconfig.ToClientOptionsRequest{})
	if err != nil {
		return options, fmt.Errorf("COUNTERSIGN_TEMPORAL_*: %w", err)
	}
	options.HostPort, options.Namespace, options.Credentials, options.ConnectionOptions.TLS = said.HostPort, said.Namespace, said.Credentials, said.ConnectionOptions.TLS
	options.Logger = temporallog.NewStructuredLogger(logger)
	return options, nil
}

// temporalTLS is nil where nothing asks for TLS. An API key asks for it by itself.
func (c config) temporalTLS() *envconfig.ClientConfigTLS {
	asked := envconfig.ClientConfigTLS{ClientCertPath: c.TemporalCertFile, ClientKeyPath: c.TemporalKeyFile, ServerCACertPath: c.TemporalCAFile, ServerName: c.TemporalServerName}
	if !c.TemporalTLS && c.TemporalCertFile == "" && c.TemporalKeyFile == "" && c.TemporalCAFile == "" && c.TemporalServerName == "" {
		return nil
	}
	return &asked
}

// temporalInClear reports whether what is said to Temporal could be read on its way. Payloads are sealed, ids and an API key are not.
func (c config) temporalInClear() bool {
	host, _, err := net.SplitHostPort(c.TemporalAddress)
	return c.temporalTLS() == nil && c.TemporalAPIKey == "" && (err != nil || !loopback(host))
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
	options, err := c.connection(client.Options{}, logger)
	if err != nil {
		return err
	}
	t, err := client.DialContext(ctx, options)
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
