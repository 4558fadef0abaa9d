package sandbox_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/connectwise"
	"countersign/integrations/connectwise/connectwisetest"
	"countersign/integrations/fake"
)

// psa is a client of the sandbox's ConnectWise.
func (d *desk) psa(t *testing.T) *connectwise.Client {
	t.Helper()
	client, err := connectwise.New(connectwise.Config{
		BaseURL: d.url + "/connectwise", Company: connectwisetest.Company, PublicKey: connectwisetest.PublicKey, PrivateKey: connectwisetest.PrivateKey,
		ClientID: connectwisetest.ClientID, HTTP: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 10 * time.Second},
	})
	require.NoError(t, err)
	return client
}

func TestWhatIsWrittenIntoATicketIsShownAndKept(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	client := d.psa(t)
	require.NoError(t, client.Check(soon(t)))
	made, err := client.Create(soon(t), ticket.New{Reference: "CS-1", Summary: "A call", Description: "From Ana.", CompanyID: "19"})
	require.NoError(t, err)
	_, err = client.AddNote(soon(t), made.ID, ticket.Note{Reference: "CS-2", Text: "Verified.", Internal: true})
	require.NoError(t, err)
	_, err = client.Attach(soon(t), made.ID, ticket.Attachment{Reference: "CS-3", Name: "photo.jpg", Bytes: []byte("x")})
	require.NoError(t, err)
	require.NoError(t, client.SetStatus(soon(t), made.ID, "SMS received"))

	path := "/_sandbox/psa/connectwise/tickets/" + made.ID
	var before, after fake.Written
	require.Equal(t, http.StatusOK, d.ask(t, http.MethodGet, path, "", &before))
	require.Equal(t, []string{"A call", "From Ana.", "19", "SMS received"}, []string{before.Summary, before.Description, before.CompanyID, before.Status})
	require.Equal(t, []string{"From Ana.", "Verified.\n\nCS-2"}, []string{before.Notes[0].Text, before.Notes[1].Text})
	require.Equal(t, "photo.jpg CS-3", before.Files[0].Title)
	d.stop()
	d.open(t)
	require.Equal(t, http.StatusOK, d.ask(t, http.MethodGet, path, "", &after))
	require.Equal(t, before, after)
	for _, none := range []string{"7", "x"} {
		require.Equal(t, http.StatusNotFound, d.ask(t, http.MethodGet, "/_sandbox/psa/connectwise/tickets/"+none, "", nil))
	}
	d.noViolations(t)
}

func TestThePSAIsPopulated(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const path, asked = "/_sandbox/psa/connectwise/populate", `{"companies":3,"contacts":20,"tickets":5,"seed":1}`
	var first, again fake.Populated
	require.Equal(t, http.StatusOK, d.ask(t, http.MethodPost, path, asked, &first))
	require.NotEqual(t, first.Contacts.First, first.Contacts.Last)
	require.Equal(t, http.StatusOK, d.ask(t, http.MethodPost, path, asked, &again))
	require.Equal(t, first, again)
	read, err := d.psa(t).Ticket(soon(t), first.Tickets.Last)
	require.NoError(t, err)
	require.NotEmpty(t, read.Company)
	for _, wrong := range []string{`{`, `{"contacts":1}`, `{"rockets":1}`, `{"companies":100000}`} {
		require.Equal(t, http.StatusBadRequest, d.ask(t, http.MethodPost, path, wrong, nil), wrong)
	}
	d.noViolations(t)
}

func TestThePSAChangesAndTakesRights(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	client := d.psa(t)
	const psa = "/_sandbox/psa/connectwise"
	require.Equal(t, http.StatusOK, d.ask(t, http.MethodPost, psa+"/populate", `{"companies":2,"contacts":9,"tickets":0,"seed":1}`, nil))
	var changed struct{ Contacts []string }
	require.Equal(t, http.StatusOK, d.ask(t, http.MethodPost, psa+"/change", `{"contacts":5}`, &changed))
	require.Len(t, changed.Contacts, 5)
	for _, step := range []struct {
		path, body string
		kind       provider.Kind // of what Check then says; "" for nothing
	}{
		{"/deny", `{"right":"read_contacts","denied":true}`, provider.Refused}, {"/deny", `{"right":"read_contacts","denied":false}`, ""},
		{"/revoke", `{"revoked":true}`, provider.Unauthorized}, {"/revoke", `{"revoked":false}`, ""},
	} {
		require.Equal(t, http.StatusNoContent, d.ask(t, http.MethodPost, psa+step.path, step.body, nil))
		err := client.Check(soon(t))
		require.Equal(t, step.kind == "", err == nil, step.body)
		if err != nil {
			require.Equal(t, step.kind, provider.KindOf(err))
		}
	}
	for path, body := range map[string]string{"/change": `{"contacts":100000}`, "/deny": `{"right":"fly","denied":true}`, "/revoke": `{`} {
		require.Equal(t, http.StatusBadRequest, d.ask(t, http.MethodPost, psa+path, body, nil), path)
	}
	require.Equal(t, http.StatusNotFound, d.ask(t, http.MethodPost, "/_sandbox/psa/nobody/revoke", `{"revoked":true}`, nil))
	d.noViolations(t)
}

func TestThePSAIsDownUntilTheFaultsAreDeleted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	client := d.psa(t)
	require.Equal(t, http.StatusNoContent, d.ask(t, http.MethodPost, "/_sandbox/faults", `{"provider":"connectwise","mode":"down","count":0}`, nil))
	for range 3 {
		_, err := client.Ticket(soon(t), "48190")
		require.Equal(t, provider.Unavailable, provider.KindOf(err))
	}
	require.Equal(t, http.StatusNoContent, d.ask(t, http.MethodDelete, "/_sandbox/faults", "", nil))
	_, err := client.Ticket(soon(t), "48190")
	require.NoError(t, err)
	d.noViolations(t)
}
