package postgres

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// OldestMajor is the oldest Postgres the product is tested with.
const OldestMajor = 15

// Binaries is a folder with the server's programs of one version.
type Binaries struct {
	Dir   string
	Major int
}

// Initdb and Server are the two programs a private cluster needs.
func (b Binaries) Initdb() string { return filepath.Join(b.Dir, "initdb") }
func (b Binaries) Server() string { return filepath.Join(b.Dir, "postgres") }

// ErrNotInstalled says that no usable Postgres is on this machine.
var ErrNotInstalled = errors.New("no Postgres found")

// usualPlaces is where distributions put server programs that they keep off PATH.
var usualPlaces = []string{
	"/usr/lib/postgresql/*/bin", // Debian, Ubuntu
	"/usr/pgsql-*/bin",          // RHEL and Fedora, from postgresql.org
	"/usr/local/pgsql/bin",      // built from source
	"/opt/homebrew/opt/postgresql@*/bin",
	"/usr/local/opt/postgresql@*/bin",
	"/Applications/Postgres.app/Contents/Versions/*/bin",
}

// Find looks on PATH and in the usual places. A cluster of an earlier start can
// only be run by its own major version: pass it, or 0 for the newest there is.
func Find(path string, major int) (Binaries, error) {
	return choose(candidates(path, usualPlaces), major, version)
}

func candidates(path string, places []string) []string {
	var dirs []string
	for _, dir := range filepath.SplitList(path) {
		// PATH often holds links to single programs; their neighbours and the
		// server's share folder are where the link leads.
		if server, err := filepath.EvalSymlinks(filepath.Join(dir, "postgres")); err == nil {
			dirs = append(dirs, filepath.Dir(server))
		}
	}
	for _, place := range places {
		matches, _ := filepath.Glob(place) // fails on a malformed pattern only
		dirs = append(dirs, matches...)
	}
	return dirs
}

func choose(dirs []string, major int, version func(Binaries) (int, error)) (Binaries, error) {
	var usable []Binaries
	var seen []string
	for _, dir := range dirs {
		b := Binaries{Dir: dir}
		if !executable(b.Server()) || !executable(b.Initdb()) {
			continue
		}
		found, err := version(b)
		if err != nil {
			continue
		}
		b.Major = found
		seen = append(seen, strconv.Itoa(found))
		if found == major || major == 0 && found >= OldestMajor {
			usable = append(usable, b)
		}
	}
	if len(usable) > 0 {
		return slices.MaxFunc(usable, func(a, b Binaries) int { return a.Major - b.Major }), nil
	}
	switch {
	case major != 0:
		return Binaries{}, fmt.Errorf("%w of version %d, which made the data of this stack (here: %s); install it, or run devstack reset to begin anew",
			ErrNotInstalled, major, orNone(seen))
	case len(seen) > 0:
		return Binaries{}, fmt.Errorf("%w of version %d or newer (here: %s)", ErrNotInstalled, OldestMajor, orNone(seen))
	}
	return Binaries{}, ErrNotInstalled
}

func orNone(versions []string) string {
	if len(versions) == 0 {
		return "none"
	}
	return strings.Join(versions, ", ")
}

func executable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

var versionText = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

func version(b Binaries) (int, error) {
	out, err := exec.Command(b.Server(), "--version").Output()
	if err != nil {
		return 0, err
	}
	found := versionText.FindSubmatch(out)
	if found == nil {
		return 0, fmt.Errorf("%s --version answers %q", b.Server(), strings.TrimSpace(string(out)))
	}
	return strconv.Atoi(string(found[1]))
}
