// Command sandbox runs every outside system as a fake on one port, with a page of phones and inboxes. It is never part of production.
package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/caarlos0/env/v11"

	"countersign/sandbox"
)

// shutdownLimit is how long requests under way may take to end.
const shutdownLimit = 5 * time.Second

func main() {
	if err := run(); err != nil {
		slog.Error("the sandbox stopped", "error", err)
		os.Exit(1)
	}
}

func run() error {
	cfg, err := env.ParseAs[sandbox.Config]()
	if err != nil {
		return err
	}
	// Now and then callbacks come out of order and twice, as the vendors' do.
	cfg.Disorder = 0.05
	fakes, err := sandbox.New(cfg)
	if err != nil {
		return err
	}
	stop, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	return errors.Join(serve(stop, cfg.Listen, fakes), fakes.Close())
}

func serve(stop context.Context, address string, fakes *sandbox.Sandbox) error {
	// Requests end with this context, so that a fault that hangs does not hold up the shutdown.
	requests, release := context.WithCancel(context.Background())
	defer release()
	server := &http.Server{Handler: fakes, ReadHeaderTimeout: 10 * time.Second, BaseContext: func(net.Listener) context.Context { return requests }}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	slog.Info("the sandbox is open", "page", "http://"+listener.Addr().String()+"/")
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-stop.Done():
	}
	limit, cancel := context.WithTimeout(context.Background(), shutdownLimit)
	defer cancel()
	fakes.Hush()
	release()
	return server.Shutdown(limit)
}
