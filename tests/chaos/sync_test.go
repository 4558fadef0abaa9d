package chaos

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/integrations/connectwise"
	"countersign/integrations/connectwise/connectwisetest"
	"countersign/tests/harness"
)

const (
	// syncPage is how many people ConnectWise gives at once.
	syncPage = 1000
	// syncWithin bounds a sync between two kills: a dead worker is missed after its heartbeat, 20 s.
	syncWithin = 2 * time.Minute
)

// TestAKilledWorkerLosesNoPersonAndMakesNoneTwice kills the worker that reads a whole PSA between two pages, again and again. The next worker goes on where
// the rows stand. COUNTERSIGN_SYNC_KILLS makes it longer.
func TestAKilledWorkerLosesNoPersonAndMakesNoneTwice(t *testing.T) {
	kills := setting(t, "COUNTERSIGN_SYNC_KILLS", 2)
	people := (kills + 3) * syncPage
	stack, err := harness.Start()
	require.NoError(t, err)
	defer stack.Stop()
	desk := stack.Desk(t)
	first := connected(t, stack, desk, people)

	for n := range kills {
		pages := first().Pages
		require.Eventually(t, func() bool { return first().Pages > pages }, syncWithin, 5*time.Millisecond, "pages go on")
		require.Equal(t, "running", first().Status, "kill %d is in the middle", n+1)
		kill(t, stack, "worker")
	}
	require.Eventually(t, func() bool { return first().Status == "completed" }, syncWithin, 50*time.Millisecond, "it ends")

	done := first()
	require.GreaterOrEqual(t, done.Contacts, people, "and who was in the sandbox before")
	times := everybody(t, desk, done.integration)
	require.Len(t, times, done.Contacts, "everybody is there")
	for id, n := range times {
		require.Equal(t, 1, n, id)
	}
	fetched := contactPages(t, stack)
	t.Logf("%d kills, %d people, %d pages fetched", kills, done.Contacts, fetched)
	require.LessOrEqual(t, fetched, done.Contacts/syncPage+1+kills, "pages that a kill made for nothing are fetched again, and no others")
	stack.NoViolations(t)
}

// aSync is how far a sync is.
type aSync struct {
	Status          string
	Pages, Contacts int
	integration     string
}

// connected fills the sandbox, connects it anew in the place of the demo's connection, and tells how its first sync gets on.
func connected(t *testing.T, stack *harness.Stack, desk *harness.Desk, people int) (first func() aSync) {
	t.Helper()
	reply := desk.Do(t, http.MethodPatch, "/integrations/"+desk.PSA().ID, map[string]any{"enabled": false})
	require.Equal(t, http.StatusOK, reply.Status, string(reply.Body))
	stack.Populated(t, people)
	reply = desk.Do(t, http.MethodPost, "/integrations", map[string]any{
		"kind": "connectwise", "name": "Killed", "base_url": stack.SandboxURL + "/connectwise", "credentials": map[string]string{
			connectwise.SettingCompany: connectwisetest.Company, connectwise.SettingPublicKey: connectwisetest.PublicKey,
			connectwise.SettingPrivateKey: connectwisetest.PrivateKey, connectwise.SettingClientID: connectwisetest.ClientID,
		},
	})
	require.Equal(t, http.StatusCreated, reply.Status, string(reply.Body))
	var made struct{ ID string }
	reply.Into(t, &made)
	return func() aSync {
		var list struct{ Items []aSync }
		reply, err := desk.Try(http.MethodGet, "/integrations/"+made.ID+"/syncs", nil)
		if err != nil || reply.Status != http.StatusOK {
			return aSync{}
		}
		reply.Into(t, &list)
		if len(list.Items) == 0 {
			return aSync{}
		}
		oldest := list.Items[len(list.Items)-1]
		oldest.integration = made.ID
		return oldest
	}
}

// everybody counts how often each of a PSA's people is on file.
func everybody(t *testing.T, desk *harness.Desk, integration string) map[string]int {
	t.Helper()
	times := map[string]int{}
	for cursor := ""; ; {
		var page struct {
			Items []struct {
				Sources []struct {
					IntegrationID string `json:"integration_id"`
					ExternalID    string `json:"external_id"`
				}
			}
			NextCursor string `json:"next_cursor"`
		}
		desk.Do(t, http.MethodGet, "/contacts?limit=200&cursor="+cursor, nil).Into(t, &page)
		for _, one := range page.Items {
			for _, source := range one.Sources {
				if source.IntegrationID == integration {
					times[source.ExternalID]++
				}
			}
		}
		if cursor = page.NextCursor; cursor == "" {
			return times
		}
	}
}

// contactPages counts the pages of people that were asked for.
func contactPages(t *testing.T, stack *harness.Stack) (n int) {
	t.Helper()
	var seen struct {
		Items []struct{ Method, Path string }
	}
	stack.Sandbox().Do(t, http.MethodGet, "/_sandbox/requests?provider=connectwise", nil).Into(t, &seen)
	for _, request := range seen.Items {
		path, _, _ := strings.Cut(request.Path, "?")
		if request.Method == http.MethodGet && strings.HasSuffix(path, "/company/contacts") {
			n++
		}
	}
	return n
}
