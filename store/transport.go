package store

import (
	"net/netip"
	"path/filepath"

	"github.com/jackc/pgx/v5/pgconn"
)

// InClear reports whether a connection by a database URL may go to another machine without TLS: Postgres's own default tries TLS and then goes on without.
// A URL that cannot be read is false; opening it says what is wrong.
func InClear(url string) bool {
	config, err := pgconn.ParseConfig(url)
	if err != nil {
		return false
	}
	if config.TLSConfig == nil && !onThisMachine(config.Host) {
		return true
	}
	for _, next := range config.Fallbacks {
		if next.TLSConfig == nil && !onThisMachine(next.Host) {
			return true
		}
	}
	return false
}

// onThisMachine reports whether a host of a database URL is a socket's folder or a name of this machine.
func onThisMachine(host string) bool {
	at, err := netip.ParseAddr(host)
	return filepath.IsAbs(host) || host == "localhost" || err == nil && at.IsLoopback()
}
