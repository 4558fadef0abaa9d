package connectwise_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/connectwise"
	"countersign/integrations/connectwise/connectwisetest"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
)

func TestACompanyIsInactiveByItsStatus(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, err := d.Fake.Populate(fake.Population{Companies: 200, Seed: 5})
	require.NoError(t, err)
	page, err := d.Companies(contract.Soon(t), directory.Position{})
	require.NoError(t, err)
	require.Len(t, page.Rows, 202)
	inactive := 0
	for _, one := range page.Rows {
		require.Equal(t, "US", one.Country)
		if !one.Active {
			inactive++
		}
	}
	require.Greater(t, inactive, 2)
	require.Less(t, inactive, 30)
	d.NoViolations(t)
}

func TestAPageIsAskedForByTheLastIDAndTheServersClock(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	since := time.Date(2026, 3, 1, 12, 0, 0, 999, time.FixedZone("CET", 3600))
	_, err := d.Contacts(contract.Soon(t), directory.Position{Since: since, Next: "1234"})
	require.NoError(t, err)
	asked := d.Journal.Requests(connectwisetest.Name)
	last := asked[len(asked)-1]
	require.Equal(t, "forward-only", last.Headers.Get("Pagination-Type"))
	for _, part := range []string{"pageId=1234", "pageSize=1000", "lastUpdated%3E%3D%5B2026-03-01T11%3A00%3A00Z%5D"} {
		require.Contains(t, last.Path, part)
	}
	d.NoViolations(t)
}

func TestAServerThatDoesNotPageForwardIsNotReadForEver(t *testing.T) {
	t.Parallel()
	client := answering(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`[{"id":5},{"id":6}]`)) })
	_, err := client.Contacts(contract.Soon(t), directory.Position{Next: "6"})
	require.Equal(t, provider.Unavailable, contract.KindOf(t, err))
	page, err := client.Contacts(contract.Soon(t), directory.Position{})
	require.NoError(t, err)
	require.Len(t, page.Rows, 2)
	require.Empty(t, page.Next)
	require.True(t, page.Rows[0].UpdatedAt.IsZero(), "a time that is not told is none")
}

func TestALinkLeadsOnEvenFromAShortPage(t *testing.T) {
	t.Parallel()
	client := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Link", `<https://evil.example/?pageId=99>; rel="next"`)
		_, _ = w.Write([]byte(`[{"id":5}]`))
	})
	page, err := client.Contacts(contract.Soon(t), directory.Position{})
	require.NoError(t, err)
	require.Equal(t, "5", page.Next, "the place is ours, not the link's")
}

func TestChoicesFollowWhatIsChosen(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	labels := func(field string, chosen ticket.Defaults) (out []string) {
		choices, err := d.Choices(contract.Soon(t), field, chosen)
		require.NoError(t, err)
		for _, one := range choices {
			out = append(out, one.Label)
		}
		return out
	}
	chosen := ticket.Defaults{ticket.FieldBoard: "1", ticket.FieldType: "21", ticket.FieldSubtype: "61"}
	require.Equal(t, []string{"Closed"}, labels(ticket.FieldClosed, chosen))
	require.Equal(t, []string{"New", "In Progress", "SMS received", "Closed"}, labels(ticket.FieldStatus, chosen))
	require.Equal(t, []string{"Account"}, labels(ticket.FieldSubtype, chosen))
	require.Equal(t, []string{"Password", "New user"}, labels(ticket.FieldItem, chosen))
	chosen[ticket.FieldType] = "22"
	require.Equal(t, []string{"Account", "Hardware"}, labels(ticket.FieldSubtype, chosen))
	require.Equal(t, []string{"Password"}, labels(ticket.FieldItem, chosen))
	for _, board := range []string{"", "../1", "x"} {
		require.Empty(t, labels(ticket.FieldStatus, ticket.Defaults{ticket.FieldBoard: board}), board)
	}
	_, err := d.Choices(contract.Soon(t), "mood", nil)
	require.Equal(t, "bad_field", provider.CodeOf(err))
	d.NoViolations(t)
}

func TestAPlaceThatIsNoIDIsRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, next := range []string{"0", "-1", "01", "9999999999", "https://evil.example/", "2&conditions=x"} {
		_, err := d.Contacts(contract.Soon(t), directory.Position{Next: next})
		require.Equal(t, "bad_position", provider.CodeOf(err), next)
		_, err = d.Companies(contract.Soon(t), directory.Position{Next: next})
		require.Equal(t, "bad_position", provider.CodeOf(err), next)
	}
	require.Empty(t, d.Journal.Requests(connectwisetest.Name))
}

func TestEveryProofNamesItsRight(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, right := range []integration.Right{integration.ReadCompanies, integration.ReadContacts, integration.ReadTickets, integration.ReadSetup} {
		require.NoError(t, d.Fake.Deny(string(right), true))
		err := d.Check(contract.Soon(t))
		require.ErrorContains(t, err, connectwise.Vendor.Rights[right], fmt.Sprint(right))
		require.NoError(t, d.Fake.Deny(string(right), false))
	}
	require.NoError(t, d.Check(contract.Soon(t)))
	d.NoViolations(t)
}

func TestAnExtensionIsRead(t *testing.T) {
	t.Parallel()
	client := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`[{"id":7,"communicationItems":[
			{"id":1,"type":{"id":2,"name":"Direct"},"value":"4155550100","extension":"204","defaultFlag":true,"communicationType":"Phone"},
			{"id":2,"type":{"id":4,"name":"Mobile"},"value":"4155550101","extension":"x5","communicationType":"Phone"}]}]`))
	})
	page, err := client.Contacts(contract.Soon(t), directory.Position{})
	require.NoError(t, err)
	require.Equal(t, []string{"4155550100 ext. 204", "4155550101 ext. 5"}, []string{page.Rows[0].Phone, page.Rows[0].Mobile})
}
