package harness

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// PSA is the sandbox's ConnectWise, which the demo MSP is connected to.
type PSA struct {
	ID   string // of the connection
	desk *Desk
}

// PSA finds the demo MSP's connection, which was there before any other.
func (d *Desk) PSA() PSA {
	d.T.Helper()
	var page struct{ Items []struct{ ID, Kind string } }
	d.Do(d.T, http.MethodGet, "/integrations", nil).Into(d.T, &page)
	require.NotEmpty(d.T, page.Items)
	return PSA{page.Items[0].ID, d}
}

// Populated adds a company with people to the PSA and returns the company's id there. The sandbox gives each company a mail domain of its own.
func (s *Stack) Populated(t testing.TB, contacts int) (company string) {
	t.Helper()
	reply := s.Sandbox().Do(t, http.MethodPost, "/_sandbox/psa/connectwise/populate", map[string]any{"companies": 1, "contacts": contacts, "tickets": 0, "seed": rand.Uint32()})
	require.Equal(t, http.StatusOK, reply.Status, string(reply.Body))
	var made struct{ Companies struct{ First string } }
	reply.Into(t, &made)
	return made.Companies.First
}

// SyncUntil syncs, again if need be, until something is so. Other stories sync the same PSA meanwhile.
func (p PSA) SyncUntil(so func() bool, what string) {
	t := p.desk.T
	t.Helper()
	asked := time.Time{}
	require.Eventually(t, func() bool {
		if time.Since(asked) > time.Second {
			asked = time.Now()
			reply := p.desk.Do(t, http.MethodPost, "/integrations/"+p.ID+"/sync", nil)
			require.Equal(t, http.StatusAccepted, reply.Status, string(reply.Body))
		}
		return so()
	}, 2*time.Minute, 50*time.Millisecond, what)
}

// Synced is a contact that came from the PSA, as far as stories look at it.
type Synced struct {
	ID, Name, Mobile, Email string
	InactiveSince           string `json:"inactive_since"`
	Sources                 []struct {
		IntegrationID string `json:"integration_id"`
		ExternalID    string `json:"external_id"`
		Gone          bool   `json:"gone"`
	}
	Shields []struct {
		AddressID     string `json:"address_id"`
		Kind          string `json:"kind"`
		VerifiedUntil string `json:"verified_until"`
		CoolingUntil  string `json:"cooling_until"`
	}
}

// Green reports whether an address of a kind is verified.
func (s Synced) Green(kind string) bool {
	for _, shield := range s.Shields {
		if shield.Kind == kind && shield.VerifiedUntil != "" {
			return true
		}
	}
	return false
}

// Cools reports whether an address of a kind cools off, as one does that somebody else has too: the populations of other ticket systems use the same numbers.
func (s Synced) Cools(kind string) bool {
	for _, shield := range s.Shields {
		if shield.Kind == kind && shield.CoolingUntil != "" {
			return true
		}
	}
	return false
}

// PeopleOf lists who came from a company of the PSA.
func (p PSA) PeopleOf(company string) []Synced {
	p.desk.T.Helper()
	var page struct{ Items []Synced }
	p.desk.Do(p.desk.T, http.MethodGet, "/contacts?limit=200&email=company-"+company+".example", nil).Into(p.desk.T, &page)
	return slices.DeleteFunc(page.Items, func(one Synced) bool { return !one.from(p.ID) })
}

// from reports whether a PSA knows them: another story may have connected the same sandbox once more, which brings the same people once more.
func (s Synced) from(integration string) bool {
	for _, source := range s.Sources {
		if source.IntegrationID == integration {
			return true
		}
	}
	return false
}

// Synced reads one of them.
func (d *Desk) Synced(id string) (one Synced) {
	d.T.Helper()
	d.Do(d.T, http.MethodGet, "/contacts/"+id, nil).Into(d.T, &one)
	return one
}

// AsContact is a contact of the PSA as a person with a phone and an inbox in the sandbox.
func (d *Desk) AsContact(s Synced) *Contact {
	for _, address := range []string{s.Mobile, s.Email} {
		d.Stack.expected.ask(d.T.Name(), address, 0)
	}
	return &Contact{Person: Person{Name: s.Name, Mobile: s.Mobile, Email: s.Email}, ID: s.ID, desk: d}
}
