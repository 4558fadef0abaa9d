package tickets

import (
	"context"
	"slices"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/tickets"
)

// shown matches tickets with our companies and contacts. A limited technician gets the tickets of their own companies only.
func (h Tickets) shown(ctx context.Context, integration gen.Ref, found []ticket.Ticket) ([]gen.Ticket, error) {
	list, actor := []gen.Ticket{}, gate.ActorOf(ctx)
	linked, err := store.InTenant(ctx, h.Store, actor.Tenant, func(ctx context.Context, tx store.Tx) (tickets.Linked, error) {
		return tickets.LoadLinked(ctx, tx, integration.ID, found, h.Now())
	})
	if err != nil {
		return nil, err
	}
	for _, t := range found {
		if company, known := linked.Companies[t.CompanyID]; actor.Limited && (!known || !actor.Sees(company)) {
			continue
		}
		list = append(list, ticketAnswer(actor, integration, t, linked))
	}
	return list, nil
}

func ticketAnswer(actor gate.Actor, integration gen.Ref, t ticket.Ticket, linked tickets.Linked) gen.Ticket {
	answer := gen.Ticket{
		ID: t.ID, Number: t.Number, Summary: t.Summary, Description: respond.Present(t.Description), Status: t.Status, Closed: t.Closed, Board: respond.Present(t.Board),
		Company: respond.Present(t.Company), Contact: respond.Present(t.Contact), URL: respond.Present(t.URL), Integration: integration, Shield: new(gen.TicketShieldNone),
	}
	if !t.UpdatedAt.IsZero() {
		answer.UpdatedAt = &t.UpdatedAt
	}
	if company, known := linked.Companies[t.CompanyID]; known {
		answer.CompanyID = &company
	}
	if contact, known := linked.Contacts[t.ContactID]; known && actor.Sees(contact.Company) {
		answer.ContactID = &contact.ID
		answer.Shield = new(shieldFor(t.ID, contact))
	}
	if contact, writes := linked.Writing[t.ID]; writes && actor.Sees(contact.Company) {
		answer.Contact, answer.ContactID = &contact.Name, &contact.ID
		answer.Shield = new(shieldFor(t.ID, contact.LinkedContact))
	}
	if waiting := linked.Waiting[t.ID]; waiting > 0 {
		answer.WritesWaiting = &waiting
	}
	return answer
}

// shieldFor is the shield of a ticket's own contact: green speaks of this ticket only, and a denial beats everything.
func shieldFor(id string, contact tickets.LinkedContact) gen.TicketShield {
	switch {
	case contact.Denied:
		return gen.TicketShieldDenied
	case contact.Waiting:
		return gen.TicketShieldWaiting
	case slices.Contains(contact.Verified, id):
		return gen.TicketShieldGreen
	case contact.Proven:
		return gen.TicketShieldOther
	}
	return gen.TicketShieldRed
}
