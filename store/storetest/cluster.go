// Package storetest gives tests a real Postgres: one private cluster per test binary, one database per test.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// urlEnv names a superuser's URL of a Postgres to use instead of a private one, so that many packages can share it.
const urlEnv = "COUNTERSIGN_TEST_DATABASE_URL"

// cluster is the superuser's URL of this binary's Postgres.
var cluster = sync.OnceValues(func() (*url.URL, error) {
	if shared := os.Getenv(urlEnv); shared != "" {
		return url.Parse(shared)
	}
	return start()
})

// start makes a cluster that lives as long as this process: a watcher holds the other end of a pipe, and when the pipe closes, for any reason,
// it stops Postgres and removes the folder. Nothing is left behind, even after a kill.
func start() (*url.URL, error) {
	dir, owner, err := folder()
	if err != nil {
		return nil, err
	}
	if held, err = watch(dir, owner); err != nil {
		return nil, err
	}
	u := &url.URL{Scheme: "postgres", Path: "/postgres", RawQuery: url.Values{"host": {dir}, "user": {"postgres"}}.Encode()}
	return u, ready(u, dir)
}

// folder makes a folder for a cluster, which belongs to whoever runs it. A nil owner is this user.
func folder() (dir string, owner *syscall.Credential, err error) {
	if dir, err = os.MkdirTemp("/tmp", "countersign-pg-"); err != nil { // short: a socket's path has at most 107 bytes
		return "", nil, err
	}
	if owner, err = unprivileged(); err != nil || owner == nil {
		return dir, owner, err
	}
	return dir, owner, os.Chown(dir, int(owner.Uid), int(owner.Gid))
}

// watch starts a watcher, which makes and runs a cluster in dir with more options of Postgres, until the returned file is closed.
func watch(dir string, owner *syscall.Credential, options ...string) (hold *os.File, err error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	end, hold, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	watcher := exec.Command("/bin/sh", append([]string{"-c", script, "sh", bin, dir}, options...)...)
	watcher.Dir = dir
	watcher.Stdin = end
	watcher.SysProcAttr = &syscall.SysProcAttr{Credential: owner, Setsid: true} // own session: Ctrl-C must not end it before it has cleaned up
	watcher.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "HOME=" + dir}
	if err := watcher.Start(); err != nil {
		return nil, fmt.Errorf("storetest: starting Postgres: %w", err)
	}
	return hold, end.Close()
}

// held stays open until this process ends.
var held *os.File //nolint:unused // it is held, never read

// script makes and runs the cluster as the user it may run as. Durability is off: what a test writes need not outlive it.
const script = `
bin=$1; dir=$2; shift 2
{
  "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C --no-sync &&
  "$bin/postgres" -D "$dir/data" -k "$dir" -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    -c max_connections=300 -c shared_buffers=64MB -c max_wal_size=512MB -c autovacuum=off "$@" &
} >"$dir/log" 2>&1 </dev/null
read -r _
while kill -0 $! 2>/dev/null; do
  kill -QUIT "$(head -n1 "$dir/data/postmaster.pid" 2>/dev/null)" 2>/dev/null
  sleep 0.05
done
rm -rf "$dir"
`

func ready(u *url.URL, dir string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, u.String())
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ctx.Done():
			log, _ := os.ReadFile(filepath.Join(dir, "log"))
			return fmt.Errorf("storetest: Postgres did not start: %w\n%s", err, log)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// binaries finds the folder of initdb and postgres: where Debian puts them (newest first), else on PATH.
func binaries() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	best, bestVersion := "", -1
	for _, path := range found {
		version, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
		if version > bestVersion {
			best, bestVersion = filepath.Dir(path), version
		}
	}
	if best != "" {
		return best, nil
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	return "", errors.New("storetest: no initdb on PATH or below /usr/lib/postgresql; install Postgres 15 or newer, or set " + urlEnv)
}

// unprivileged is the user of Postgres when the tests run as root, which Postgres refuses.
func unprivileged() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		account, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.Atoi(account.Uid)
		gid, _ := strconv.Atoi(account.Gid)
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, errors.New("storetest: running as root, and there is no user postgres or nobody to run Postgres as")
}
