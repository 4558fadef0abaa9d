package harness

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/stretchr/testify/require"
)

// Enters submits the number on the page of a link.
func (c *Contact) Enters(link, number string) (int, string) {
	c.desk.T.Helper()
	response, err := http.PostForm(link, url.Values{"action": {"match"}, "number": {number}})
	require.NoError(c.desk.T, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(c.desk.T, err)
	return response.StatusCode, string(body)
}

// PicksUp answers the nth call to a number, presses a key, and returns what was heard once the call says wanted.
func (c *Contact) PicksUp(number string, n int, key, wanted string) (heard string) {
	t := c.desk.T
	t.Helper()
	call := c.desk.Stack.Await(t, number, n)
	require.Eventually(t, func() bool {
		c.desk.Stack.Sandbox().Do(t, http.MethodPost, "/_sandbox/call/"+call.ID+"/keys", map[string]any{"digits": key})
		heard = c.desk.Stack.Await(t, number, n).Body
		return strings.Contains(heard, wanted)
	}, wait, 50*time.Millisecond, "the call never said %q", wanted)
	return heard
}
