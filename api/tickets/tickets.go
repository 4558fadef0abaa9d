package tickets

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/api/vendors"
	"countersign/core/list"
	"countersign/core/problem"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/integrations"
	"countersign/store/tickets"
)

// Tickets answers for the PSA's tickets, as they are there now.
type Tickets struct {
	Store *store.Store
	Now   func() time.Time
	PSAs  vendors.Opener
}

func (h Tickets) ListTickets(ctx context.Context, request gen.ListTicketsRequestObject) (gen.ListTicketsResponseObject, error) {
	asked := request.Params
	integration, err := h.integration(ctx, asked.IntegrationID)
	if err != nil {
		return nil, err
	}
	questions, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) ([]ticket.Query, error) {
		return questionsFor(ctx, tx, integration.ID, asked)
	})
	if err != nil {
		return nil, err
	}
	var found []ticket.Ticket
	err = vendors.Ask(ctx, h.PSAs, integration.ID, func(ctx context.Context, system ticket.System) error {
		for _, question := range questions {
			some, err := system.Tickets(ctx, question)
			if err != nil {
				return err
			}
			found = append(found, some...)
		}
		return nil
	})
	if err != nil {
		return nil, vendors.Problem(err)
	}
	if len(questions) > 1 {
		slices.SortStableFunc(found, func(a, b ticket.Ticket) int { return b.UpdatedAt.Compare(a.UpdatedAt) })
		found = found[:min(len(found), questions[0].Limit)]
	}
	items, err := h.shown(ctx, integration, found)
	return gen.ListTickets200JSONResponse{Items: items}, err
}

// askedEach is for how many companies of a limited technician the PSA is asked one by one. For more it is asked for all tickets, of which theirs are shown.
const askedEach = 5

// questionsFor returns the queries of a PSA for a list: none when it does not know the contact or company.
func questionsFor(ctx context.Context, tx store.Tx, integration uuid.UUID, asked gen.ListTicketsParams) ([]ticket.Query, error) {
	actor, question := gate.ActorOf(ctx), ticket.Query{Text: respond.Value(asked.Query), Open: respond.Value(asked.Status) != gen.ListTicketsParamsStatusAll, Limit: respond.PageSize(asked.Limit)}
	if asked.ContactID == nil && asked.CompanyID == nil {
		if !actor.Limited || len(actor.Companies) > askedEach {
			return []ticket.Query{question}, nil
		}
		theirs, err := tickets.ExternalCompanyIDs(ctx, tx, integration, actor.Companies)
		questions := make([]ticket.Query, len(theirs))
		for i, company := range theirs {
			questions[i] = question
			questions[i].CompanyID = company
		}
		return questions, err
	}
	var err error
	question.ContactID, question.CompanyID, err = tickets.ExternalIDs(ctx, tx, integration, asked.ContactID, asked.CompanyID)
	unknown := asked.ContactID != nil && question.ContactID == "" || asked.CompanyID != nil && (question.CompanyID == "" || !actor.Sees(*asked.CompanyID))
	if err != nil || unknown {
		return nil, err
	}
	return []ticket.Query{question}, nil
}

func (h Tickets) GetTicket(ctx context.Context, request gen.GetTicketRequestObject) (gen.GetTicketResponseObject, error) {
	integration, err := h.integration(ctx, request.Params.IntegrationID)
	if err != nil {
		return nil, err
	}
	one, err := h.seenTicket(ctx, integration, request.TicketID)
	return gen.GetTicket200JSONResponse(one), err
}

func (h Tickets) ListWritesOfTicket(ctx context.Context, request gen.ListWritesOfTicketRequestObject) (gen.ListWritesOfTicketResponseObject, error) {
	integration, err := h.integration(ctx, request.Params.IntegrationID)
	if err != nil {
		return nil, err
	}
	if gate.ActorOf(ctx).Limited { // who sees some companies only sees what was written into their tickets
		if _, err := h.seenTicket(ctx, integration, request.TicketID); err != nil {
			return nil, err
		}
	}
	writes, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) ([]tickets.QueuedWrite, error) {
		return tickets.ListWritesOfTicket(ctx, tx, integration.ID, request.TicketID)
	})
	items := list.Of(writes, func(w tickets.QueuedWrite) gen.TicketWrite { return ticketWriteAnswer(w, integration.Name) })
	return gen.ListWritesOfTicket200JSONResponse{Items: items}, err
}

// seenTicket reads a ticket that the actor may see.
func (h Tickets) seenTicket(ctx context.Context, integration gen.Ref, id string) (gen.Ticket, error) {
	var found ticket.Ticket
	err := vendors.Ask(ctx, h.PSAs, integration.ID, func(ctx context.Context, system ticket.System) (err error) {
		found, err = system.Ticket(ctx, id)
		return err
	})
	if err != nil {
		return gen.Ticket{}, vendors.Problem(err)
	}
	return store.Only(h.shown(ctx, integration, []ticket.Ticket{found}))
}

// integration is the PSA that is asked: the one named, or the one that was connected first.
func (h Tickets) integration(ctx context.Context, named *uuid.UUID) (gen.Ref, error) {
	var of gen.Ref
	err := h.Store.InTenant(ctx, gate.ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		if named == nil {
			first, ok, err := integrations.FirstPSA(ctx, tx)
			if err != nil {
				return err
			}
			if !ok {
				return problem.New(problem.NotFound, "No ticket system is connected. An Admin connects one in the settings.")
			}
			named = &first
		}
		list, err := integrations.ListPSAs(ctx, tx, named)
		if err == nil && len(list) == 0 {
			err = store.ErrNotFound
		}
		if err != nil {
			return err
		}
		of = gen.Ref{ID: list[0].ID, Name: list[0].Name}
		return nil
	})
	return of, err
}
