package problem_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/problem"
)

func TestTableIsComplete(t *testing.T) {
	t.Parallel()
	seen := map[problem.Code]bool{}
	last := 0
	for _, row := range problem.Table {
		require.False(t, seen[row.Code], "%s twice", row.Code)
		seen[row.Code] = true
		require.NotEmpty(t, http.StatusText(row.Status), row.Code)
		require.GreaterOrEqual(t, row.Status, 400, row.Code)
		require.GreaterOrEqual(t, row.Status, last, "%s is out of order", row.Code)
		last = row.Status
		require.NotEmpty(t, row.Title, row.Code)
		require.NotEmpty(t, row.Detail, row.Code)
		require.Regexp(t, `^[a-z]+(_[a-z]+)*$`, string(row.Code))
	}
}

// Clients branch on these: a changed status is a broken contract.
func TestStatusesAreStable(t *testing.T) {
	t.Parallel()
	for code, status := range map[problem.Code]int{
		"not_found": 404, "invalid_code_format": 422, "channel_unavailable": 409, "note_required": 422, "too_many_attempts": 409,
		"send_limit": 429, "rate_limited": 429, "already_closed": 409, "closing": 409, "idempotency_conflict": 409,
		"template_invalid": 422, "country_not_allowed": 409, "invalid_request": 400, "validation_failed": 422, "unauthorized": 401,
		"forbidden": 403, "method_not_allowed": 405, "watching": 403, "wrong_credentials": 401, "unsupported": 415, "too_large": 413, "conflict": 409,
		"spend_limit": 429, "internal": 500, "unavailable": 503, "psa_unavailable": 502, "token_invalid": 410, "origin_refused": 403, "totp_required": 403, "step_up_required": 401, "sender_not_yours": 409, "pod_elsewhere": 401,
	} {
		e := problem.New(code, "")
		require.Equal(t, code, e.Code)
		require.Equal(t, status, e.Status, code)
	}
	require.Len(t, problem.Table, 32)
}

func TestUnknownCodeIsOurMistake(t *testing.T) {
	t.Parallel()
	require.Equal(t, 500, problem.New("no_such_code", "").Status)
}

func TestFromHidesForeignErrors(t *testing.T) {
	t.Parallel()
	require.Nil(t, problem.From(nil))
	foreign := problem.From(errors.New("pq: password=hunter2"))
	require.Equal(t, problem.Internal, foreign.Code)
	require.NotContains(t, foreign.Detail, "hunter2")

	wrapped := fmt.Errorf("starting: %w", problem.New(problem.Closing, ""))
	require.Equal(t, problem.Closing, problem.From(wrapped).Code)
	require.ErrorIs(t, wrapped, problem.New(problem.Closing, "another detail"))
	require.NotErrorIs(t, wrapped, problem.New(problem.Conflict, ""))
}

func TestErrorTextHoldsNothingOfTheClient(t *testing.T) {
	t.Parallel()
	e := problem.Invalid(problem.ValidationFailed, problem.Field{Field: "email", Message: "ana@northwind.example is not an address"})
	e.Detail = "ana@northwind.example"
	require.NotContains(t, e.Error(), "ana")
}

func TestBody(t *testing.T) {
	t.Parallel()
	body, err := json.Marshal(problem.Later(problem.SendLimit, 29*time.Second+time.Millisecond))
	require.NoError(t, err)
	require.JSONEq(t, `{"type":"urn:countersign:problem:send_limit","title":"Not yet: messages to this person are limited","status":429,
		"code":"send_limit","detail":"Wait for the pause to end, or choose another way.","retry_after":30}`, string(body))

	body, err = json.Marshal(problem.Invalid(problem.ValidationFailed, problem.Field{Field: "name", Message: "Give a name."}))
	require.NoError(t, err)
	require.JSONEq(t, `{"type":"urn:countersign:problem:validation_failed","title":"Something is not right yet","status":422,
		"code":"validation_failed","detail":"Fix the fields named and try again.","fields":[{"field":"name","message":"Give a name."}]}`, string(body))
}
