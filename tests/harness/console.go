package harness

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// Console is a caller who is signed in to the console, as the Admin of the stack.
func (s *Stack) Console(t testing.TB) *Caller {
	t.Helper()
	visitor := NewCaller(s.APIURL+"/v1", "").With("Origin", s.APIURL)
	reply := visitor.Do(t, http.MethodPost, "/session", map[string]any{"email": s.ConsoleEmail, "password": s.ConsolePassword})
	require.Equal(t, http.StatusOK, reply.Status, string(reply.Body))
	cookies := (&http.Response{Header: reply.Header}).Cookies()
	require.NotEmpty(t, cookies)
	// A cookie jar keeps Secure cookies from plain http.
	signedIn := visitor
	for _, cookie := range cookies {
		signedIn = signedIn.With("Cookie", cookie.Name+"="+cookie.Value)
	}
	return signedIn
}
