package temporal

import (
	"context"
	"fmt"

	"go.temporal.io/server/common/authorization"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/log"
	"go.temporal.io/server/temporal"
)

// Run serves the cluster until ctx ends. The Web UI opens last, so once it
// answers for the namespace everything behind it is ready too.
func Run(ctx context.Context, o Options) error {
	// The server writes to standard error; below errors it only narrates.
	logger := log.NewZapLogger(log.BuildZapLogger(log.Config{Level: "error", Format: "console"}))
	if err := migrate(o.DatabaseURL, logger); err != nil {
		return err
	}
	server, err := newServer(ctx, o, logger)
	if err != nil {
		return err
	}
	if err := server.Start(); err != nil {
		return fmt.Errorf("starting the Temporal server: %w", err)
	}
	defer server.Stop()

	if err := ensureNamespace(ctx, o.frontend(), o.Namespace, o.Retention); err != nil {
		return err
	}
	ui := newUI(o)
	stopped := make(chan error, 1)
	go func() { stopped <- ui.Start() }()
	defer ui.Stop()

	select {
	case err := <-stopped:
		return fmt.Errorf("the Temporal Web UI stopped: %w", err)
	case <-ctx.Done():
		return nil
	}
}

func newServer(ctx context.Context, o Options, logger log.Logger) (temporal.Server, error) {
	internal, err := chooseInternalPorts()
	if err != nil {
		return nil, err
	}
	cfg, err := serverConfig(o, internal)
	if err != nil {
		return nil, err
	}
	server, err := temporal.NewServer(
		temporal.ForServices(temporal.DefaultServices),
		temporal.WithConfig(cfg),
		temporal.WithStaticHosts(hosts(o, internal)),
		temporal.WithDynamicConfigClient(settings()),
		temporal.WithLogger(logger),
		temporal.WithAuthorizer(authorization.NewNoopAuthorizer()),
		temporal.WithClaimMapper(func(*config.Config) authorization.ClaimMapper { return authorization.NewNoopClaimMapper() }),
	)
	if err != nil {
		return nil, fmt.Errorf("preparing the Temporal server: %w", err)
	}
	return server, nil
}
