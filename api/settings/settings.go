package settings

import (
	"cmp"
	"context"
	"time"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/phone"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/people"
	"countersign/store/settings"
)

// Settings answers for the MSP's own switches.
type Settings struct{ Store *store.Store }

func (h Settings) GetSettings(ctx context.Context, _ gen.GetSettingsRequestObject) (gen.GetSettingsResponseObject, error) {
	now, err := gate.InTenant(ctx, h.Store, settings.Get)
	return gen.GetSettings200JSONResponse(settingsAnswer(now)), err
}

func (h Settings) PutSettings(ctx context.Context, request gen.PutSettingsRequestObject) (gen.PutSettingsResponseObject, error) {
	asked, wrong := settingsAsked(*request.Body)
	if len(wrong) > 0 {
		return nil, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	actor := gate.ActorOf(ctx)
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		before, err := settings.Update(ctx, tx, asked)
		if err != nil || before == asked {
			return err
		}
		if before.Country != asked.Country {
			if _, err := people.ReadNumbersOfTenantAgain(ctx, tx, actor.Stored()); err != nil {
				return err
			}
		}
		return gate.Audit(ctx, tx, store.AuditEntry{Action: "settings.changed", SubjectKind: "settings", SubjectID: actor.Tenant.String(), Details: map[string]any{"before": before, "after": asked}})
	})
	return gen.PutSettings200JSONResponse(settingsAnswer(asked)), err
}

func settingsAnswer(s settings.Settings) gen.Settings {
	return gen.Settings{RetentionDays: s.RetentionDays, SendsPerMinute: s.SendsPerMinute, SpendPerDayCents: s.SpendPerDayCents, TimeZone: &s.TimeZone, Country: respond.Present(s.Country)}
}

// settingsAsked reads settings; without a time zone the MSP has UTC.
func settingsAsked(asked gen.Settings) (s settings.Settings, wrong []problem.Field) {
	s = settings.Settings{RetentionDays: asked.RetentionDays, SendsPerMinute: asked.SendsPerMinute, SpendPerDayCents: asked.SpendPerDayCents, TimeZone: cmp.Or(respond.Value(asked.TimeZone), "UTC"), Country: respond.Value(asked.Country)}
	if _, err := time.LoadLocation(s.TimeZone); err != nil || s.TimeZone == "Local" {
		wrong = append(wrong, problem.Field{Field: "time_zone", Message: "There is no such time zone: use a name like America/Chicago."})
	}
	if s.Country != "" && !phone.IsCountry(s.Country) {
		wrong = append(wrong, problem.Field{Field: "country", Message: "Not a country with telephone numbers: use its two capital letters, like US or DE."})
	}
	return s, wrong
}
