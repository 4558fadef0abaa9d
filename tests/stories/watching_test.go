package stories

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/tests/harness"
)

// colleague opens another seat at the same desk, with a key of its own.
func colleague(desk *harness.Desk) *harness.Desk {
	second := *desk
	second.Caller = desk.Seat("contacts:read", "verifications:read", "verifications:write")
	return &second
}

func TestASecondTechnicianWatchesAndIsWarned(t *testing.T) {
	t.Parallel()
	first := stack.Desk(t)
	second := colleague(first)
	ana := first.Contact("Ana Torres")
	call := first.Verify(ana).BySMS()

	reply := second.Verify(ana).Try("sms_code")
	require.Equal(t, http.StatusOK, reply.Status)
	tree := reply.JSON(t)
	require.Equal(t, true, tree["joined"])
	require.Equal(t, false, tree["leading"])
	require.Equal(t, call.Leader, tree["leader"])
	require.Contains(t, tree["warning"], "another call")

	code := ana.ReadsSMS(1)
	for path, body := range map[string]any{"check": map[string]any{"code": code}, "send": map[string]any{"channel": "sms_code"}, "cancel": nil} {
		refused := second.Do(t, http.MethodPost, "/verifications/"+call.ID+"/"+path, body)
		require.Equal(t, http.StatusForbidden, refused.Status, path)
		require.Equal(t, "watching", refused.Code(t), path)
	}
	require.Equal(t, 5, call.Now().AttemptsRemaining, "a watcher spends no attempts")
	require.True(t, call.Check(code).Accepted)
	require.Equal(t, first.Verify(ana).ByEmail().Leader, call.Leader)
}
