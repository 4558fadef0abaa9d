package api

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"countersign/api/gen"
	"countersign/core/problem"
	"countersign/core/ticket"
	"countersign/store"
)

// tickets answers for the PSA's tickets, as they are there now.
type tickets struct{ Deps }

func newTickets(d Deps) tickets { return tickets{d} }

func (h tickets) ListTickets(ctx context.Context, request gen.ListTicketsRequestObject) (gen.ListTicketsResponseObject, error) {
	answer, asked := gen.ListTickets200JSONResponse{Items: []gen.Ticket{}}, request.Params
	integration, err := h.integration(ctx, asked.IntegrationID)
	if err != nil {
		return nil, err
	}
	query := ticket.Query{Text: value(asked.Query), Open: value(asked.Status) != gen.ListTicketsParamsStatusAll, Limit: value(asked.Limit)}
	someone := asked.ContactID != nil || asked.CompanyID != nil
	err = h.Store.Tenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) (err error) {
		query.ContactID, query.CompanyID, err = tx.AtPSA(ctx, integration.ID, asked.ContactID, asked.CompanyID)
		return err
	})
	if err != nil || someone && query.ContactID == "" && query.CompanyID == "" {
		return answer, err // nobody that the PSA knows
	}
	var found []ticket.Ticket
	err = h.ask(ctx, integration.ID, func(ctx context.Context, desk ticket.Desk) (err error) {
		found, err = desk.Tickets(ctx, query)
		return err
	})
	if err != nil {
		return nil, psaProblem(err)
	}
	answer.Items, err = h.shown(ctx, integration, found)
	return answer, err
}

func (h tickets) GetTicket(ctx context.Context, request gen.GetTicketRequestObject) (gen.GetTicketResponseObject, error) {
	integration, err := h.integration(ctx, request.Params.IntegrationID)
	if err != nil {
		return nil, err
	}
	one, err := h.seenTicket(ctx, integration, request.TicketID)
	return gen.GetTicket200JSONResponse(one), err
}

func (h tickets) ListWritesOfTicket(ctx context.Context, request gen.ListWritesOfTicketRequestObject) (gen.ListWritesOfTicketResponseObject, error) {
	integration, err := h.integration(ctx, request.Params.IntegrationID)
	if err != nil {
		return nil, err
	}
	if ActorOf(ctx).Limited { // who sees some companies only sees what was written into their tickets
		if _, err := h.seenTicket(ctx, integration, request.TicketID); err != nil {
			return nil, err
		}
	}
	answer := gen.ListWritesOfTicket200JSONResponse{Items: []gen.TicketWrite{}}
	err = h.Store.Tenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		writes, err := tx.TicketsWrites(ctx, integration.ID, request.TicketID)
		for _, w := range writes {
			answer.Items = append(answer.Items, ticketWriteAnswer(w, integration.Name))
		}
		return err
	})
	return answer, err
}

// seenTicket reads a ticket that the actor may see.
func (h tickets) seenTicket(ctx context.Context, integration gen.Ref, id string) (gen.Ticket, error) {
	var found ticket.Ticket
	err := h.ask(ctx, integration.ID, func(ctx context.Context, desk ticket.Desk) (err error) {
		found, err = desk.Ticket(ctx, id)
		return err
	})
	if err != nil {
		return gen.Ticket{}, psaProblem(err)
	}
	list, err := h.shown(ctx, integration, []ticket.Ticket{found})
	if err == nil && len(list) == 0 {
		err = errUnseen
	}
	if err != nil {
		return gen.Ticket{}, err
	}
	return list[0], nil
}

// integration is the PSA that is asked: the one named, or the first by name.
func (h tickets) integration(ctx context.Context, named *uuid.UUID) (gen.Ref, error) {
	var of gen.Ref
	err := h.Store.Tenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		if named == nil {
			first, ok, err := tx.PSA(ctx)
			if err != nil {
				return err
			}
			if !ok {
				return problem.New(problem.NotFound, "No ticket system is connected. An Admin connects one in the settings.")
			}
			named = &first
		}
		list, err := tx.PSAs(ctx, named)
		if err == nil && len(list) == 0 {
			err = store.ErrNotFound
		}
		if err != nil {
			return err
		}
		of = gen.Ref{ID: list[0].ID, Name: list[0].Name}
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		err = errUnseen
	}
	return of, err
}

// shown says whose tickets these are with us. Somebody who works for some companies sees theirs alone.
func (h tickets) shown(ctx context.Context, integration gen.Ref, found []ticket.Ticket) ([]gen.Ticket, error) {
	list, actor := []gen.Ticket{}, ActorOf(ctx)
	var linked store.Linked
	err := h.Store.Tenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) (err error) {
		linked, err = tx.LinkedOf(ctx, integration.ID, found, h.Now())
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, t := range found {
		if company, known := linked.Companies[t.CompanyID]; actor.Limited && (!known || !actor.Sees(company)) {
			continue
		}
		list = append(list, ticketAnswer(integration, t, linked))
	}
	return list, nil
}

func ticketAnswer(integration gen.Ref, t ticket.Ticket, linked store.Linked) gen.Ticket {
	answer := gen.Ticket{
		ID: t.ID, Number: t.Number, Summary: t.Summary, Description: present(t.Description), Status: t.Status, Closed: t.Closed, Board: present(t.Board),
		Company: present(t.Company), Contact: present(t.Contact), URL: present(t.URL), Integration: integration, Shield: new(gen.TicketShieldNone),
	}
	if !t.UpdatedAt.IsZero() {
		answer.UpdatedAt = &t.UpdatedAt
	}
	if company, known := linked.Companies[t.CompanyID]; known {
		answer.CompanyID = &company
	}
	if contact, known := linked.Contacts[t.ContactID]; known {
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
