package integration

import (
	"slices"

	"countersign/core/channel"
	"countersign/core/directory"
	"countersign/core/message"
	"countersign/core/provider"
	"countersign/core/ticket"
)

// Capability names one thing that a vendor's connections can do. A Vendor declares its capabilities, so that screens, policies and rows can ask for
// them without opening a connection; a test holds them equal to what the opened System implements.
type Capability string

// The capabilities, each with its port. A vendor that carries messages has one for every transport as well: see Carries.
const (
	Tickets        Capability = "tickets"               // ticket.System
	NoteSearch     Capability = "note_search"           // ticket.NoteFinder
	Attachments    Capability = "attachments"           // ticket.Attacher
	TicketRemoval  Capability = "ticket_removal"        // ticket.Remover
	TicketChoices  Capability = "ticket_choices"        // Chooser
	Directory      Capability = "directory"             // directory.Reader
	PersonLookup   Capability = "person_lookup"         // directory.Finder
	Webhooks       Capability = "webhooks"              // WebhookVerifier
	WebhookSetting Capability = "webhook_subscriptions" // WebhookSubscriber
	Media          Capability = "media"                 // message.MediaFetcher
)

// Carries is the capability of carrying messages of a transport: message.Carrier has a sender for it. A vendor with a transport of its own, such as
// push, needs no other port.
func Carries(transport channel.Transport) Capability { return "carries_" + Capability(transport) }

var ports = []struct {
	capability  Capability
	implemented func(System) bool
}{
	{Tickets, implements[ticket.System]}, {NoteSearch, implements[ticket.NoteFinder]}, {Attachments, implements[ticket.Attacher]},
	{TicketRemoval, implements[ticket.Remover]}, {TicketChoices, implements[Chooser]},
	{Directory, implements[directory.Reader]}, {PersonLookup, implements[directory.Finder]},
	{Webhooks, implements[WebhookVerifier]}, {WebhookSetting, implements[WebhookSubscriber]}, {Media, implements[message.MediaFetcher]},
}

func implements[Port any](s System) bool {
	_, ok := s.(Port)
	return ok
}

// CapabilitiesOf lists what an opened connection implements.
func CapabilitiesOf(s System) []Capability {
	var found []Capability
	for _, port := range ports {
		if port.implemented(s) {
			found = append(found, port.capability)
		}
	}
	if carrier, ok := s.(message.Carrier); ok {
		for _, transport := range carrier.Transports() {
			found = append(found, Carries(transport))
		}
	}
	return found
}

// Can reports whether the vendor declares a capability.
func (v Vendor) Can(c Capability) bool { return slices.Contains(v.Capabilities, c) }

// As returns an opened connection as one of its ports. A connection without it is refused with the code "no_capability".
func As[Port any](system System, err error) (Port, error) {
	port, ok := system.(Port)
	if err == nil && !ok {
		err = &provider.Error{Kind: provider.Refused, Code: "no_capability"}
	}
	return port, err
}
