package stories

import (
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/tests/harness"
)

func TestASecondRequestJoinsTheOpenVerification(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	first := desk.Verify(ana).BySMS()
	reply := desk.Verify(ana).Try("email_code")
	require.Equal(t, http.StatusOK, reply.Status)
	var second harness.Verification
	reply.Into(t, &second)
	require.True(t, second.Joined)
	require.Equal(t, first.ID, second.ID)
	require.Equal(t, first.Leader, second.Leader)
	require.Empty(t, stack.Messages(t, ana.Email), "joining sends nothing")
}

func TestTwentyRequestsAtOnceOpenOneVerification(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	replies := parallel(20, func(int) harness.Reply { return desk.Verify(ana).Try("sms_code") })
	opened := map[string]bool{}
	for _, reply := range replies {
		var v harness.Verification
		require.Less(t, reply.Status, 300, string(reply.Body))
		reply.Into(t, &v)
		opened[v.ID] = true
	}
	require.Len(t, opened, 1)
	require.Equal(t, 1, count(replies, http.StatusCreated))
	stack.Await(t, ana.Mobile, 1)
	require.Len(t, stack.Messages(t, ana.Mobile), 1)
}

func TestARepeatedRequestIsAnsweredAgainAndDoneOnce(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	keyed := desk.With("Idempotency-Key", "call-"+ana.ID)
	body := map[string]any{"contact_id": ana.ID, "channel": "sms_code"}
	first, again := keyed.Do(t, http.MethodPost, "/verifications", body), keyed.Do(t, http.MethodPost, "/verifications", body)
	require.Equal(t, http.StatusCreated, first.Status)
	require.Equal(t, http.StatusCreated, again.Status)
	require.JSONEq(t, string(first.Body), string(again.Body))
	body["channel"] = "email_code"
	clash := keyed.Do(t, http.MethodPost, "/verifications", body)
	require.Equal(t, http.StatusConflict, clash.Status)
	require.Equal(t, "idempotency_conflict", clash.Code(t))

	check := desk.With("Idempotency-Key", "check-"+ana.ID)
	path := "/verifications/" + first.JSON(t)["id"].(string) + "/check"
	wrong := map[string]any{"code": other(ana.ReadsSMS(1))}
	for range 3 {
		require.EqualValues(t, 4, check.Do(t, http.MethodPost, path, wrong).JSON(t)["attempts_remaining"], "a repetition is not another guess")
	}
}

// parallel runs n calls at once and returns their replies.
func parallel(n int, do func(i int) harness.Reply) []harness.Reply {
	replies := make([]harness.Reply, n)
	var start, done sync.WaitGroup
	start.Add(1)
	for i := range n {
		done.Go(func() {
			start.Wait()
			replies[i] = do(i)
		})
	}
	start.Done()
	done.Wait()
	return replies
}

func count(replies []harness.Reply, status int) int {
	n := 0
	for _, r := range replies {
		if r.Status == status {
			n++
		}
	}
	return n
}
