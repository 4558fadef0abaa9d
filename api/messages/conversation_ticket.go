package messages

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/api/vendors"
	"countersign/core/problem"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/conversations"
	"countersign/store/people"
	"countersign/store/tickets"
)

// openTicket makes sure that the ticket to go on in is there and open.
func (h Conversations) openTicket(ctx context.Context, tenant uuid.UUID, n conversations.NewConversation) error {
	if n.TicketID == "" {
		return nil
	}
	integration, err := store.InTenant(ctx, h.Store, tenant, func(ctx context.Context, tx store.Tx) (integration *uuid.UUID, err error) {
		channels, err := conversations.ListChannels(ctx, tx)
		for _, c := range channels {
			if n.Channel == nil && len(channels) == 1 || n.Channel != nil && c.ID == *n.Channel {
				integration = c.Integration
			}
		}
		return integration, err
	})
	if err != nil || integration == nil {
		return err // without a ticket system the store says what is wrong
	}
	found, err := h.ticketOf(ctx, tenant, *integration, n.TicketID)
	say := func(message string) error {
		return problem.Invalid(problem.ValidationFailed, problem.Field{Field: "ticket_id", Message: message})
	}
	switch {
	case errors.Is(err, ticket.ErrNotFound):
		return say("There is no such ticket.")
	case err != nil:
		return problem.New(problem.Unavailable, "The ticket cannot be looked at now: "+ticket.Problem(err)+" Leave it out, or try again later.")
	case found.Closed:
		return say("This ticket is closed: choose an open one, or leave it out for a new one.")
	}
	return h.sameCompany(ctx, tenant, *integration, found, n, say)
}

// sameCompany keeps the words of one client out of another's ticket.
func (h Conversations) sameCompany(ctx context.Context, tenant, integration uuid.UUID, found ticket.Ticket, n conversations.NewConversation, say func(string) error) error {
	return h.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		linked, err := tickets.LoadLinked(ctx, tx, integration, []ticket.Ticket{found}, n.At)
		if err != nil {
			return err
		}
		company, known := linked.Companies[found.CompanyID]
		if n.Scope.Limited && (!known || !n.Scope.Allows(company)) {
			return say("There is no such ticket.")
		}
		contact, err := people.LoadContact(ctx, tx, n.ContactID)
		if errors.Is(err, store.ErrNotFound) || !known {
			return nil // that there is no such contact is said where the conversation begins
		}
		if err == nil && contact.CompanyID != company {
			return say("This ticket belongs to another company than the person: what they write would stand in it.")
		}
		return err
	})
}

func (h Conversations) ticketOf(ctx context.Context, tenant, integration uuid.UUID, id string) (ticket.Ticket, error) {
	if h.Ticket == nil {
		return ticket.Ticket{}, vendors.ErrNone
	}
	return h.Ticket(ctx, tenant, integration, id)
}

// GetConversationTicket shows the ticket beside the conversation. A ticket system that is away is no failure of ours: the answer says so in words.
func (h Conversations) GetConversationTicket(ctx context.Context, request gen.GetConversationTicketRequestObject) (gen.GetConversationTicketResponseObject, error) {
	tenant := gate.ActorOf(ctx).Tenant
	var c conversations.Conversation
	var answer gen.GetConversationTicket200JSONResponse
	err := h.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) (err error) {
		if c, err = conversations.GetConversation(ctx, tx, request.ConversationID); err != nil {
			return err
		}
		answer.Waiting, err = conversations.WaitingNotes(ctx, tx, c)
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case c.Integration == nil:
		answer.Problem = new("This SMS channel has no ticket system.")
		return answer, nil
	case c.TicketID == "":
		answer.Problem = new("There is no ticket yet. It is opened as soon as the ticket system takes it.")
		return answer, nil
	}
	found, err := h.ticketOf(ctx, tenant, *c.Integration, c.TicketID)
	if err != nil {
		answer.Problem = new(ticketProblem(err))
		return answer, nil
	}
	answer.Ticket = &struct {
		Board   *string `json:"board,omitempty"`
		Closed  bool    `json:"closed"`
		Company *string `json:"company,omitempty"`
		Contact *string `json:"contact,omitempty"`
		ID      string  `json:"id"`
		Number  string  `json:"number"`
		Status  string  `json:"status"`
		Summary string  `json:"summary"`
		URL     *string `json:"url,omitempty"`
	}{
		ID: found.ID, Number: found.Number, Summary: found.Summary, Status: found.Status, Closed: found.Closed,
		Board: respond.Present(found.Board), Company: respond.Present(found.Company), Contact: respond.Present(found.Contact), URL: respond.Present(found.URL),
	}
	return answer, nil
}

func ticketProblem(err error) string {
	switch {
	case errors.Is(err, vendors.ErrNone):
		return "No ticket system can be asked here."
	case errors.Is(err, context.DeadlineExceeded):
		return "The ticket system does not answer."
	}
	return ticket.Problem(err)
}
