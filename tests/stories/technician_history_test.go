package stories

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	commonpb "go.temporal.io/api/common/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/api/proxy"

	"countersign/tests/harness"
	"countersign/workflows/sealed"
)

// runOfRequest is the workflow id of a technician verification, which holds a keyed hash.
func runOfRequest(t *testing.T, request string) (id string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), stack.OwnerDatabaseURL)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	require.NoError(t, conn.QueryRow(t.Context(), `SELECT 'technician-verification/' || tenant_id || '/' || encode(point_index, 'hex') FROM technician_verifications WHERE id = $1`, request).Scan(&id))
	return id
}

// runsOutSoon makes a request's time nearly up. Its run hears of that when it looks at the row again.
func runsOutSoon(t *testing.T, request string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), stack.OwnerDatabaseURL)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	changed, err := conn.Exec(t.Context(), `UPDATE technician_verifications SET expires_at = now() + interval '1 second' WHERE id = $1`, request)
	require.NoError(t, err)
	require.EqualValues(t, 1, changed.RowsAffected())
}

// arrived waits until the client's nth message of a request is at our door: texts overtake each other on their way.
func arrived(t *testing.T, desk *harness.Desk, request string, n int) {
	t.Helper()
	require.Eventually(t, func() bool {
		var shown struct{ Messages []struct{ Direction string } }
		desk.Do(t, http.MethodGet, "/technician-verifications/"+request, nil).Into(t, &shown)
		inbound := 0
		for _, m := range shown.Messages {
			if m.Direction == "inbound" {
				inbound++
			}
		}
		return inbound == n
	}, patience, tick, "message %d", n)
}

func TestARequestRunsOut(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	ana.Texts("#verify")
	request := ana.AwaitRequest("waiting")
	codeOf(t, ana.Mobile, 1)
	runsOutSoon(t, request.ID)
	ana.Texts("#confirm") // which has no effect: no technician has claimed it
	ana.AwaitRequest("expired")
	require.Equal(t, "already_closed", desk.TryCode(request.ID).Code(t))
	require.Len(t, stack.Messages(t, ana.Mobile), 1, "a request that ran out says nothing")
	ana.Texts("#verify")
	codeOf(t, ana.Mobile, 2)
	require.Equal(t, 2, ana.Requests(), "another question opens another one")
}

// The provider takes the text and its answer is lost: it is looked for, and the client gets one code.
func TestACodeWhoseReceiptWasLostIsNotTextedTwice(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	stack.Fault(t, "twilio", "accept_then_drop", ana.Mobile, 1)
	ana.Texts("#verify")
	request := ana.AwaitRequest("waiting")
	code := codeOf(t, ana.Mobile, 1)
	require.Equal(t, code, shown(t, desk, request.ID))
	desk.Claim(request.ID, "48213")
	require.Contains(t, stack.Await(t, ana.Mobile, 2).Body, "about to read you", "the second text is the next one")
	require.Len(t, stack.Messages(t, ana.Mobile), 2)
}

// The worker dies while the client answers; the run gets the answer afterwards. This test is not parallel: it kills the shared worker.
func TestARequestOutlivesTheWorker(t *testing.T) {
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	ana.Texts("#verify")
	codeOf(t, ana.Mobile, 1)
	request := ana.AwaitRequest("waiting")
	desk.Claim(request.ID, "48213")
	stack.Await(t, ana.Mobile, 2)
	require.NoError(t, stack.Reload())
	worker := stack.PIDs["worker"]
	require.Positive(t, worker)
	require.NoError(t, syscall.Kill(worker, syscall.SIGKILL))
	ana.Texts("#deny")
	ana.AwaitRequest("denied")
	require.Contains(t, stack.Await(t, ana.Mobile, 3).Body, "call the number you know")
	require.NoError(t, stack.Reload())
	require.NotEqual(t, worker, stack.PIDs["worker"], "it was another one")
	require.Len(t, stack.Messages(t, ana.Mobile), 3)
	desk.ReadsAlert(desk.Client, "not matching")
}

// Even who has our keys finds no code, number or name of a client in the history of a request, nor who reads our logs.
func TestNoCodeStandsInHistoryOrLogs(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	zebulon := desk.Contact("Zebulon Quackenbush")
	zebulon.Texts("#verify")
	first := codeOf(t, zebulon.Mobile, 1)
	request := zebulon.AwaitRequest("waiting")
	shown(t, desk, request.ID)
	desk.Claim(request.ID, aTicket(t))
	zebulon.Texts("#verify")
	stack.Await(t, zebulon.Mobile, 2)
	second := codeOf(t, zebulon.Mobile, 3)
	desk.Claim(request.ID, aTicket(t))
	stack.Await(t, zebulon.Mobile, 4)
	zebulon.Texts("#confirm")
	zebulon.AwaitRequest("confirmed")
	stack.Await(t, zebulon.Mobile, 5)

	places := map[string]string{"history": opened(t, stack.History(t, runOfRequest(t, request.ID)))}
	require.Contains(t, places["history"], request.ID, "the search must be able to find something")
	logs, err := filepath.Glob(filepath.Join(stack.Dir, "logs", "*.log"))
	require.NoError(t, err)
	for _, log := range logs {
		if filepath.Base(log) == "sandbox.log" { // the sandbox plays the outside world
			continue
		}
		raw, err := os.ReadFile(log)
		require.NoError(t, err)
		places[filepath.Base(log)] = string(raw)
	}
	require.Greater(t, len(places), 2)
	for place, content := range places {
		for _, code := range []string{first, second} {
			require.False(t, regexp.MustCompile(`(^|[^0-9a-f.])`+code+`([^0-9a-f]|$)`).MatchString(content), "a code stands in %s", place)
		}
		for _, secret := range []string{zebulon.Mobile[2:], "Quackenbush", zebulon.Email} {
			require.False(t, strings.Contains(content, secret), "%s stands in %s", secret, place)
		}
	}
}

// opened is everything in a history, in clear.
func opened(t *testing.T, history *historypb.History) string {
	t.Helper()
	var clear strings.Builder
	codec := sealed.NewCodec(ringAt(t, stack.KeysFile))
	require.NoError(t, proxy.VisitPayloads(t.Context(), history, proxy.VisitPayloadsOptions{
		SkipSearchAttributes: true,
		Visitor: func(_ *proxy.VisitPayloadsContext, payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
			decoded, err := codec.Decode(payloads)
			if err != nil {
				decoded = payloads // never sealed: Temporal's own
			}
			for _, p := range decoded {
				clear.Write(append(p.Data, '\n'))
			}
			return payloads, nil
		},
	}))
	return clear.String() + history.String()
}
