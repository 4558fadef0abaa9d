// Package contract is what every PSA room is held to: one suite of stories, told by the room's client before the room's own fake. A room runs it from
// its conformance_test.go:
//
//	func TestConformance(t *testing.T) {
//		contract.Run(t, contract.Room{
//			Vendor:      connectwise.Vendor,
//			Start:       func(setup fake.Setup) (fake.PSA, error) { return connectwisetest.New(connectwisetest.Config{Setup: setup}) },
//			Credentials: map[string]string{…},
//		})
//	}
//
// The suite puts the fake behind a server of its own, below "/" and the vendor's kind, with a fake.FaultProxy that makes it fail on demand. What a desk
// cannot do (a capability of core/psa or core/ticket that it does not implement) is skipped and logged. Every story ends without violations.
package contract

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/provider"
	"countersign/core/psa"
	"countersign/core/ticket"
	"countersign/integrations/fake"
)

// Room is a PSA's room as the suite sees it.
type Room struct {
	Vendor psa.Vendor
	// Start makes a fresh fake.
	Start func(fake.Setup) (fake.PSA, error)
	// Credentials are those that the fake accepts.
	Credentials map[string]string
	// Typed are values of required fields that have no choices; nil where there are none.
	Typed ticket.Defaults
}

// stories by their names, each told to a fresh fake.
var stories = []struct {
	name string
	tell func(*bench)
}{
	{"the vendor's description holds together", describes},
	{"check says yes", checkSaysYes},
	{"check names wrong credentials", checkNamesWrongCredentials},
	{"check says that nothing listens", checkSaysThatNothingListens},
	{"everybody is listed once", everybodyIsListedOnce},
	{"a page's next survives a restart", nextSurvivesARestart},
	{"a forged next goes nowhere", aForgedNextGoesNowhere},
	{"what changed is listed", whatChangedIsListed},
	{"who was deleted is not listed", whoWasDeletedIsNotListed},
	{"a person is found", aPersonIsFound},
	{"a mobile number is set", aMobileNumberIsSet},
	{"a ticket is made and found", aTicketIsMadeAndFound},
	{"a ticket takes every default", aTicketTakesEveryDefault},
	{"a long summary is cut", aLongSummaryIsCut},
	{"tickets are searched", ticketsAreSearched},
	{"a ticket is closed", aTicketIsClosed},
	{"a ticket that is not there", aTicketThatIsNotThere},
	{"notes are written and found", notesAreWrittenAndFound},
	{"a file is attached", aFileIsAttached},
	{"time is written down", timeIsWrittenDown},
	{"a ticket is deleted once", aTicketIsDeletedOnce},
	{"every field has choices", everyFieldHasChoices},
	{"agents and their schedule are read", agentsAreRead},
	{"a throttled call says when", aThrottledCallSaysWhen},
	{"a vendor that is down takes nothing", aVendorThatIsDown},
	{"a lost answer to a question is harmless", aLostAnswerToAQuestion},
	{"a lost answer to a note is looked for", aLostAnswerToANote},
	{"a lost answer to a ticket is looked for", aLostAnswerToATicket},
	{"a silent vendor", aSilentVendor},
	{"a refusal is a refusal", aRefusalIsARefusal},
	{"every missing right is named", everyMissingRightIsNamed},
	{"no redirect is followed", noRedirectIsFollowed},
	{"errors tell no secret and no person", errorsTellNoSecret},
	{"errors repeat no sentence of the vendor's", errorsRepeatNoSentence},
}

// Run holds a room to the suite.
func Run(t *testing.T, room Room) {
	t.Helper()
	for _, story := range stories {
		t.Run(story.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, room)
			story.tell(b)
			require.Empty(t, b.Journal.Violations())
		})
	}
}

// zebulon is somebody whose name, address and number must never stand in an error.
var zebulon = fake.Person{First: "Zebulon", Last: "Quackenbush", Email: "zebulon.quackenbush@harbor.example", Mobile: "+14155550142"}

// bench is a desk before a fresh fake in which one company and Zebulon are known.
type bench struct {
	*testing.T
	*Fixture[fake.PSA]
	room    Room
	vendor  psa.Vendor
	desk    ticket.Desk
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
func (b *bench) opens(url string) ticket.Desk {
	b.Helper()
	desk, err := b.vendor.Open(psa.Connection{BaseURL: url, HTTP: b.HTTP, Credentials: b.room.Credentials})
	require.NoError(b, err)
	return desk
}

// adds puts somebody into the company.
func (b *bench) adds(p fake.Person) (id string) {
	b.Helper()
	p.CompanyID = b.company
	id, err := b.Fake.AddContact(p)
	require.NoError(b, err)
	return id
}

// soon ends a call that nobody answers.
func (b *bench) soon() context.Context {
	ctx, cancel := context.WithTimeout(b.Context(), time.Minute)
	b.Cleanup(cancel)
	return ctx
}

// fails requires a failure of one kind, whose words tell no secret and nobody's name or number.
func (b *bench) fails(err error, kind provider.Kind, what ...any) {
	b.Helper()
	require.Error(b, err, what...)
	require.Equal(b, kind, provider.KindOf(err), append([]any{err.Error()}, what...)...)
	b.discreet(err)
}

func (b *bench) discreet(err error) {
	b.Helper()
	said := err.Error()
	for _, setting := range b.vendor.Settings {
		if value := b.room.Credentials[setting.Name]; setting.Secret && value != "" {
			require.NotContains(b, said, value, "a secret stands in an error")
		}
	}
	for _, own := range []string{zebulon.First, zebulon.Last, zebulon.Email, zebulon.Mobile, strings.TrimPrefix(zebulon.Mobile, "+1")} {
		require.NotContains(b, strings.ToLower(said), strings.ToLower(own), "somebody's data stand in an error")
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
