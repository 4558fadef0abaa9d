package stories

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/tests/harness"
)

func TestEvidenceIsCheckedOfflineAndTamperingIsNamed(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	call := desk.Verify(ana).BySMS()
	code := ana.ReadsSMS(1)
	call.Check(other(code))
	require.True(t, call.Check(code).Accepted)
	require.Eventually(t, func() bool { return call.Now().Sends[0].Status == "delivered" }, patience, tick)

	evidence := desk.Do(t, http.MethodGet, "/verifications/"+call.ID+"/evidence", nil)
	require.Equal(t, http.StatusOK, evidence.Status)
	for what, secret := range map[string]string{"code": code, "number": ana.Mobile, "name": "Torres", "e-mail": ana.Email} {
		require.NotContains(t, string(evidence.Body), secret, what)
	}
	out, err := stack.Countersign(t, "evidence", "verify", harness.File(t, "evidence.json", evidence.Body))
	require.NoError(t, err, out)
	require.Contains(t, out, "yes")

	for from, to := range map[string]string{`\"approved\"`: `\"denied\"`, `\"max_attempts\":5`: `\"max_attempts\":4`, `"approved"`: `"denied"`, `"max_attempts":5`: `"max_attempts":4`} {
		tampered := strings.Replace(string(evidence.Body), from, to, 1)
		if tampered == string(evidence.Body) {
			continue
		}
		out, err := stack.Countersign(t, "evidence", "verify", harness.File(t, "tampered.json", []byte(tampered)))
		require.Error(t, err, "%s -> %s went unnoticed: %s", from, to, out)
		require.Contains(t, out, "no:")
	}
}

func TestErasingAPersonLeavesTheEvidenceValid(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana of " + desk.Client) // who comes under an erased person's name cools off, wherever they come
	call := desk.Verify(ana).ByEmail()
	require.True(t, call.Check(ana.ReadsEmail(1)).Accepted)
	require.Equal(t, http.StatusNoContent, desk.Do(t, http.MethodDelete, "/contacts/"+ana.ID, nil).Status)
	require.Equal(t, http.StatusNotFound, desk.Do(t, http.MethodGet, "/contacts/"+ana.ID, nil).Status)
	evidence := desk.Do(t, http.MethodGet, "/verifications/"+call.ID+"/evidence", nil)
	require.Equal(t, http.StatusOK, evidence.Status, string(evidence.Body))
	out, err := stack.Countersign(t, "evidence", "verify", harness.File(t, "evidence.json", evidence.Body))
	require.NoError(t, err, out)
}
