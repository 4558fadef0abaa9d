package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/store"
	peoplestore "countersign/store/people"
	"countersign/store/storetest"
)

// Two words that many people have each are read side by side: the pages must hold exactly those who have both, in the order of the list.
func TestTwoFrequentWordsFindWhoHasBoth(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant := storetest.Tenant(t, s)
	var both []string
	in(t, s, tenant, func(ctx context.Context, tx store.Tx) {
		company, err := peoplestore.CreateCompany(ctx, tx, "Northwind", "US")
		require.NoError(t, err)
		var people []peoplestore.NewContact
		for i := range 450 {
			for _, name := range []string{"Max Smith %04d", "Max Miller %04d", "Eva Smith %04d"} {
				people = append(people, peoplestore.NewContact{CompanyID: company.ID, Name: fmt.Sprintf(name, i)})
			}
			both = append(both, fmt.Sprintf("Max Smith %04d", i))
		}
		_, err = peoplestore.ImportContacts(ctx, tx, people)
		require.NoError(t, err)
	})
	for _, words := range []string{"max smith", "smith max"} {
		var found []string
		seen := map[uuid.UUID]bool{}
		for cursor := ""; ; {
			var next string
			in(t, s, tenant, func(ctx context.Context, tx store.Tx) {
				listed, err := peoplestore.ListContacts(ctx, tx, peoplestore.ContactQuery{Words: words, Limit: 100, Cursor: cursor})
				require.NoError(t, err)
				for _, c := range listed.Items {
					require.False(t, seen[c.ID], "a person stands on one page")
					seen[c.ID] = true
					found = append(found, c.Name)
				}
				next = listed.Next
			})
			if next == "" {
				break
			}
			cursor = next
		}
		require.Equal(t, both, found, words)
		require.True(t, slices.IsSorted(found))
	}
}
