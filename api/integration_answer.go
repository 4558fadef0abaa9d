package api

import (
	"strings"
	"time"

	"countersign/api/gen"
	"countersign/core/psa"
	"countersign/store"
)

func psaKindAnswer(v psa.Vendor) gen.PSAKind {
	answer := gen.PSAKind{
		Kind: v.Kind, Name: v.Name, Steps: append([]string{}, v.Steps...), Pod: v.Pod != nil,
		Address:  gen.PSAAddress{Label: v.Address.Label, Example: v.Address.Example, Default: present(v.Address.Default)},
		Settings: make([]gen.PSASetting, len(v.Settings)), Fields: make([]gen.PSAField, len(v.Fields)), Rights: []gen.PSARight{}, Hook: []string{},
	}
	if v.Hook != nil {
		answer.Hook = append(answer.Hook, v.Hook.Steps...)
	}
	if len(v.Address.Choices) > 0 {
		answer.Address.Choices = &v.Address.Choices
	}
	for i, s := range v.Settings {
		answer.Settings[i] = gen.PSASetting{Name: s.Name, Label: s.Label, Secret: s.Secret, Optional: s.Optional, Help: present(s.Help)}
	}
	for i, f := range v.Fields {
		answer.Fields[i] = gen.PSAField{Name: f.Name, Label: f.Label, Required: f.Required, Text: f.Text, Of: present(f.Of)}
	}
	for _, right := range psa.Rights {
		if words, needed := v.Rights[right]; needed {
			answer.Rights = append(answer.Rights, gen.PSARight{Right: string(right), Words: words})
		}
	}
	return answer
}

func (h integrations) integrationAnswer(p store.PSAHealth, last psa.Sync) gen.Integration {
	answer := gen.Integration{
		ID: p.ID, Kind: p.Kind, KindName: p.Kind, Name: p.Name, BaseURL: p.BaseURL, Enabled: p.Enabled, Problem: present(p.Problem), CheckedAt: p.CheckedAt,
		Companies: p.Companies, Contacts: p.Contacts, Status: healthOf(p),
	}
	if last.Open() || last.FinishedAt != nil {
		answer.LastSync = new(syncAnswer(last, p.Contacts))
	}
	vendor, known := vendorOf(h.PSAs, p.Kind)
	if !known {
		return answer
	}
	answer.KindName = vendor.Name
	if answer.BaseURL == "" {
		answer.BaseURL = vendor.Address.Default
	}
	if vendor.Hook != nil {
		answer.WebhookURL = new(hookURL(h.PublicURL, p.Kind, p.ID))
	}
	if vendor.Pod != nil {
		answer.Pod = h.podOf(p, *vendor.Pod)
	}
	return answer
}

// podOf tells what is copied into the PSA, and how.
func (h integrations) podOf(p store.PSAHealth, pod psa.Pod) *gen.PodSetup {
	setup := gen.PodSetup{Links: make([]gen.PodLink, len(pod.Links)), Steps: append([]string{}, pod.Steps...), App: pod.App != nil}
	for i, link := range pod.Links {
		setup.Links[i] = gen.PodLink{Screen: link.Screen, URL: h.PublicURL + "/pod?integration=" + p.ID.String() + "&" + strings.TrimPrefix(link.Query, "?")}
	}
	return &setup
}

func healthOf(p store.PSAHealth) gen.IntegrationStatus {
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

// syncAnswer shows a sync. known is how many people the list before held, from which one that reads everybody tells how many are to come.
func syncAnswer(s psa.Sync, known int) gen.Sync {
	answer := gen.Sync{
		ID: s.ID, Status: gen.SyncStatus(s.Status), Mode: gen.SyncMode(s.Mode), Phase: gen.SyncPhase(s.Phase), Pages: s.Pages, Companies: s.Companies, Contacts: s.Contacts,
		Changed: s.Changed, Flagged: s.Flagged, Revoked: s.Revoked, Requests: s.Requests, StartedAt: s.StartedAt, UpdatedAt: &s.UpdatedAt, FinishedAt: s.FinishedAt, Error: present(s.Error),
	}
	until := s.UpdatedAt
	if s.FinishedAt != nil {
		until = *s.FinishedAt
	}
	if took := until.Sub(s.StartedAt); took > time.Second {
		answer.Rate = new(float32(float64(s.Companies+s.Contacts) / took.Seconds()))
	}
	if s.Open() && s.Mode == psa.Reconciliation && known > s.Contacts {
		answer.Remaining = new(known - s.Contacts)
	}
	return answer
}
