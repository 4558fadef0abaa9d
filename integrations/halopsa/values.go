package halopsa

import (
	"strconv"
	"strings"
	"time"

	"countersign/integrations/kit"
)

// moment is a time as HaloPSA writes it: UTC without saying so, and the year 1900 or before for none.
type moment string

// stamp is how we write one.
const stamp = "2006-01-02T15:04:05"

func stamped(at time.Time) string { return at.UTC().Format(stamp) }

// at is the time; zero for none, and for what is no time.
func (m moment) at() time.Time { return kit.ParseTime(string(m)) }

// isNone reports whether HaloPSA tells that there is no time, where it might as well not tell at all.
func (m moment) isNone() bool { return m != "" && m.at().IsZero() }

// id is a number by which HaloPSA knows a record; 0 for none. Some stand there as 12.0, some as "12", and negative ones mean none.
type id int64

// UnmarshalJSON reads an id in any of its forms. What is none is 0.
func (i *id) UnmarshalJSON(raw []byte) error {
	text := strings.TrimSuffix(strings.Trim(string(raw), `"`), ".0")
	*i = 0
	if n, err := strconv.ParseInt(text, 10, 32); err == nil && n > 0 {
		*i = id(n)
	}
	return nil
}

// text is an id in the port's terms.
func (i id) text() string { return kit.IDText(i) }

// parseID reads an id that came back to us: a whole number from 1 that fits in 32 bits.
func parseID(text string) (id, bool) { return kit.ParseID[id](text, 32) }
