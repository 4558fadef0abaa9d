package connect

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/sony/gobreaker/v2"
	"github.com/stretchr/testify/require"
)

// ask makes one request through a transport.
func ask(ctx context.Context, through http.RoundTripper) (int, error) {
	answer, err := through.RoundTrip(httptest.NewRequest(http.MethodGet, "https://psa.example/", nil).WithContext(ctx))
	if err != nil {
		return 0, err
	}
	return answer.StatusCode, answer.Body.Close()
}

func TestAPSAThatStrugglesIsLeftAlone(t *testing.T) {
	t.Parallel()
	asked := 0
	through := breaker("one", roundTripper(func(*http.Request) (*http.Response, error) {
		asked++
		recorder := httptest.NewRecorder()
		recorder.WriteHeader(http.StatusServiceUnavailable)
		return recorder.Result(), nil
	}))
	for range brokenAfter {
		status, err := ask(t.Context(), through)
		require.NoError(t, err, "the answer itself is passed on")
		require.Equal(t, http.StatusServiceUnavailable, status)
	}
	_, err := ask(t.Context(), through)
	require.ErrorIs(t, err, gobreaker.ErrOpenState)
	require.Equal(t, brokenAfter, asked)
}

func TestWhoeverGoesAwayAndWhatIsRefusedSayNothingOfThePSA(t *testing.T) {
	t.Parallel()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	status := http.StatusTooManyRequests
	through := breaker("one", roundTripper(func(r *http.Request) (*http.Response, error) {
		if r.Context().Err() != nil {
			return nil, errors.New("cancelled")
		}
		recorder := httptest.NewRecorder()
		recorder.WriteHeader(status)
		return recorder.Result(), nil
	}))
	for range 3 * brokenAfter {
		_, err := ask(gone, through)
		require.ErrorIs(t, err, context.Canceled)
		got, err := ask(t.Context(), through)
		require.NoError(t, err)
		require.Equal(t, status, got)
	}
}
