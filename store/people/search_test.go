package people_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/store"
	"countersign/store/people"
	"countersign/store/storetest"
)

// Under row security an operator that is not leakproof is no index condition: the search must not have slipped into one.
func TestSearchesAreIndexConditionsUnderRowSecurity(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant := storetest.Tenant(t, s)
	require.NoError(t, s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) error {
		company, err := people.CreateCompany(ctx, tx, "Acme Dental", "US")
		require.NoError(t, err)
		scope := store.Scope{Limited: true, Companies: []uuid.UUID{company.ID}}
		_, err = tx.Exec(ctx, `SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off`) // the table is small; what matters is what an index could do
		require.NoError(t, err)
		for name, c := range map[string]struct {
			query people.ContactQuery
			reads []string
		}{
			"all":             {people.ContactQuery{}, []string{`contacts_by_name.*\n.*Index Cond: .*tenant_id.*ROW\(sort_name, id\) >`}},
			"a word":          {people.ContactQuery{Words: "tor"}, []string{`contact_terms_pkey.*\n.*Index Cond: .*term = .*ROW\(sort_name, contact_id\) >`}},
			"two words":       {people.ContactQuery{Words: "ana torr"}, []string{`contact_terms_pkey.*\n.*Index Cond: .*term = `, `contact_terms_by_contact.*\n.*Index Cond: .*contact_id = .*term >= .*term < `}},
			"a number":        {people.ContactQuery{Phone: "0134"}, []string{`contact_terms_pkey.*\n.*Index Cond: .*term = `}},
			"a company":       {people.ContactQuery{Company: &company.ID}, []string{`contacts_by_company.*\n.*Index Cond: .*company_id = .*ROW\(sort_name, id\) >`}},
			"some companies'": {people.ContactQuery{Words: "ana", Scope: scope}, []string{`contact_terms_pkey.*\n.*Index Cond: .*term = `, `contacts t .*\n.*Index Cond: .*id = x.contact_id`}},
		} {
			plan, err := people.Explain(ctx, tx, c.query)
			require.NoError(t, err, name)
			require.NotContains(t, plan, "Seq Scan", name)
			for _, read := range c.reads {
				require.Regexp(t, read, plan, name)
			}
		}
		return nil
	}))
}
