package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/inbound"
	"countersign/core/otp"
	"countersign/core/technician"
	"countersign/core/ticket"
	"countersign/store/db"
)

// TechnicianRecorder implements technician.Recorder.
type TechnicianRecorder struct{ Store *Store }

var _ technician.Recorder = TechnicianRecorder{}

// Due implements technician.Recorder.
func (r TechnicianRecorder) Due(ctx context.Context, tenant, id uuid.UUID, run string) (due technician.Due, err error) {
	err = r.Store.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.ResourceTechnicianVerification(ctx, id)
		if err != nil {
			return err
		}
		if Text(row.RunID) != run {
			if err := tx.SetTechnicianVerificationRun(ctx, db.SetTechnicianVerificationRunParams{ID: id, RunID: &run}); err != nil {
				return err
			}
		}
		due = technician.Due{Status: technician.Status(row.Status), Transport: channel.Transport(row.Transport), ExpiresAt: row.ExpiresAt}
		if due.Outbound, err = tx.TechnicianVerificationMessagesToSend(ctx, &id); err != nil {
			return err
		}
		if due.Replies, err = tx.TechnicianVerificationReplies(ctx, &id); err != nil {
			return err
		}
		next, err := tx.NextTechnicianVerification(ctx, id)
		if len(next) > 0 {
			due.Next = next[0]
		}
		return err
	})
	return due, err
}

// step locks a technician verification, decides and records the decision.
func (r TechnicianRecorder) step(ctx context.Context, tenant, id uuid.UUID, at time.Time, decide func(ctx context.Context, tx Tx, s technician.State) (technician.Decision, error)) (answer technician.Answer, err error) {
	err = r.Store.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.lockTechnician(ctx, id)
		if err != nil {
			return err
		}
		d, err := decide(ctx, tx, row.state)
		if err != nil {
			return err
		}
		answer, err = tx.recordTechnician(ctx, row, d, at)
		return err
	})
	return answer, err
}

// Reply implements technician.Recorder. A message is processed once.
func (r TechnicianRecorder) Reply(ctx context.Context, tenant, messageID uuid.UUID, at time.Time) (answer technician.Answer, err error) {
	err = r.Store.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		message, err := tx.LockMessage(ctx, messageID)
		if err != nil || message.TechnicianVerificationID == nil || message.HandedAt != nil {
			return err
		}
		if err := tx.MarkReplyProcessed(ctx, db.MarkReplyProcessedParams{ID: messageID, At: &at}); err != nil {
			return err
		}
		row, err := tx.lockTechnician(ctx, *message.TechnicianVerificationID)
		if err != nil {
			return err
		}
		reply := technician.Reply{Denies: inbound.Route(Text(message.Route)) == inbound.Deny, At: message.At, ProcessedAt: at}
		if !reply.Denies {
			newest, err := tx.NewestCodePosition(ctx, &row.ID)
			if err != nil {
				return err
			}
			reply.AfterCode = Value(message.Position) >= newest
		}
		tickets, err := tx.technicianTickets(ctx, row.state)
		if err != nil {
			return err
		}
		answer, err = tx.recordTechnician(ctx, row, row.state.Reply(reply, tickets), at)
		return err
	})
	return answer, err
}

// Claim implements technician.Recorder.
func (r TechnicianRecorder) Claim(ctx context.Context, claim technician.Claim) (technician.Answer, error) {
	return r.step(ctx, claim.Tenant, claim.Verification, claim.At, func(_ context.Context, _ Tx, s technician.State) (technician.Decision, error) {
		return s.Claim(claim), nil
	})
}

// Reissue implements technician.Recorder.
func (r TechnicianRecorder) Reissue(ctx context.Context, tenant, id uuid.UUID, at time.Time) (answer technician.Answer, err error) {
	err = r.Store.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.lockTechnician(ctx, id)
		if err != nil {
			return err
		}
		settings, err := tx.InboundSettings(ctx)
		if err != nil {
			return err
		}
		answer, err = tx.reissueTechnician(ctx, row, at, settings)
		return err
	})
	return answer, err
}

// End implements technician.Recorder.
func (r TechnicianRecorder) End(ctx context.Context, end technician.End) (technician.Answer, error) {
	return r.step(ctx, end.Tenant, end.Verification, end.At, func(ctx context.Context, tx Tx, s technician.State) (technician.Decision, error) {
		tickets, err := tx.technicianTickets(ctx, s)
		return s.End(end, tickets), err
	})
}

// technicianTickets loads what decides about the note.
func (tx Tx) technicianTickets(ctx context.Context, s technician.State) (t technician.Tickets, err error) {
	if s.Status.Closed() || s.Ticket == "" {
		return t, nil
	}
	if _, t.Connected, err = tx.psaOf(ctx, s.TicketPSA); err != nil || !t.Connected {
		return t, err
	}
	settings, err := tx.InboundSettings(ctx)
	t.NotesApproved = settings.NoteApproval
	return t, err
}

// ApproveTechnicianNote lets the note of a closed technician verification go into its ticket. problem.Conflict when no note waits for that.
func (s *Store) ApproveTechnicianNote(ctx context.Context, tenant, id uuid.UUID, by Actor, at time.Time) (wake *ticket.Key, err error) {
	answer, err := TechnicianRecorder{s}.step(ctx, tenant, id, at, func(_ context.Context, _ Tx, s technician.State) (technician.Decision, error) {
		d := s.ApproveNote(technician.Actor(by))
		return d, d.Refusal.Err()
	})
	return answer.Wake, err
}

// TechnicianCode is the code that a technician reads to the client, and the client's name as far as the technician may know it. The first look of each
// technician is recorded. problem.AlreadyClosed after the end.
func (s *Store) TechnicianCode(ctx context.Context, tenant, id uuid.UUID, by Actor, scope Scope, at time.Time) (code, name string, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.lockTechnician(ctx, id)
		if err != nil {
			return err
		}
		first, err := tx.AddTechnicianVerificationViewer(ctx, db.AddTechnicianVerificationViewerParams{TenantID: tenant, TechnicianVerificationID: id, ActorID: by.ID, At: at})
		if err != nil {
			return err
		}
		d := row.state.ShowCode(technician.Actor(by), first > 0, at)
		if err := d.Refusal.Err(); err != nil {
			return err
		}
		if code, err = otp.TechnicianCode(tx.ring, row.KeyID, tenant.String(), id.String(), int(row.Issue)); err != nil {
			return err
		}
		name = "the caller"
		if row.ContactID != nil && scope.Allows(Value(row.CompanyID)) {
			if name, err = tx.ContactName(ctx, *row.ContactID); err != nil {
				return err
			}
		}
		_, err = tx.recordTechnician(ctx, row, d, at)
		return err
	})
	return code, name, err
}
