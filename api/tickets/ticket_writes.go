package tickets

import (
	"context"
	"errors"
	"time"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/list"
	"countersign/core/problem"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/tickets"
)

// TicketWrites answers for the outbox of all tickets.
type TicketWrites struct {
	Store *store.Store
	Now   func() time.Time
	// SignalTicketWrites has a ticket's queue written soon. nil: the sweep does.
	SignalTicketWrites func(ticket.Key)
}

func (h TicketWrites) ListTicketWrites(ctx context.Context, request gen.ListTicketWritesRequestObject) (gen.ListTicketWritesResponseObject, error) {
	asked := request.Params
	if gate.ActorOf(ctx).Limited {
		return gen.ListTicketWrites200JSONResponse{Items: []gen.TicketWrite{}}, nil // the queue does not say whose tickets these are
	}
	return gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (answer gen.ListTicketWrites200JSONResponse, err error) {
		page, err := tickets.ListWrites(ctx, tx, tickets.WritesQuery{
			Status: string(respond.Value(asked.Status)), Integration: asked.IntegrationID, Cursor: respond.Value(asked.Cursor), Limit: respond.PageSize(asked.Limit),
		})
		if err != nil {
			return answer, err
		}
		names, err := tickets.PSANames(ctx, tx)
		answer.Items = list.Of(page.Items, func(w tickets.QueuedWrite) gen.TicketWrite { return ticketWriteAnswer(w, names[w.Integration]) })
		answer.NextCursor = respond.Present(page.Next)
		return answer, err
	})
}

func (h TicketWrites) WriteAgain(ctx context.Context, request gen.WriteAgainRequestObject) (gen.WriteAgainResponseObject, error) {
	written, err := h.settle(ctx, "ticket_write.queued_again", func(ctx context.Context, tx store.Tx) (tickets.QueuedWrite, error) {
		return tickets.RequeueWrite(ctx, tx, request.TicketWriteID)
	}, "Only what failed, or may have been written, can be written again, and only while its words are kept.")
	if err != nil {
		return nil, err
	}
	if h.SignalTicketWrites != nil {
		row := gate.Row[tickets.WriteRow](ctx)
		h.SignalTicketWrites(ticket.Key{Tenant: row.TenantID, Integration: row.IntegrationID, Ticket: row.TicketID})
	}
	return gen.WriteAgain200JSONResponse(written), nil
}

func (h TicketWrites) DismissWrite(ctx context.Context, request gen.DismissWriteRequestObject) (gen.DismissWriteResponseObject, error) {
	written, err := h.settle(ctx, "ticket_write.dismissed", func(ctx context.Context, tx store.Tx) (tickets.QueuedWrite, error) {
		return tickets.DismissWrite(ctx, tx, request.TicketWriteID, h.Now())
	}, "Only what may have been written can be settled by looking.")
	return gen.DismissWrite200JSONResponse(written), err
}

// settle changes one write and says so in the audit log.
func (h TicketWrites) settle(ctx context.Context, action string, change func(context.Context, store.Tx) (tickets.QueuedWrite, error), refused string) (gen.TicketWrite, error) {
	answer, err := gate.InTenant(ctx, h.Store, func(ctx context.Context, tx store.Tx) (answer gen.TicketWrite, err error) {
		w, err := change(ctx, tx)
		if err != nil {
			return answer, err
		}
		names, err := tickets.PSANames(ctx, tx)
		if err != nil {
			return answer, err
		}
		answer = ticketWriteAnswer(w, names[w.Integration])
		return answer, gate.Audit(ctx, tx, store.AuditEntry{Action: action, SubjectKind: "ticket_write", SubjectID: w.ID.String(), Details: map[string]any{"reference": w.Reference}})
	})
	if errors.Is(err, store.ErrConflict) {
		err = problem.New(problem.Conflict, refused)
	}
	return answer, err
}

func ticketWriteAnswer(w tickets.QueuedWrite, system string) gen.TicketWrite {
	return gen.TicketWrite{
		ID: w.ID, Integration: gen.Ref{ID: w.Integration, Name: system}, TicketID: w.Ticket, Kind: gen.TicketWriteKind(w.Kind), Subject: gen.TicketWriteSubject(w.SubjectKind), SubjectID: &w.SubjectID,
		Status: gen.TicketWriteStatus(w.Status), Attempts: w.Attempts, Reference: w.Reference, Problem: respond.Present(w.Problem), CreatedAt: w.At, WrittenAt: w.WrittenAt,
	}
}
