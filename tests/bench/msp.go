package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"countersign/core/admission"
	"countersign/store"
	accountstore "countersign/store/account"
	peoplestore "countersign/store/people"
	"countersign/store/tenants"
	"countersign/tests/harness"
)

// msp is one help desk: an API key and a client company with people.
type msp struct {
	tenant  uuid.UUID
	company uuid.UUID
	key     string
}

// found makes an MSP whose limits do not stand in the way, with people whose mobile numbers are theirs alone.
// from is the index of the first number.
func found(ctx context.Context, s *store.Store, stack *harness.Stack, from, people int) ([]*person, error) {
	slug := "bench-" + strings.ToLower(rand.Text()[:10])
	tenant, _, err := tenants.Create(ctx, s, slug, "Bench "+slug)
	if err != nil {
		return nil, err
	}
	m := &msp{tenant: tenant, key: "cs_" + store.NewToken()}
	var ids []uuid.UUID
	contacts := make([]peoplestore.NewContact, people)
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		if _, err := accountstore.CreateAPIKey(ctx, tx, accountstore.NewAPIKey{Name: "Bench", Scopes: []string{"admin"}, At: time.Now()}, m.key); err != nil {
			return err
		}
		company, err := peoplestore.CreateCompany(ctx, tx, "Client", "US")
		if err != nil {
			return err
		}
		m.company = company.ID
		for i := range contacts {
			contacts[i] = peoplestore.NewContact{CompanyID: company.ID, Name: fmt.Sprintf("Person %d", from+i), Mobile: number(415, from+i)}
		}
		ids, err = peoplestore.ImportContacts(ctx, tx, contacts)
		return err
	})
	if err != nil {
		return nil, err
	}
	all := make([]*person, people)
	for i, id := range ids {
		all[i] = &person{msp: m, id: id.String(), mobile: contacts[i].Mobile}
	}
	return all, m.raiseLimits(ctx, stack, slug)
}

// raiseLimits sets the highest limits that the API takes, once the operator allows them.
func (m *msp) raiseLimits(ctx context.Context, stack *harness.Stack, slug string) error {
	_, err := store.SetCeilings(ctx, stack.OwnerDatabaseURL, slug, func(c *admission.Ceilings) {
		*c = admission.Ceilings{SpendPerDayCents: 1_000_000, SendsPerMinute: 600, SendsPerNumberMinute: 600, SendsPerNumberHour: 36_000, StrangersPerHour: 36_000}
	})
	if err != nil {
		return err
	}
	calls := caller{base: stack.APIURL + "/v1", bearer: m.key}
	settings := map[string]any{"retention_days": 365, "sends_per_minute": 600, "spend_per_day_cents": 1_000_000, "country": "US"}
	if err := calls.do(ctx, http.MethodPut, "/settings", settings, http.StatusOK, nil); err != nil {
		return err
	}
	var inForce struct{ Policy map[string]any }
	if err := calls.do(ctx, http.MethodGet, "/policies/default", nil, http.StatusOK, &inForce); err != nil {
		return err
	}
	inForce.Policy["sends_per_number"], inForce.Policy["sends_per_number_minutes"] = 20, 1
	return calls.do(ctx, http.MethodPut, "/companies/"+m.company.String()+"/policy", inForce.Policy, http.StatusOK, nil)
}
