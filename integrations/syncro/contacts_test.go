package syncro_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/syncro/syncrotest"
)

func TestAPageMayNotTellHowManyThereAre(t *testing.T) {
	t.Parallel()
	for meta, want := range map[string]string{
		`{"total_pages":3,"page":1,"per_page":50,"total_entries":120}`: "2.120", `{"total_pages":3,"page":1}`: "2.0", `{"total_pages":1,"page":1}`: "", `{}`: "2.0",
	} {
		page, err := saying(t, `{"contacts":[{"id":7,"name":"Ana"}],"meta":`+meta+`}`).Contacts(contract.Soon(t), directory.Position{})
		require.NoError(t, err)
		require.Equal(t, want, page.Next, meta)
		require.True(t, page.Whole)
	}
	page, err := saying(t, `{"contacts":[]}`).Contacts(contract.Soon(t), directory.Position{Next: "2.0"})
	require.NoError(t, err)
	require.Empty(t, page.Next, "an empty page is the last one")
	rows, err := saying(t, `{"contacts":[{"id":7,"name":" Ana ","customer_id":null,"phone":"(415) 555-0134","mobile":"(415) 555-0134","updated_at":"2019-10-22T08:47:09.723Z"}]}`).
		Contacts(contract.Soon(t), directory.Position{})
	require.NoError(t, err)
	at := time.Date(2019, 10, 22, 8, 47, 9, 723e6, time.UTC)
	require.Equal(t, []directory.Contact{{ID: "7", Name: "Ana", Mobile: "(415) 555-0134", Active: true, UpdatedAt: at}}, rows.Rows)
}

func TestDisabledCustomersAreListedAsInactive(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made, err := d.Fake.Populate(fake.Population{Companies: 150, Seed: 4})
	require.NoError(t, err)
	inactive, seen := 0, map[string]bool{}
	for at := (directory.Position{}); ; {
		page, err := d.Companies(contract.Soon(t), at)
		require.NoError(t, err)
		for _, row := range page.Rows {
			seen[row.ID] = true
			if !row.Active {
				inactive++
			}
		}
		if at.Next = page.Next; at.Next == "" {
			break
		}
	}
	require.Len(t, seen, 152)
	require.Contains(t, seen, made.Companies.Last)
	require.Positive(t, inactive)
	d.NoViolations(t)
}

func TestNobodyIsLeftOutWhenSomebodyIsDeletedMeanwhile(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made, err := d.Fake.Populate(fake.Population{Companies: 1, Contacts: 200, Seed: 5})
	require.NoError(t, err)
	first, err := d.Contacts(contract.Soon(t), directory.Position{})
	require.NoError(t, err)
	seen := map[string]bool{}
	for _, row := range first.Rows {
		seen[row.ID] = true
	}
	for _, row := range first.Rows[:3] {
		require.NoError(t, d.Fake.DropContact(row.ID))
	}
	for at := first.Next; at != ""; {
		page, err := d.Contacts(contract.Soon(t), directory.Position{Next: at})
		require.NoError(t, err)
		for _, row := range page.Rows {
			seen[row.ID] = true
		}
		at = page.Next
	}
	require.Len(t, seen, 201)
	require.Contains(t, seen, made.Contacts.Last)
	d.NoViolations(t)
}

func TestUsersArePairs(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	users, err := d.Choices(contract.Soon(t), "user", nil)
	require.NoError(t, err)
	require.Equal(t, []integration.Choice{{ID: strconv.Itoa(syncrotest.UserPriya), Label: "Priya Nair"}, {ID: strconv.Itoa(syncrotest.UserSam), Label: "Sam Rivera"}}, users)
	users, err = saying(t, `{"users":[[7,"Joe Doe"],["8","Ann Lee"],[9],[10,""],[11,12],{"id":13},"x",null]}`).Choices(contract.Soon(t), "user", nil)
	require.NoError(t, err)
	require.Equal(t, []integration.Choice{{ID: "7", Label: "Joe Doe"}, {ID: "8", Label: "Ann Lee"}}, users)
	d.NoViolations(t)
}

func TestNoListIsNotAnEmptyOne(t *testing.T) {
	t.Parallel()
	for _, list := range []string{`{}`, `{"contacts":null,"customers":null}`, `{"contacts":[],"customers":[],"meta":{"total_pages":4}}`} {
		client := saying(t, list)
		_, err := client.Contacts(contract.Soon(t), directory.Position{})
		require.Equal(t, "unreadable_answer", provider.CodeOf(err), "all contacts would be taken for deleted: %s", list)
		_, err = client.Companies(contract.Soon(t), directory.Position{})
		require.Equal(t, "unreadable_answer", provider.CodeOf(err), list)
	}
	page, err := saying(t, `{"contacts":[],"meta":{"total_pages":0}}`).Contacts(contract.Soon(t), directory.Position{})
	require.NoError(t, err)
	require.Empty(t, page.Rows)
	require.Empty(t, page.Next)
}

func TestAnExtensionIsRead(t *testing.T) {
	t.Parallel()
	page, err := saying(t, `{"contacts":[{"id":7,"name":"Ana","phone":"4155550100","extension":"204","mobile":"4155550101"}],"meta":{"total_pages":1}}`).Contacts(contract.Soon(t), directory.Position{})
	require.NoError(t, err)
	require.Equal(t, []string{"4155550100 ext. 204", "4155550101"}, []string{page.Rows[0].Phone, page.Rows[0].Mobile})
}
