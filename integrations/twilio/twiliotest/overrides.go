package twiliotest

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"countersign/integrations/fake"
)

// policies are the failures after which a callback may be repeated. https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
var policies = []string{"ct", "rt", "4xx", "5xx", "all"}

const (
	// mostRetries is Twilio's own limit.
	mostRetries = 5
	// soonest is the pause before the first retry: all of them are over within the fifteen seconds that Twilio gives a callback in all.
	soonest = 300 * time.Millisecond
)

// caller is how callbacks are brought to an address: by itself Twilio repeats a connection that failed, once; its fragment may ask for more.
func (s *Server) caller(address string) fake.Caller {
	retries, asked := 1, []string{"ct"}
	_, fragment, _ := strings.Cut(address, "#")
	overrides, err := url.ParseQuery(fragment)
	if n, given := overrides.Get("rc"), overrides.Has("rc"); err == nil && given {
		if retries, err = strconv.Atoi(n); retries < 0 || retries > mostRetries {
			retries, err = 1, strconv.ErrRange
		}
	}
	if overrides.Has("rp") {
		asked = strings.Split(overrides.Get("rp"), ",")
	}
	if err != nil || slices.ContainsFunc(asked, func(policy string) bool { return !slices.Contains(policies, policy) }) {
		s.Journal.Violate(Name, "callback "+address, "11243", "the connection overrides %q are invalid", fragment)
		retries = 0
	}
	caller := s.Caller
	caller.Tries, caller.Backoff = min(caller.Tries, 1+retries), min(caller.Backoff, soonest)
	caller.Repeats = func(status int) bool {
		switch {
		case slices.Contains(asked, "all"):
			return true
		case status == 0:
			return slices.Contains(asked, "ct") || slices.Contains(asked, "rt")
		default:
			return slices.Contains(asked, strconv.Itoa(status/100)+"xx")
		}
	}
	return caller
}
