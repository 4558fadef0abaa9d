package connectwise_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/connectwise"
	"countersign/integrations/connectwise/connectwisetest"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// desk is a client of the product before a strict fake.
type desk struct {
	*connectwise.Client
	*contract.Fixture[*connectwisetest.Server]
	config connectwise.Config
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{Fixture: contract.NewFixture(t, func(setup fake.Setup) (*connectwisetest.Server, error) {
		return connectwisetest.New(connectwisetest.Config{Setup: setup})
	})}
	d.config = connectwise.Config{
		BaseURL: d.URL, Company: connectwisetest.Company, PublicKey: connectwisetest.PublicKey, PrivateKey: connectwisetest.PrivateKey, ClientID: connectwisetest.ClientID, HTTP: d.HTTP,
	}
	d.Client = d.client(t)
	return d
}

// client is a client of its own with some settings spoilt.
func (d *desk) client(t *testing.T, spoil ...func(*connectwise.Config)) *connectwise.Client {
	t.Helper()
	return contract.Open(t, connectwise.New, d.config, spoil...)
}

// written is what the fake holds of a ticket.
func (d *desk) written(t *testing.T, id string) connectwisetest.Record {
	t.Helper()
	number, err := strconv.Atoi(id)
	require.NoError(t, err)
	found, ok := d.Fake.Record(number)
	require.True(t, ok)
	return found
}

// open makes a ticket to write into.
func (d *desk) open(t *testing.T) ticket.Ticket {
	t.Helper()
	made, err := d.Create(contract.Soon(t), ticket.New{Reference: "CS-OPEN01", Summary: "A call", CompanyID: strconv.Itoa(connectwisetest.CompanyNorthwind)})
	require.NoError(t, err)
	return made
}

func TestATicketIsMadeAndRead(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made, err := d.Create(contract.Soon(t), ticket.New{
		Reference: "CS-7Q2M4K", Summary: "Ana says: \"it's [broken]\" \\ again", Description: "She called from her mobile.",
		CompanyID: strconv.Itoa(connectwisetest.CompanyNorthwind), ContactID: strconv.Itoa(connectwisetest.ContactAna),
		Defaults: ticket.Defaults{
			ticket.FieldBoard: "1", ticket.FieldStatus: "12", ticket.FieldType: "21", ticket.FieldPriority: "31", ticket.FieldSource: "43", ticket.FieldCompany: "2",
		},
	})
	require.NoError(t, err)
	read, err := d.Ticket(contract.Soon(t), made.ID)
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

	found, ok, err := d.FindTicket(contract.Soon(t), "CS-7Q2M4K")
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, made.ID, found.ID)
	d.NoViolations(t)
}

func TestANoteIsWrittenAndFoundAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.open(t).ID
	_, ok, err := d.FindNote(contract.Soon(t), id, "CS-N1")
	require.NoError(t, err)
	require.False(t, ok)
	first, err := d.AddNote(contract.Soon(t), id, ticket.Note{Reference: "CS-N1", Text: "Verified by SMS.\n", Internal: true})
	require.NoError(t, err)
	second, err := d.AddNote(contract.Soon(t), id, ticket.Note{Reference: "CS-N12", Text: "Hello \"Ana\"\n\nCS-N12"})
	require.NoError(t, err)
	for ref, want := range map[string]string{"CS-N1": first, "CS-N12": second} {
		found, ok, err := d.FindNote(contract.Soon(t), id, ref)
		require.NoError(t, err)
		require.True(t, ok, ref)
		require.Equal(t, want, found)
	}
	notes := d.written(t, id).Notes
	require.Equal(t, "Verified by SMS.\n\nCS-N1", notes[0]["text"])
	require.Equal(t, []any{true, false}, []any{notes[0]["internalAnalysisFlag"], notes[0]["detailDescriptionFlag"]})
	require.Equal(t, "Hello \"Ana\"\n\nCS-N12", notes[1]["text"], "a reference stands there once")
	require.Equal(t, []any{false, true}, []any{notes[1]["internalAnalysisFlag"], notes[1]["detailDescriptionFlag"]})
	d.NoViolations(t)
}

func TestAStatusIsSetByIDOrName(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.open(t).ID
	for status, want := range map[string]string{"13": "SMS received", "In Progress": "In Progress", "closed": "Closed"} {
		require.NoError(t, d.SetStatus(contract.Soon(t), id, status))
		now, err := d.Ticket(contract.Soon(t), id)
		require.NoError(t, err)
		require.Equal(t, want, now.Status)
		require.Equal(t, want == "Closed", now.Closed)
	}
	d.NoViolations(t)
	require.Equal(t, provider.Refused, contract.KindOf(t, d.SetStatus(contract.Soon(t), id, "Nowhere")))
	require.Equal(t, provider.Refused, contract.KindOf(t, d.SetStatus(contract.Soon(t), id, "")))
}
