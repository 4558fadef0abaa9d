package postgres

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"

	embedded "github.com/fergusstrange/embedded-postgres"
)

// The version that is downloaded where none is installed.
const (
	fetched      = embedded.V16
	FetchedMajor = 16
)

// Repository is where Postgres is downloaded from unless a mirror is named.
const Repository = "https://repo1.maven.org/maven2"

// Fetch downloads a Postgres for this platform from a Maven repository into dir,
// once.
//
// The library downloads, unpacks, makes a cluster and starts it in one call. Only
// the unpacked programs are wanted here, because this package runs them under
// another account and with other settings; what follows the unpacking is
// discarded, and it cannot succeed for root anyway (initdb refuses root).
func Fetch(ctx context.Context, repository, dir string) (Binaries, error) {
	b := Binaries{Dir: filepath.Join(dir, "bin"), Major: FetchedMajor}
	if executable(b.Server()) && executable(b.Initdb()) {
		return b, nil
	}
	scratch, err := os.MkdirTemp("", "countersign-postgres-")
	if err != nil {
		return Binaries{}, err
	}
	defer os.RemoveAll(scratch)
	port, err := freePort()
	if err != nil {
		return Binaries{}, err
	}
	db := embedded.NewDatabase(embedded.DefaultConfig().
		Version(fetched).Port(port).Logger(io.Discard).BinaryRepositoryURL(repository).
		BinariesPath(dir).CachePath(filepath.Join(scratch, "cache")).
		RuntimePath(filepath.Join(scratch, "runtime")).DataPath(filepath.Join(scratch, "data")))

	done := make(chan error, 1)
	go func() {
		err := db.Start()
		if err == nil {
			err = db.Stop()
		}
		done <- err
	}()
	select {
	case err = <-done:
	case <-ctx.Done():
		return Binaries{}, ctx.Err()
	}
	if !executable(b.Server()) || !executable(b.Initdb()) {
		return Binaries{}, fmt.Errorf("downloading Postgres %d failed (%w); install Postgres %d or newer (Debian: apt-get install postgresql; macOS: brew install postgresql@17) or set COUNTERSIGN_DATABASE_URL",
			FetchedMajor, err, OldestMajor)
	}
	return b, nil
}

func freePort() (uint32, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return uint32(l.Addr().(*net.TCPAddr).Port), nil
}
