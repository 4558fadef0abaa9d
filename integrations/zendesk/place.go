package zendesk

import (
	"regexp"
	"strconv"
	"strings"
)

// A place in a list is ours: the kind of list, and the cursor or second at which it goes on. Zendesk tells addresses as well; they are not followed,
// so a place can lead nowhere but to our own account.

// listKind is a way in which Zendesk pages.
type listKind string

const (
	listed   listKind = "list"   // a list by id; at is a cursor
	exported listKind = "export" // what changed, by cursor
	timed    listKind = "time"   // what changed, from a second of Unix time on
)

type place struct {
	kind listKind
	at   string
}

// cursor is what Zendesk's cursors look like: base 64 of something.
var cursor = regexp.MustCompile(`^[A-Za-z0-9+/_=|.-]{1,1000}$`)

func (p place) String() string { return string(p.kind) + ":" + p.at }

// parsePlace reads a place that comes back; ok is false for one that we cannot have given.
func parsePlace(next string) (p place, ok bool) {
	kind, at, _ := strings.Cut(next, ":")
	p = place{listKind(kind), at}
	switch p.kind {
	case listed, exported:
		return p, cursor.MatchString(at)
	case timed:
		_, ok := p.second()
		return p, ok
	}
	return place{}, false
}

// second is the start of a list by time.
func (p place) second() (int64, bool) { return parseID(p.at) }

func atSecond(second int64) place { return place{timed, strconv.FormatInt(second, 10)} }
