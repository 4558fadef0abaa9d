package api

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/api/gate"
)

// badBytes are texts that Postgres cannot store, as they stand in an address.
var badBytes = []string{"%00", "a%00b", "%ff", "%c3%28", "%ed%a0%80"}

// TestTextThatCannotBeStoredIsRefusedWhereverItStands puts bad bytes into each path, query and body of the description.
func TestTextThatCannotBeStoredIsRefusedWhereverItStands(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	h := d.holdings(msp)
	key := bearer(d.keyForFuzz(msp))
	json := header("Content-Type", "application/json")
	table, err := gate.ReadOperations()
	require.NoError(t, err)
	placeholder := regexp.MustCompile(`\{[a-z_]+\}`)
	refused := func(method, path, body string) {
		t.Helper()
		a := d.do(method, path, body, key, json)
		require.GreaterOrEqual(t, a.StatusCode, http.StatusBadRequest, "%s %s", method, path)
		require.Less(t, a.StatusCode, http.StatusInternalServerError, "%s %s: %s", method, path, a.body)
	}
	for route, op := range table {
		method, path, _ := strings.Cut(route, " ")
		for _, bad := range badBytes {
			for _, part := range placeholder.FindAllString(path, -1) {
				refused(method, h.fill(strings.Replace(path, part, bad, 1)), "{}")
			}
			for _, p := range op.Route.Operation.Parameters {
				if p.Value.In == "query" {
					refused(method, h.fill(path)+"?"+p.Value.Name+"="+bad, "{}")
				}
			}
		}
		refused(method, h.fill(path)+"?%ff=1", "{}")
		if op.Route.Operation.RequestBody != nil {
			for _, body := range []string{"{\"name\":\"Ren\xe9\"}", "{\"\xff\":1}", "\"\xed\xa0\x80\""} {
				refused(method, h.fill(path), body)
			}
		}
	}
	require.NotContains(t, d.log.String(), `"msg":"request failed"`)
}

func TestAnOperatorsNameOfBadBytesIsRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, bad := range []string{"\x00", "\xff"} {
		a := d.operatorSignIn("Sam"+bad, "whatever it is")
		require.Less(t, a.StatusCode, http.StatusInternalServerError, a.body)
		require.GreaterOrEqual(t, a.StatusCode, http.StatusBadRequest)
	}
}
