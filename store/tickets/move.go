package tickets

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/core/problem"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/db"
)

// Move names another ticket for what a verification or technician verification had to say in one that does not take it.
type Move struct {
	SubjectKind string // SubjectVerification or SubjectTechnicianVerification
	SubjectID   uuid.UUID
	CompanyID   *uuid.UUID
	From        string // the ticket that was named
	To          ticket.Key
	By          store.Actor
	At          time.Time
}

// MoveFailed puts the failed writes of a subject into the queue of another ticket, which is its ticket from now on. problem.Conflict where none failed.
func MoveFailed(ctx context.Context, tx store.Tx, m Move) error {
	moved, err := db.New(tx).MoveFailedWrites(ctx, db.MoveFailedWritesParams{
		SubjectKind: m.SubjectKind, SubjectID: m.SubjectID, IntegrationID: m.To.Integration, TicketID: m.To.Ticket, At: m.At,
	})
	if err == nil && moved == 0 || errors.Is(err, store.ErrConflict) {
		return problem.New(problem.Conflict, "Only a note that failed can go into another ticket.")
	}
	if err != nil {
		return err
	}
	if m.SubjectKind == SubjectVerification {
		err = db.New(tx).SetTicketOfVerification(ctx, db.SetTicketOfVerificationParams{ID: m.SubjectID, TicketID: &m.To.Ticket, IntegrationID: &m.To.Integration})
	} else {
		err = db.New(tx).SetTicketOfTechnicianVerification(ctx, db.SetTicketOfTechnicianVerificationParams{ID: m.SubjectID, TicketID: &m.To.Ticket, IntegrationID: &m.To.Integration})
	}
	if err != nil {
		return err
	}
	return tx.Audit(ctx, store.AuditEntry{
		By: m.By, Action: "ticket_write.moved", SubjectKind: m.SubjectKind, SubjectID: m.SubjectID.String(), CompanyID: m.CompanyID,
		Details: map[string]any{"before": map[string]any{"ticket_id": m.From}, "after": map[string]any{"ticket_id": m.To.Ticket}},
	})
}
