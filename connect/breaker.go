package connect

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/sony/gobreaker/v2"
)

const (
	// brokenAfter failures in a row nobody asks a PSA any more for brokenFor; then one request may try. Whoever waits for it hears so at once, and a PSA
	// that struggles is left alone. https://martinfowler.com/bliki/CircuitBreaker.html
	brokenAfter = 10
	brokenFor   = 15 * time.Second
)

// errStruggles counts as a failure and is never seen outside.
var errStruggles = errors.New("connect: the server struggles")

// breaker stands before one PSA of one MSP. What it refuses was surely not sent.
func breaker(name string, next http.RoundTripper) http.RoundTripper {
	circuit := gobreaker.NewCircuitBreaker[*http.Response](gobreaker.Settings{
		Name: name, MaxRequests: 1, Timeout: brokenFor,
		ReadyToTrip: func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= brokenAfter },
	})
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		var answer *http.Response
		_, err := circuit.Execute(func() (*http.Response, error) {
			var err error
			if answer, err = next.RoundTrip(r); err != nil {
				if errors.Is(r.Context().Err(), context.Canceled) {
					return nil, nil // whoever asked went away: that says nothing of the PSA
				}
				return nil, err
			}
			if answer.StatusCode == http.StatusBadGateway || answer.StatusCode == http.StatusServiceUnavailable || answer.StatusCode == http.StatusGatewayTimeout {
				return answer, errStruggles
			}
			return answer, nil
		})
		switch {
		case answer != nil:
			return answer, nil
		case err == nil:
			return nil, r.Context().Err()
		default:
			return nil, err
		}
	})
}
