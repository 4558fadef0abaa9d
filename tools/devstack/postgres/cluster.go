package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"countersign/tools/devstack/children"
)

// Owner is the superuser of a private cluster.
const Owner = "countersign_owner"

// Cluster is a private server: where its files are and how it is reached.
type Cluster struct {
	Home     string
	Account  Account
	Binaries Binaries
	Port     int
	Password string
	LogPath  string
}

func dataIn(home string) string { return filepath.Join(home, "data") }

// URL of the owner in one database.
func (c Cluster) URL(database string) string {
	u := url.URL{
		Scheme: "postgres", User: url.UserPassword(Owner, c.Password),
		Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(c.Port)), Path: "/" + database, RawQuery: "sslmode=disable",
	}
	return u.String()
}

// MajorOf reads which version made the cluster in home; 0 when there is none.
func MajorOf(home string) (int, error) {
	text, err := os.ReadFile(filepath.Join(dataIn(home), "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(text)))
}

// Create makes the cluster when there is none yet. It is made beside its place
// and moved there when whole, so a crash leaves nothing half made behind.
func (c Cluster) Create(ctx context.Context) error {
	data := dataIn(c.Home)
	if _, err := os.Stat(data); err == nil {
		return nil
	}
	if err := c.prepareHome(); err != nil {
		return err
	}
	password := filepath.Join(c.Home, "password")
	if err := os.WriteFile(password, []byte(c.Password), 0o600); err != nil {
		return err
	}
	defer os.Remove(password)
	if err := c.Account.own(password); err != nil {
		return err
	}
	unfinished := data + ".new"
	if err := os.RemoveAll(unfinished); err != nil {
		return err
	}
	err := children.Finish(ctx, children.Spec{
		Name: "initdb", Path: c.Binaries.Initdb(), Dir: c.Home, LogPath: c.LogPath, Env: environment(), Account: c.Account.Credential,
		Args: []string{"--pgdata", unfinished, "--username", Owner, "--pwfile", password,
			"--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C"},
	})
	if err != nil {
		return err
	}
	return os.Rename(unfinished, data)
}

func (c Cluster) prepareHome() error {
	if err := os.MkdirAll(c.Home, 0o700); err != nil {
		return fmt.Errorf("the folder for Postgres cannot be made: %w", err)
	}
	return c.Account.own(c.Home)
}

// Server says how the server is run. The end it is asked for is the fast one:
// open transactions are rolled back, everything committed is on disk.
func (c Cluster) Server() children.Spec {
	return children.Spec{
		Name: "postgres", Path: c.Binaries.Server(), Dir: c.Home, LogPath: c.LogPath, Env: environment(),
		Account: c.Account.Credential, Stop: syscall.SIGINT, Grace: 20 * time.Second,
		Args: append([]string{"-D", dataIn(c.Home), "-p", strconv.Itoa(c.Port)}, settings()...),
	}
}

// settings fit one developer's machine. Nothing here weakens durability: what a
// kill -9 shows in development is what production would show.
func settings() []string {
	var args []string
	for _, s := range []string{
		"listen_addresses=127.0.0.1", "unix_socket_directories=",
		"max_connections=200", "shared_buffers=256MB",
		// A first sync of a PSA writes more than a gigabyte: with a checkpoint in between, every page of the indexes would be logged whole again.
		"max_wal_size=2GB", "checkpoint_timeout=15min", "wal_compression=on",
		"autovacuum_naptime=5s", // a first sync of a PSA fills tables within a minute
		"jit=off",               // compiles longer than the short queries here run
		"log_line_prefix=%m [%p] %u@%d ", "log_min_messages=warning",
	} {
		args = append(args, "-c", s)
	}
	return args
}

// environment keeps the caller's PG... variables away from a private server.
func environment() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC"}
}
