package halopsa

import (
	"countersign/integrations/kit"
	"time"
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
