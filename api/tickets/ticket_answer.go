package tickets

import (
	"context"

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
		switch {
		case contact.Waiting:
			answer.Shield = new(gen.TicketShieldWaiting)
		case contact.Green:
			answer.Shield = new(gen.TicketShieldGreen)
		default:
			answer.Shield = new(gen.TicketShieldRed)
		}
	}
	if waiting := linked.Waiting[t.ID]; waiting > 0 {
		answer.WritesWaiting = &waiting
	}
	return answer
}
