package kit_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/provider"
	"countersign/integrations/httpx"
	"countersign/integrations/kit"
)

func TestOnlyWhatSaysNoIsARefusal(t *testing.T) {
	t.Parallel()
	of := func(status int, reading bool) provider.Kind {
		return kit.Failures("x").OfStatus(httpx.Answer{Status: status, Header: http.Header{}}, kit.Refusal{Reading: reading}).Kind
	}
	for status := 300; status < 500; status++ {
		switch status {
		case 400, 403, 404, 405, 406, 409, 410, 411, 412, 413, 414, 415, 422, 431:
			require.Equal(t, provider.Refused, of(status, false), status)
		case 401:
			require.Equal(t, provider.Unauthorized, of(status, false))
		case 429:
			require.Equal(t, provider.Throttled, of(status, false))
		case 303:
			require.Equal(t, provider.Ambiguous, of(status, false), "it may follow what was done")
			require.Equal(t, provider.Unavailable, of(status, true))
		default:
			require.Equal(t, provider.Unavailable, of(status, false), status)
			require.Equal(t, provider.Unavailable, of(status, true), status)
		}
	}
}
