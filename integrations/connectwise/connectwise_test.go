package connectwise_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/connectwise"
	"countersign/integrations/connectwise/connectwisetest"
	"countersign/integrations/fake"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// desk is a client of the product before a strict fake.
type desk struct {
	*connectwise.Client
	fake    *connectwisetest.Server
	faults  *fake.Faults
	journal *fake.Journal
	config  connectwise.Config
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	journal, err := fake.NewJournal(fake.NullStore{}, time.Now)
	require.NoError(t, err)
	d := &desk{journal: journal, faults: &fake.Faults{}}
	d.fake, err = connectwisetest.New(connectwisetest.Config{Setup: fake.Setup{Journal: journal}})
	require.NoError(t, err)
	server := httptest.NewServer(http.StripPrefix("/connectwise", fake.FaultProxy{Vendor: d.fake, Journal: journal, Faults: d.faults}))
	transport := &http.Transport{}
	d.config = connectwise.Config{
		BaseURL: server.URL + "/connectwise", Company: connectwisetest.Company, PublicKey: connectwisetest.PublicKey, PrivateKey: connectwisetest.PrivateKey,
		ClientID: connectwisetest.ClientID, HTTP: &http.Client{Transport: transport, Timeout: 5 * time.Second},
	}
	d.Client = d.client(t)
	t.Cleanup(func() {
		d.fake.Close()
		transport.CloseIdleConnections()
		server.Close()
	})
	return d
}

// client is a client of its own with some settings spoilt.
func (d *desk) client(t *testing.T, spoil ...func(*connectwise.Config)) *connectwise.Client {
	t.Helper()
	cfg := d.config
	for _, one := range spoil {
		one(&cfg)
	}
	client, err := connectwise.New(cfg)
	require.NoError(t, err)
	return client
}

func (d *desk) noViolations(t *testing.T) {
	t.Helper()
	require.Empty(t, d.journal.Violations())
}

// written is what the fake holds of a ticket.
func (d *desk) written(t *testing.T, id string) connectwisetest.Record {
	t.Helper()
	number, err := strconv.Atoi(id)
	require.NoError(t, err)
	found, ok := d.fake.Record(number)
	require.True(t, ok)
	return found
}

// fault lets the requests that speak of something fail.
func (d *desk) fault(t *testing.T, mode fake.Mode, to string, count int) {
	t.Helper()
	require.NoError(t, d.faults.SetFor(connectwisetest.Name, to, mode, count))
}

// kindOf is the kind of a failure; no failure has one.
func kindOf(t *testing.T, err error) provider.Kind {
	t.Helper()
	require.Error(t, err)
	return provider.KindOf(err)
}

// open makes a ticket to write into.
func (d *desk) open(t *testing.T) ticket.Ticket {
	t.Helper()
	made, err := d.Create(soon(t), ticket.New{Reference: "CS-OPEN01", Summary: "A call", CompanyID: strconv.Itoa(connectwisetest.CompanyNorthwind)})
	require.NoError(t, err)
	return made
}

func soon(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestATicketIsMadeAndRead(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made, err := d.Create(soon(t), ticket.New{
		Reference: "CS-7Q2M4K", Summary: "Ana says: \"it's [broken]\" \\ again", Description: "She called from her mobile.",
		CompanyID: strconv.Itoa(connectwisetest.CompanyNorthwind), ContactID: strconv.Itoa(connectwisetest.ContactAna),
		Defaults: ticket.Defaults{
			ticket.FieldBoard: "1", ticket.FieldStatus: "12", ticket.FieldType: "21", ticket.FieldPriority: "31", ticket.FieldSource: "43", ticket.FieldCompany: "2",
		},
	})
	require.NoError(t, err)
	read, err := d.Ticket(soon(t), made.ID)
	require.NoError(t, err)
	require.Equal(t, made, read)
	require.Equal(t, "Ana says: \"it's [broken]\" \\ again", read.Summary)
	require.Equal(t, []string{"12", "In Progress", "Service Desk", "19", "Northwind Dental", "201", "Ana Torres", "She called from her mobile."},
		[]string{read.StatusID, read.Status, read.Board, read.CompanyID, read.Company, read.ContactID, read.Contact, read.Description})
	require.False(t, read.Closed)
	require.WithinDuration(t, time.Now(), read.UpdatedAt, time.Minute)
	row := d.written(t, made.ID).Ticket
	require.Equal(t, "CS-7Q2M4K", row["externalXRef"])
	require.Equal(t, true, row["skipCallback"])
	require.Equal(t, "Priority 1 - Critical", row["priority"].(map[string]any)["name"])

	found, ok, err := d.FindTicket(soon(t), "CS-7Q2M4K")
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, made.ID, found.ID)
	d.noViolations(t)
}

func TestANoteIsWrittenAndFoundAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.open(t).ID
	_, ok, err := d.FindNote(soon(t), id, "CS-N1")
	require.NoError(t, err)
	require.False(t, ok)
	first, err := d.AddNote(soon(t), id, ticket.Note{Reference: "CS-N1", Text: "Verified by SMS.\n", Internal: true})
	require.NoError(t, err)
	second, err := d.AddNote(soon(t), id, ticket.Note{Reference: "CS-N12", Text: "Hello \"Ana\"\n\nCS-N12"})
	require.NoError(t, err)
	for ref, want := range map[string]string{"CS-N1": first, "CS-N12": second} {
		found, ok, err := d.FindNote(soon(t), id, ref)
		require.NoError(t, err)
		require.True(t, ok, ref)
		require.Equal(t, want, found)
	}
	notes := d.written(t, id).Notes
	require.Equal(t, "Verified by SMS.\n\nCS-N1", notes[0]["text"])
	require.Equal(t, []any{true, false}, []any{notes[0]["internalAnalysisFlag"], notes[0]["detailDescriptionFlag"]})
	require.Equal(t, "Hello \"Ana\"\n\nCS-N12", notes[1]["text"], "a reference stands there once")
	require.Equal(t, []any{false, true}, []any{notes[1]["internalAnalysisFlag"], notes[1]["detailDescriptionFlag"]})
	d.noViolations(t)
}

func TestAStatusIsSetByIDOrName(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.open(t).ID
	for status, want := range map[string]string{"13": "SMS received", "In Progress": "In Progress", "closed": "Closed"} {
		require.NoError(t, d.SetStatus(soon(t), id, status))
		now, err := d.Ticket(soon(t), id)
		require.NoError(t, err)
		require.Equal(t, want, now.Status)
		require.Equal(t, want == "Closed", now.Closed)
	}
	d.noViolations(t)
	require.Equal(t, provider.Refused, kindOf(t, d.SetStatus(soon(t), id, "Nowhere")))
	require.Equal(t, provider.Refused, kindOf(t, d.SetStatus(soon(t), id, "")))
}
