package stories

import (
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/tests/harness"
)

func TestAVerificationCostsAtMostFiveActionsAndSixteenEvents(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	call := desk.Verify(ana).BySMS()
	require.True(t, call.Check(ana.ReadsSMS(1)).Accepted)
	history := stack.History(t, "verification/"+desk.Tenant()+"/"+ana.ID)
	t.Logf("%d actions, %d events", harness.BillableActions(history), len(history.Events))
	require.LessOrEqual(t, harness.BillableActions(history), 5)
	require.LessOrEqual(t, len(history.Events), 16)
}
