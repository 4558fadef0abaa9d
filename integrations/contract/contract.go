// Package contract is what every vendor's room is held to. There is one suite a capability, in a file of its own; its stories are told by the room's client
// before the room's own fake. A room runs all of them from its conformance_test.go:
//
//	func TestConformance(t *testing.T) {
//		contract.Run(t, contract.Room{
//			Vendor:      connectwise.Vendor,
//			Start:       func(setup fake.Setup) (fake.PSA, error) { return connectwisetest.New(connectwisetest.Config{Setup: setup}) },
//			Credentials: map[string]string{…},
//		})
//	}
//
// The room of a vendor that carries messages runs RunCarrier in the same way.
//
// Each story gets a fresh fake behind a server of its own, below "/" and the vendor's kind, with a fake.FaultProxy that makes it fail on demand. A capability
// that the client does not implement is skipped and logged. Every story ends without violations.
package contract

import (
	"testing"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/fake"
)

// Room is a PSA's room as the suite sees it.
type Room struct {
	Vendor integration.Vendor
	// Start makes a fresh fake.
	Start func(fake.Setup) (fake.PSA, error)
	// Credentials are those that the fake accepts.
	Credentials map[string]string
	// Typed are values of required fields that have no choices; nil where there are none.
	Typed ticket.Defaults
}

// suiteOf is what one capability is held to: stories by their names, each told to a fresh fake.
type suiteOf[Bench any] struct {
	name    string
	stories []storyOf[Bench]
}

type storyOf[Bench any] struct {
	name string
	tell func(Bench)
}

type (
	suite = suiteOf[*bench]
	story = storyOf[*bench]
)

// suites are those of a ticket system. A file holds one of them.
var suites = []suite{
	vendorSuite, directorySuite, contactsSuite, ticketsSuite, removalSuite, notesSuite, attachmentsSuite,
	choicesSuite, webhooksSuite, outagesSuite, rightsSuite, secrecySuite,
}

// Run holds a room to every suite. What its client cannot do is skipped and logged.
func Run(t *testing.T, room Room) {
	t.Helper()
	for _, suite := range suites {
		suite.run(t, func(t *testing.T, tell func(*bench)) {
			b := newBench(t, room)
			tell(b)
			b.NoViolations(t)
		})
	}
}

// run tells every story side by side. told puts a bench before one.
func (s suiteOf[Bench]) run(t *testing.T, told func(t *testing.T, tell func(Bench))) {
	t.Helper()
	t.Run(s.name, func(t *testing.T) {
		t.Parallel()
		for _, story := range s.stories {
			t.Run(story.name, func(t *testing.T) {
				t.Parallel()
				told(t, story.tell)
			})
		}
	})
}
