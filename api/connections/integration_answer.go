package connections

import (
	"strings"

	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/api/vendors"
	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/store/integrations"
)

func (h Integrations) integrationAnswer(p integrations.PSAHealth, last directory.Sync) gen.Integration {
	answer := gen.Integration{
		ID: p.ID, Kind: p.Kind, KindName: p.Kind, Name: p.Name, BaseURL: p.BaseURL, Enabled: p.Enabled, Problem: respond.Present(p.Problem), ProblemSince: p.ProblemSince, CheckedAt: p.CheckedAt,
		Companies: p.Companies, Contacts: p.Contacts, Status: healthOf(p),
	}
	if last.Open() || last.FinishedAt != nil {
		answer.LastSync = new(syncAnswer(last, p.Contacts))
	}
	if p.CallbacksAt != nil {
		answer.Callbacks = &gen.Callbacks{Ok: p.CallbacksProblem == "", CheckedAt: *p.CallbacksAt, Problem: respond.Present(p.CallbacksProblem)}
	}
	vendor, known := vendors.Find(h.PSAs, p.Kind)
	if !known {
		return answer
	}
	answer.KindName = vendor.Name
	if answer.BaseURL == "" {
		answer.BaseURL = vendor.Address.Default
	}
	if vendor.Webhooks != nil {
		answer.WebhookURL = new(vendors.WebhookURL(h.PublicURL, p.Kind, p.ID))
	}
	if vendor.Pod != nil {
		answer.Pod = h.podOf(p, *vendor.Pod)
	}
	return answer
}

// podOf tells what is copied into the PSA, and how.
func (h Integrations) podOf(p integrations.PSAHealth, pod integration.Pod) *gen.PodSetup {
	setup := gen.PodSetup{Links: make([]gen.PodLink, len(pod.Links)), Steps: append([]string{}, pod.Steps...), App: pod.App != nil}
	for i, link := range pod.Links {
		setup.Links[i] = gen.PodLink{Screen: link.Screen, URL: h.PublicURL + "/pod?integration=" + p.ID.String() + "&" + strings.TrimPrefix(link.Query, "?")}
	}
	return &setup
}

func healthOf(p integrations.PSAHealth) gen.IntegrationStatus {
	switch {
	case !p.Enabled:
		return gen.IntegrationStatusDisabled
	case p.Problem != "":
		return gen.IntegrationStatusFailing
	case p.CheckedAt == nil:
		return gen.IntegrationStatusNew
	default:
		return gen.IntegrationStatusReady
	}
}
