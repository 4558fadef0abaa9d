package house

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// storeRooms lists, for each domain of the store, the other domains that it may import. Every domain may import the kernel and the queries.
var storeRooms = map[string][]string{
	"account":       {},
	"alerts":        {},
	"counts":        {},
	"auditlog":      {},
	"conversations": {"integrations", "messages", "notices", "people", "sendlimit", "settings", "tickets"},
	"evidencelog":   {"auditlog"},
	"idempotency":   {},
	"integrations":  {},
	"messages":      {"alerts", "integrations", "notices", "people", "sendlimit", "settings"},
	"notices":       {"account", "sendlimit", "settings"},
	"people":        {},
	"psasync":       {"people"},
	"retention":     {"settings", "tenants"},
	"sendlimit":     {"settings"},
	"settings":      {},
	"techverify":    {"alerts", "integrations", "messages", "notices", "sendlimit", "settings", "tickets", "verify"},
	"tenants":       {"integrations", "settings"},
	"tickets":       {},
	"verify":        {"alerts", "evidencelog", "integrations", "messages", "notices", "people", "sendlimit", "settings", "tickets"},
}

// Queries run below store only, the kernel knows no domain, and a domain knows only the domains that are listed for it.
func TestDomainsOfTheStorePointOneWay(t *testing.T) {
	t.Parallel()
	const store, queries = module + "store", module + "store/db"
	seen := 0
	for _, p := range packages(t) {
		if p.ImportPath == queries || strings.HasPrefix(p.ImportPath, store+"/storetest") {
			continue
		}
		if p.ImportPath != store && !strings.HasPrefix(p.ImportPath, store+"/") {
			require.NotContains(t, p.Imports, queries, "%s runs queries outside the store", p.ImportPath)
			continue
		}
		domain := strings.TrimPrefix(p.ImportPath, store+"/")
		siblings, listed := storeRooms[domain]
		require.True(t, listed || p.ImportPath == store, "%s is not listed", p.ImportPath)
		for _, imported := range p.Imports {
			other, below := strings.CutPrefix(imported, store+"/")
			if below && imported != queries && !slices.Contains(siblings, other) {
				t.Errorf("%s imports %s, which is not listed for it", p.ImportPath, imported)
			}
		}
		seen++
	}
	require.Equal(t, len(storeRooms)+1, seen)
}
