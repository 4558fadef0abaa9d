package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/template"
	"countersign/store"
	"countersign/store/auditlog"
	"countersign/store/db"
	"countersign/store/settings"
	"countersign/store/storetest"
)

func TestATextIsTheBuiltInOneUntilTheMSPWritesItsOwn(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant := storetest.Tenant(t, s)
	own := template.Text{Body: "Code ${code} for ${msp}"}
	inTenant(t, s, tenant, func(ctx context.Context, tx store.Tx) {
		all, err := settings.ListTemplates(ctx, tx)
		require.NoError(t, err)
		require.Len(t, all, len(template.Kinds))
		for i, kind := range template.Kinds {
			require.Equal(t, settings.TemplateVersion{Kind: kind, Text: template.BuiltIn(kind), BuiltIn: true}, all[i])
		}

		_, changed, err := settings.UpdateTemplate(ctx, tx, template.SMSCode, template.BuiltIn(template.SMSCode), "Ada")
		require.NoError(t, err)
		require.False(t, changed, "the built-in text is in force already")
		first, changed, err := settings.UpdateTemplate(ctx, tx, template.SMSCode, own, "Ada")
		require.NoError(t, err)
		require.True(t, changed)
		require.Equal(t, 1, first.Version)
		_, changed, err = settings.UpdateTemplate(ctx, tx, template.SMSCode, own, "Ada")
		require.NoError(t, err)
		require.False(t, changed)

		now, err := settings.GetTemplate(ctx, tx, template.SMSCode)
		require.NoError(t, err)
		require.Equal(t, own, now.Text)
		require.False(t, now.BuiltIn)
		require.Equal(t, "Ada", now.ChangedBy)

		reset, changed, err := settings.ResetTemplate(ctx, tx, template.SMSCode, "Ben")
		require.NoError(t, err)
		require.True(t, changed)
		require.True(t, reset.BuiltIn)
		require.Equal(t, 2, reset.Version)
		require.Equal(t, template.BuiltIn(template.SMSCode), reset.Text)
		_, changed, err = settings.ResetTemplate(ctx, tx, template.SMSCode, "Ben")
		require.NoError(t, err)
		require.False(t, changed)
		third, _, err := settings.UpdateTemplate(ctx, tx, template.SMSCode, own, "Ben")
		require.NoError(t, err)
		require.Equal(t, 3, third.Version)
	})
}

func TestBrandingBeginsWithTheMSPsName(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant := storetest.Tenant(t, s)
	inTenant(t, s, tenant, func(ctx context.Context, tx store.Tx) {
		b, err := settings.GetBranding(ctx, tx)
		require.NoError(t, err)
		name, err := db.New(tx).TenantName(ctx)
		require.NoError(t, err)
		require.Equal(t, template.DefaultBranding(name), b)
		b.Accent = "#004400"
		changed, err := settings.UpdateBranding(ctx, tx, b, "Ada")
		require.NoError(t, err)
		require.True(t, changed)
		changed, err = settings.UpdateBranding(ctx, tx, b, "Ada")
		require.NoError(t, err)
		require.False(t, changed)
		now, err := settings.GetBranding(ctx, tx)
		require.NoError(t, err)
		require.Equal(t, b, now)
	})
}

func TestSettingsHaveDefaults(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	one, two := storetest.Tenant(t, s), storetest.Tenant(t, s)
	next := settings.Settings{RetentionDays: 90, SendsPerMinute: 10, SpendPerDayCents: 0}
	inTenant(t, s, one, func(ctx context.Context, tx store.Tx) {
		before, err := settings.Update(ctx, tx, next)
		require.NoError(t, err)
		require.Equal(t, settings.DefaultSettings(), before)
		now, err := settings.Get(ctx, tx)
		require.NoError(t, err)
		require.Equal(t, next, now, "nothing to spend is a choice, not an absent value")
	})
	inTenant(t, s, two, func(ctx context.Context, tx store.Tx) {
		now, err := settings.Get(ctx, tx)
		require.NoError(t, err)
		require.Equal(t, settings.DefaultSettings(), now, "another MSP's settings stay")
	})
}

func TestTheAuditLogPagesNewestFirst(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant, other := storetest.Tenant(t, s), storetest.Tenant(t, s)
	northwind := givenCompany(t, s, tenant, "northwind")
	for i := range 5 {
		inTenant(t, s, tenant, func(ctx context.Context, tx store.Tx) {
			entry := store.AuditEntry{By: store.System, Action: "company.changed", SubjectKind: "company", SubjectID: northwind.String(), Details: map[string]any{"n": i}}
			if i%2 == 0 {
				entry.CompanyID = &northwind
			}
			require.NoError(t, tx.Audit(ctx, entry))
		})
	}
	order := func(filter auditlog.Filter, size int) []int {
		var seen []int
		inTenant(t, s, tenant, func(ctx context.Context, tx store.Tx) {
			var after *auditlog.Place
			for {
				lines, err := auditlog.List(ctx, tx, filter, after, size)
				require.NoError(t, err)
				if len(lines) == 0 {
					return
				}
				for _, line := range lines {
					require.Equal(t, "northwind", line.Subject)
					seen = append(seen, int(line.Details["n"].(float64)))
				}
				last := lines[len(lines)-1]
				after = &auditlog.Place{At: last.At, ID: last.ID}
			}
		})
		return seen
	}
	require.Equal(t, []int{4, 3, 2, 1, 0}, order(auditlog.Filter{}, 2))
	require.Equal(t, []int{4, 2, 0}, order(auditlog.Filter{Company: &northwind}, 2))
	action, later := "company.renamed", time.Now().Add(time.Hour)
	require.Empty(t, order(auditlog.Filter{Action: &action}, 2))
	require.Empty(t, order(auditlog.Filter{From: &later}, 2))
	require.Len(t, order(auditlog.Filter{To: &later}, 2), 5)
	inTenant(t, s, other, func(ctx context.Context, tx store.Tx) {
		lines, err := auditlog.List(ctx, tx, auditlog.Filter{}, nil, 10)
		require.NoError(t, err)
		require.Empty(t, lines)
	})
}
