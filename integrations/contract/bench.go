package contract

import (
	"context"
	"maps"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/fake"
)

// closing is how statuses of done tickets are called everywhere.
var closing = regexp.MustCompile(`(?i)clos|complet|resolv|solved|done`)

func newReference() string { return ticket.Reference(uuid.Must(uuid.NewV7())) }

// defaults chooses a value for every required field, or for all.
func (b *bench) defaults(all bool) ticket.Defaults {
	b.Helper()
	chosen := ticket.Defaults{}
	maps.Copy(chosen, b.room.Typed)
	chooser, can := b.desk.(integration.Chooser)
	for _, field := range b.vendor.Fields {
		if !can || field.Text || chosen[field.Name] != "" || !all && !field.Required {
			continue
		}
		choices, err := chooser.Choices(b.soon(), field.Name, chosen)
		require.NoError(b, err, field.Name)
		if len(choices) == 0 {
			require.False(b, field.Required, "%s is required and has no choices", field.Name)
			continue
		}
		chosen[field.Name] = pick(field, choices)
	}
	return chosen
}

// pick takes the first choice that fits: for the status of a closed ticket one that closes, for any other one that does not.
func pick(field integration.Field, choices []integration.Choice) string {
	for _, choice := range choices {
		if closing.MatchString(choice.Label) == (field.Name == ticket.FieldClosed) {
			return choice.ID
		}
	}
	return choices[len(choices)-1].ID
}

// closed is the status with which tickets end.
func (b *bench) closed() string {
	b.Helper()
	all := b.defaults(true)
	require.NotEmpty(b, all[ticket.FieldClosed], "there must be a status to end with")
	return all[ticket.FieldClosed]
}

// makes a ticket of Zebulon's.
func (b *bench) makes(summary string) ticket.Ticket {
	b.Helper()
	made, err := b.desk.Create(b.soon(), b.newTicket(summary, newReference()))
	require.NoError(b, err)
	return made
}

func (b *bench) newTicket(summary, ref string) ticket.New {
	b.Helper()
	return ticket.New{Reference: ref, Summary: summary, Description: "Called from a mobile.", CompanyID: b.company, ContactID: b.contact, Defaults: b.defaults(false)}
}

// unknownID has the shape of another id and belongs to no record.
func (b *bench) unknownID(like string) string {
	if _, err := strconv.Atoi(like); err == nil {
		return "999999999"
	}
	return uuid.NewString()
}

// zebulon is a person whose name, address and number must never stand in an error.
var zebulon = fake.Person{First: "Zebulon", Last: "Quackenbush", Email: "zebulon.quackenbush@harbor.example", Mobile: "+14155550142"}

// bench is a desk before a fresh fake in which one company and Zebulon are known.
type bench struct {
	*testing.T
	*Fixture[fake.PSA]
	room    Room
	vendor  integration.Vendor
	desk    ticket.System
	company string
	contact string
}

func newBench(t *testing.T, room Room) *bench {
	t.Helper()
	b := &bench{T: t, room: room, vendor: room.Vendor, Fixture: NewFixture(t, room.Start)}
	b.HTTP.Timeout = time.Minute
	b.desk = b.opens(b.URL)
	var err error
	b.company, err = b.Fake.AddCompany("Harbor Dental")
	require.NoError(t, err)
	b.contact = b.adds(zebulon)
	return b
}

// opens is a new desk whose server stands at an address.
func (b *bench) opens(url string) ticket.System {
	b.Helper()
	desk, err := b.vendor.Open(integration.Connection{BaseURL: url, HTTP: b.HTTP, Credentials: b.room.Credentials})
	require.NoError(b, err)
	return desk.(ticket.System)
}

// adds puts a person into the company.
func (b *bench) adds(p fake.Person) (id string) {
	b.Helper()
	p.CompanyID = b.company
	id, err := b.Fake.AddContact(p)
	require.NoError(b, err)
	return id
}

// soon bounds a call that is not answered.
func (b *bench) soon() context.Context {
	ctx, cancel := context.WithTimeout(b.Context(), time.Minute)
	b.Cleanup(cancel)
	return ctx
}

// fails requires a failure of one kind, whose words tell no secret, no name and no number.
func (b *bench) fails(err error, kind provider.Kind, what ...any) {
	b.Helper()
	require.Error(b, err, what...)
	require.Equal(b, kind, provider.KindOf(err), append([]any{err.Error()}, what...)...)
	b.discreet(err)
}

func (b *bench) discreet(err error) {
	b.Helper()
	discreet(b, err, b.vendor, b.room.Credentials, []string{zebulon.First, zebulon.Last, zebulon.Email, zebulon.Mobile, strings.TrimPrefix(zebulon.Mobile, "+1")})
}

// discreet requires that an error tells no secret credential and nothing of a person.
func discreet(t testing.TB, err error, vendor integration.Vendor, credentials map[string]string, personal []string) {
	t.Helper()
	said := err.Error()
	for _, setting := range vendor.Settings {
		if value := credentials[setting.Name]; setting.Secret && value != "" {
			require.NotContains(t, said, value, "a secret stands in an error")
		}
	}
	for _, own := range personal {
		require.NotContains(t, strings.ToLower(said), strings.ToLower(own), "an error holds personal data")
	}
}

// needs is a capability of the desk; without it the story is skipped.
func needs[Capability any](b *bench) Capability {
	b.Helper()
	able, ok := b.desk.(Capability)
	if !ok {
		b.Skipf("%s has no %s", b.vendor.Name, reflect.TypeFor[Capability]())
	}
	return able
}
