package stories

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/tests/harness"
)

// latest is what the connection's newest sync came to.
type latest struct{ ID, Status, Mode string }

func latestSync(t *testing.T, desk *harness.Desk, integration string) latest {
	t.Helper()
	var page struct{ Items []latest }
	desk.Do(t, http.MethodGet, "/integrations/"+integration+"/syncs?limit=1", nil).Into(t, &page)
	require.NotEmpty(t, page.Items)
	return page.Items[0]
}

// callbacks counts whom ConnectWise calls at an address.
func callbacks(t *testing.T, address string) (n int) {
	t.Helper()
	var rows []struct{ URL string }
	atThePSA().Do(t, http.MethodGet, "/system/callbacks?pageSize=1000", nil).Into(t, &rows)
	for _, row := range rows {
		if row.URL == address {
			n++
		}
	}
	return n
}

// This test is not parallel: the others find the people of one connection.
func TestADisconnectedPSACallsNoMore(t *testing.T) {
	desk := stack.Desk(t)
	reply := desk.Do(t, http.MethodPost, "/integrations", map[string]any{
		"kind": "connectwise", "name": "Second ConnectWise " + desk.Company[24:], "base_url": stack.SandboxURL + "/connectwise", "credentials": credentials,
	})
	require.Equal(t, http.StatusCreated, reply.Status, string(reply.Body))
	made := reply.JSON(t)
	address := made["webhook_url"].(string)
	require.Eventually(t, func() bool { return callbacks(t, address) == 2 }, time.Minute, 50*time.Millisecond, "people and companies")
	require.Eventually(t, func() bool { return latestSync(t, desk, made["id"].(string)).Status == "completed" }, time.Minute, 50*time.Millisecond)
	require.Equal(t, http.StatusNoContent, desk.Do(t, http.MethodDelete, "/integrations/"+made["id"].(string), nil).Status)
	require.Zero(t, callbacks(t, address))
}

// A person's number changes in ConnectWise, and it calls: the shield is gone within seconds without a requested sync. This test is not parallel:
// the others ask for syncs of the same PSA.
func TestAChangeThatThePSATellsOfTakesTheShieldAtOnce(t *testing.T) {
	desk := stack.Desk(t)
	cw := desk.PSA()
	company := stack.Populated(t, 8)
	cw.SyncUntil(func() bool { return len(cw.PeopleOf(company)) == 8 }, "8 people")
	ana := reachable(t, cw.PeopleOf(company))
	call := desk.Verify(desk.AsContact(ana)).BySMS()
	call.Check(desk.AsContact(ana).ReadsSMS(1))
	require.True(t, desk.Synced(ana.ID).Green("mobile"))
	require.Eventually(t, func() bool { return latestSync(t, desk, cw.ID).Status == "completed" }, time.Minute, 50*time.Millisecond)
	before := latestSync(t, desk, cw.ID)

	theirs := harness.NewPerson("Mallory").Mobile
	changesMobile(t, ana, theirs)
	require.Eventually(t, func() bool { return desk.Synced(ana.ID).Mobile == theirs }, time.Minute, 50*time.Millisecond, "ConnectWise called")
	require.False(t, desk.Synced(ana.ID).Green("mobile"))
	after := latestSync(t, desk, cw.ID)
	require.NotEqual(t, before.ID, after.ID)
	require.Equal(t, "incremental", after.Mode)

	forged := harness.NewCaller(stack.APIURL, "").Do(t, http.MethodPost, "/webhooks/connectwise/"+cw.ID, map[string]any{
		"Action": "updated", "Type": "contact", "ID": 201, "Metadata": map[string]string{"key_url": stack.SandboxURL + "/connectwise/x"},
	})
	require.Equal(t, http.StatusForbidden, forged.Status, string(forged.Body))
}
