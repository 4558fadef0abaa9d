package stories

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSendingAgainWaitsItsPause(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	call := desk.Verify(ana).BySMS()
	reply := call.SendAgain("sms_code")
	require.Equal(t, http.StatusTooManyRequests, reply.Status)
	require.Equal(t, "send_limit", reply.Code(t))
	require.NotEmpty(t, reply.Header.Get("Retry-After"))
	require.True(t, call.Check(ana.ReadsSMS(1)).Accepted, "the first code stays good")
}

func TestANewSendVoidsTheOldCodeAndRenewsTheTime(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	desk.Policy(map[string]any{"send_pauses_seconds": []int{0, 0, 0, 0}})
	ana := desk.Contact("Ana Torres")
	call := desk.Verify(ana).BySMS()
	old := ana.ReadsSMS(1)
	require.Equal(t, http.StatusOK, call.SendAgain("email_code").Status)
	fresh := ana.ReadsEmail(1)
	require.True(t, call.Now().ExpiresAt.After(call.ExpiresAt))
	require.False(t, call.Check(old).Accepted)
	require.True(t, call.Check(fresh).Accepted)
	require.Equal(t, "low", call.Now().Assurance, "what the person proved is the mailbox")
	require.True(t, ana.Shields()["email"].Green())
	require.False(t, ana.Shields()["mobile"].Green())
}

func TestAVerificationHasFiveSends(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	desk.Policy(map[string]any{"send_pauses_seconds": []int{0, 0, 0, 0}, "sends_per_number": 20})
	ana := desk.Contact("Ana Torres")
	call := desk.Verify(ana).BySMS()
	for n := 2; n <= 5; n++ {
		stack.Await(t, ana.Mobile, n-1)
		require.Equal(t, http.StatusOK, call.SendAgain("sms_code").Status)
	}
	reply := call.SendAgain("sms_code")
	require.Equal(t, http.StatusTooManyRequests, reply.Status)
	require.Equal(t, "send_limit", reply.Code(t))
	require.Len(t, stack.Messages(t, ana.Mobile), 5)
}

func TestANumberHasFiveSendsInAQuarterOfAnHour(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	for range 5 {
		call := desk.Verify(ana).BySMS()
		require.Equal(t, http.StatusOK, call.Cancel().Status)
	}
	reply := desk.Verify(ana).Try("sms_code")
	require.Equal(t, http.StatusTooManyRequests, reply.Status)
	require.Equal(t, "send_limit", reply.Code(t))
	require.NotEmpty(t, reply.Header.Get("Retry-After"))
}
