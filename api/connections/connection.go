package connections

import (
	"context"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/api/vendors"
	"countersign/core/integration"
	"countersign/core/problem"
	"countersign/store/integrations"
)

// changed is a connection after a patch. Another address gets none of the old credentials: a caller who may change the address must not learn the keys by it.
func (h Integrations) changed(was integrations.PSA, asked gen.IntegrationPatch) (now integrations.PSA, wrong []problem.Field) {
	now = was
	if asked.Name != nil {
		now.Name, wrong = respond.ReadName("name", *asked.Name)
	}
	now.Credentials = maps.Clone(was.Credentials)
	if asked.BaseURL != nil && strings.TrimSpace(*asked.BaseURL) != was.BaseURL {
		now.BaseURL, now.Credentials = strings.TrimSpace(*asked.BaseURL), map[string]string{}
	}
	if now.Credentials == nil {
		now.Credentials = map[string]string{}
	}
	maps.Copy(now.Credentials, respond.Value(asked.Credentials))
	if asked.Enabled != nil {
		now.Enabled = *asked.Enabled
	}
	vendor, known := vendors.Find(h.PSAs, now.Kind)
	if known && (asked.BaseURL != nil || asked.Credentials != nil) {
		wrong = append(wrong, wrongConnection(vendor, now)...)
	}
	return now, wrong
}

// connectionDifferences says what changed of a connection. Of credentials it says that others were given.
func connectionDifferences(before, after integrations.PSA, asked gen.IntegrationPatch) map[string]any {
	shown := func(p integrations.PSA) map[string]any {
		return map[string]any{"name": p.Name, "base_url": p.BaseURL, "enabled": p.Enabled}
	}
	details := gate.Differences(shown(before), shown(after))
	if asked.Credentials != nil {
		details["fields"] = slices.Sorted(slices.Values(append(details["fields"].([]string), "credentials")))
	}
	return details
}

// unsubscriber returns what cancels the webhook that we registered at a PSA. It is made while the connection still has its credentials and called once they
// are gone. Where the PSA does not cancel, its later calls are refused.
func (h Integrations) unsubscriber(ctx context.Context, tenant, integrationID uuid.UUID) func() {
	nothing := func() {}
	if h.PSAs == nil {
		return nothing
	}
	row, gone := integrations.OpenPSA(ctx, h.Store, tenant, integrationID)
	system, closed := h.PSAs.Open(ctx, tenant, integrationID)
	subscriber, ok := system.(integration.WebhookSubscriber)
	if gone != nil || closed != nil || !ok {
		return nothing
	}
	return func() {
		h.try(ctx, "cancelling a webhook at a PSA", func(ctx context.Context) error {
			return subscriber.Unsubscribe(ctx, vendors.WebhookURL(h.PublicURL, row.Kind, integrationID))
		})
	}
}

// wrongConnection says what is wrong with an address or credentials, without a request to the PSA.
func wrongConnection(vendor integration.Vendor, p integrations.PSA) []problem.Field {
	var wrong []problem.Field
	names := map[string]bool{}
	for _, setting := range vendor.Settings {
		names[setting.Name] = true
	}
	for name := range p.Credentials {
		if !names[name] {
			wrong = append(wrong, problem.Field{Field: "credentials." + name, Message: vendor.Name + " has no such setting."})
		}
	}
	if p.BaseURL == "" && vendor.Address.Default == "" {
		return append(wrong, problem.Field{Field: "base_url", Message: "Give the address, like " + vendor.Address.Example + "."})
	}
	if at, err := url.Parse(p.BaseURL); p.BaseURL != "" && (err != nil || at.Host == "" || at.Scheme != "https" && at.Scheme != "http") {
		return append(wrong, problem.Field{Field: "base_url", Message: "Give an https address, like " + vendor.Address.Example + "."})
	}
	if len(wrong) > 0 {
		return wrong
	}
	if _, err := vendor.Open(integration.Connection{BaseURL: p.BaseURL, Credentials: p.Credentials}); err != nil {
		return []problem.Field{{Field: "credentials", Message: settingsProblem(vendor, err)}}
	}
	return nil
}

// settingsProblem makes a sentence of why a vendor's client could not be made. Such errors speak of settings by their names, never by their values.
func settingsProblem(vendor integration.Vendor, err error) string {
	said := strings.TrimPrefix(err.Error(), vendor.Kind+": ")
	return respond.Sentence(errors.New(strings.TrimSuffix(said, ".")))
}
