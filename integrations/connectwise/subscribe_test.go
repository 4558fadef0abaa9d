package connectwise_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/integration"
	"countersign/integrations/connectwise/connectwisetest"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
)

const door = "https://desk.example/webhooks/connectwise/018f3f5e-7a3c-7c1e-9d4e-6f1c2b3a4d5e"

// callbacks are those that the fake keeps, by their type.
func (d *desk) callbacks(t *testing.T) map[string]map[string]any {
	t.Helper()
	found := map[string]map[string]any{}
	for _, row := range d.asMember(t, http.MethodGet, "/system/callbacks", "") {
		found[row["type"].(string)] = row
	}
	return found
}

// asMember asks the fake's API as any client may.
func (d *desk) asMember(t *testing.T, method, path, body string) (rows []map[string]any) {
	t.Helper()
	req, err := http.NewRequestWithContext(contract.Soon(t), method, d.config.BaseURL+"/v2026_4/apis/3.0"+path, strings.NewReader(body))
	require.NoError(t, err)
	req.SetBasicAuth(connectwisetest.Company+"+"+connectwisetest.PublicKey, connectwisetest.PrivateKey)
	req.Header.Set("clientId", connectwisetest.ClientID)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Content-Type", "application/json")
	answer, err := d.config.HTTP.Do(req)
	require.NoError(t, err)
	defer answer.Body.Close()
	require.Less(t, answer.StatusCode, 300)
	if method == http.MethodGet {
		require.NoError(t, json.NewDecoder(answer.Body).Decode(&rows))
	}
	return rows
}

func TestSubscribingTwiceIsSubscribingOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for range 3 {
		require.NoError(t, d.Subscribe(contract.Soon(t), door))
	}
	rows := d.asMember(t, http.MethodGet, "/system/callbacks", "")
	require.Len(t, rows, 2)
	for _, of := range []string{"contact", "company"} {
		row := d.callbacks(t)[of]
		require.Equal(t, []any{door, "owner", float64(1), false}, []any{row["url"], row["level"], row["objectId"], row["inactiveFlag"]})
	}
	d.NoViolations(t)
}

func TestASubscriptionIsMended(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.asMember(t, http.MethodPost, "/system/callbacks", `{"url":"https://somebody.else.example/hook","type":"contact","level":"owner","objectId":1,"description":"Another integration"}`)
	require.NoError(t, d.Subscribe(contract.Soon(t), door))
	d.asMember(t, http.MethodPatch, "/system/callbacks/2", `[{"op":"replace","path":"inactiveFlag","value":true}]`)
	require.NoError(t, d.Subscribe(contract.Soon(t), door))
	require.Equal(t, false, d.callbacks(t)["contact"]["inactiveFlag"], "ConnectWise switched it off")

	const moved = "https://new.example/webhooks/connectwise/018f3f5e-7a3c-7c1e-9d4e-6f1c2b3a4d5e"
	require.NoError(t, d.Subscribe(contract.Soon(t), moved))
	require.Len(t, d.asMember(t, http.MethodGet, "/system/callbacks", ""), 3, "it follows us to another address, and those of others stay")
	require.Equal(t, moved, d.callbacks(t)["company"]["url"])

	require.NoError(t, d.Subscribe(contract.Soon(t), moved+"0"))
	require.Len(t, d.asMember(t, http.MethodGet, "/system/callbacks", ""), 5, "another connection has its own")
	d.NoViolations(t)
}

func TestUnsubscribingLeavesOthersAlone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	require.NoError(t, d.Unsubscribe(contract.Soon(t), door), "there is nothing to do")
	require.NoError(t, d.Subscribe(contract.Soon(t), door))
	require.NoError(t, d.Subscribe(contract.Soon(t), door+"0"))
	require.NoError(t, d.Unsubscribe(contract.Soon(t), door))
	rows := d.asMember(t, http.MethodGet, "/system/callbacks", "")
	require.Len(t, rows, 2)
	for _, row := range rows {
		require.Equal(t, door+"0", row["url"])
	}
	d.NoViolations(t)
}

func TestSubscribingSaysWhyItFailed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Fake.Revoke(true)
	require.Error(t, d.Subscribe(contract.Soon(t), door))
	client := answering(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			_, _ = w.Write([]byte(`[]`))
			return
		}
		w.WriteHeader(http.StatusForbidden)
	})
	require.Contains(t, integration.Problem(client.Subscribe(contract.Soon(t), door)), "Table Setup: Add, Edit and Delete (All)", "the right by its name")
}

// What ConnectWise tells is believed, by the key that it keeps itself.
func TestAChangeIsToldAndBelieved(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var mu sync.Mutex
	var came []string
	refusing := true
	ours := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		if refusing || err != nil { // it comes again
			refusing = false
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		heard, err := d.VerifyWebhook(r.Context(), integration.WebhookRequest{Header: r.Header, Body: body, At: time.Now()})
		if err != nil || !heard.People {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		came = append(came, r.URL.Query().Get("action")+" "+r.URL.Query().Get("id"))
		w.WriteHeader(http.StatusNoContent)
	}))
	t.Cleanup(ours.Close)
	require.NoError(t, d.Subscribe(contract.Soon(t), ours.URL+"/webhooks/connectwise/1"))
	await := func(what string) {
		require.Eventually(t, func() bool {
			mu.Lock()
			defer mu.Unlock()
			return len(came) > 0 && came[len(came)-1] == what
		}, 20*time.Second, 10*time.Millisecond, what)
	}
	d.asMember(t, http.MethodPatch, "/company/contacts/201/communications/2011", `[{"op":"replace","path":"value","value":"+14155550177"}]`)
	await("updated 201")
	company, err := d.Fake.AddCompany("Harbor Dental")
	require.NoError(t, err)
	await("added " + company)
	ada, err := d.Fake.AddContact(fake.Person{CompanyID: company, First: "Ada"})
	require.NoError(t, err)
	await("added " + ada)
	require.NoError(t, d.Fake.DropContact(ada))
	await("deleted " + ada)
	d.NoViolations(t)
}

func TestASignatureOfNoLengthIsNone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, signature := range []string{"", base64.StdEncoding.EncodeToString([]byte("x"))} {
		_, err := d.VerifyWebhook(contract.Soon(t), integration.WebhookRequest{Header: http.Header{"X-Content-Signature": {signature}}, Body: told(d.config.BaseURL + "/k"), At: time.Now()})
		require.ErrorIs(t, err, integration.ErrNotAuthentic)
	}
}
