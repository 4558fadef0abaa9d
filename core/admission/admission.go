// Package admission is the gate that every text, call and mail to a client passes before it leaves: countries, counts and money.
// It reads no clock and keeps no state: the caller holds the counts (rows, locked) and stores what is left of them.
package admission

import (
	"slices"
	"time"

	"countersign/core/limit"
	"countersign/core/problem"
)

// Send is one message or call that is to leave.
type Send struct {
	Countries []string     // ISO 3166-1 alpha-2 of each number that is texted or called; "" for one of no country; none for a mail
	Allowed   []string     // countries that the policy lists
	Codes     []limit.Rule // of the policy, for what carries a code, link or number; none for any other message
	Cents     float64      // the estimate in US cents
	At        time.Time
}

// Counts are what has left before. Cents are those of the day of Send.At, UTC.
type Counts struct {
	Codes  []time.Time // to this number or address, with a code, link or number
	Number []time.Time // to this number or address, whatever it was
	MSP    []time.Time // of this MSP
	Cents  float64
}

// Limits are what an MSP set for itself.
type Limits struct {
	SendsPerMinute   int
	SpendPerDayCents int
}

// ofMSP is said when the MSP as a whole sends no more for now: no other way helps.
const ofMSP = "Your whole team has sent as many messages in this minute as its limits allow. Wait a moment."

// Decide admits a send, or says why it may not leave. after are the counts to store; they are the same when it is refused.
func Decide(send Send, counts Counts, limits Limits, ceilings Ceilings) (after Counts, refused *problem.Error) {
	for _, country := range send.Countries {
		if !slices.Contains(send.Allowed, country) {
			return counts, problem.New(problem.CountryNotAllowed, "")
		}
	}
	limits = ceilings.Bound(limits)
	after = counts
	for _, count := range []struct {
		times *[]time.Time
		rules []limit.Rule
		why   string // "" for what the problem says by itself, which speaks of the person
	}{
		{&after.Codes, send.Codes, ""},
		{&after.Number, ceilings.NumberRules(), ""},
		{&after.MSP, []limit.Rule{{Max: limits.SendsPerMinute, Per: time.Minute}}, ofMSP},
	} {
		if len(count.rules) == 0 {
			continue
		}
		kept, wait, ok := limit.Take(*count.times, send.At, count.rules...)
		if !ok {
			refused = problem.New(problem.SendLimit, count.why)
			refused.RetryAfter = wait
			return counts, refused
		}
		*count.times = kept
	}
	if after.Cents += send.Cents; send.Cents > 0 && after.Cents > float64(limits.SpendPerDayCents) {
		return counts, problem.Later(problem.SpendLimit, Day(send.At).Add(24*time.Hour).Sub(send.At))
	}
	return after, nil
}

// Day is the beginning of the day whose money a send counts against, UTC.
func Day(at time.Time) time.Time { return at.UTC().Truncate(24 * time.Hour) }
