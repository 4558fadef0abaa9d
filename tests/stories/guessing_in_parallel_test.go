package stories

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/tests/harness"
)

const (
	patience = 30 * time.Second
	tick     = 50 * time.Millisecond
)

func TestTwoHundredWrongGuessesAtOnceGetFiveVerdicts(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	call := desk.Verify(ana).BySMS()
	right := ana.ReadsSMS(1)
	wrong := other(right)
	replies := parallel(200, func(int) harness.Reply { return call.TryCheck(wrong) })
	require.LessOrEqual(t, count(replies, http.StatusOK), 5)
	for call.Now().Status == "pending" { // overflow was refused without a verdict: use the rest up
		call.TryCheck(wrong)
	}
	require.Equal(t, "denied", call.Now().Status)
	require.Equal(t, "too_many_attempts", call.TryCheck(right).Code(t))
	require.False(t, ana.Shields()["mobile"].Green())
	for _, reply := range replies {
		require.Less(t, reply.Status, 500, string(reply.Body))
	}
}

func TestTwoHundredRightCodesAtOnceSucceedOnce(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	call := desk.Verify(ana).BySMS()
	right := ana.ReadsSMS(1)
	replies := parallel(200, func(int) harness.Reply { return call.TryCheck(right) })
	require.Equal(t, 1, count(replies, http.StatusOK))
	require.Equal(t, "approved", call.Now().Status)
}

// TestNothingResetsTheGuessesOfAnHour guesses through everything that could be thought to begin anew.
func TestNothingResetsTheGuessesOfAnHour(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	desk.Policy(map[string]any{"send_pauses_seconds": []int{0, 0, 0, 0}, "sends_per_number": 20, "guesses_per_hour": 6})
	ana := desk.Contact("Ana Torres")

	first := desk.Verify(ana).BySMS()
	guess := func(call *harness.Call, code string) harness.Reply { return call.TryCheck(other(code)) }
	require.Equal(t, http.StatusOK, guess(first, ana.ReadsSMS(1)).Status)
	require.Equal(t, http.StatusOK, first.SendAgain("sms_code").Status)
	require.Equal(t, http.StatusOK, guess(first, ana.ReadsSMS(2)).Status)
	require.Equal(t, http.StatusOK, first.SendAgain("email_code").Status)
	require.Equal(t, http.StatusOK, guess(first, ana.ReadsEmail(1)).Status)
	require.Equal(t, 2, first.Now().AttemptsRemaining, "resend and another channel keep the count")
	require.Equal(t, http.StatusOK, first.Cancel().Status)

	second := desk.Verify(ana).BySMS()
	code := ana.ReadsSMS(3)
	for range 3 {
		require.Equal(t, http.StatusOK, guess(second, code).Status)
	}
	refused := guess(second, code)
	require.Equal(t, http.StatusTooManyRequests, refused.Status, "six in this hour")
	require.Equal(t, "rate_limited", refused.Code(t))
	require.NotEmpty(t, refused.Header.Get("Retry-After"))
	require.Equal(t, http.StatusTooManyRequests, second.TryCheck(code).Status, "not even the right code")
	require.False(t, ana.Shields()["mobile"].Green())
}
