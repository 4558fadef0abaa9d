// Package techverify stores technician verifications.
package techverify

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/inbound"
	"countersign/core/otp"
	"countersign/core/technician"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/integrations"
	"countersign/store/settings"
)

// Recorder implements technician.Recorder.
type Recorder struct {
	Store   *store.Store
	Console string // address of the console, without a slash at its end; the mails of alerts lead there
}

var _ technician.Recorder = Recorder{}

// Due implements technician.Recorder.
func (r Recorder) Due(ctx context.Context, tenant, id uuid.UUID, run string) (due technician.Due, err error) {
	err = r.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := db.New(tx).ResourceTechnicianVerification(ctx, id)
		if err != nil {
			return err
		}
		if store.Text(row.RunID) != run {
			if err := db.New(tx).SetTechnicianVerificationRun(ctx, db.SetTechnicianVerificationRunParams{ID: id, RunID: &run}); err != nil {
				return err
			}
		}
		due = technician.Due{Status: technician.Status(row.Status), Transport: channel.Transport(row.Transport), ExpiresAt: row.ExpiresAt}
		if due.Outbound, err = db.New(tx).TechnicianVerificationMessagesToSend(ctx, &id); err != nil {
			return err
		}
		if due.Replies, err = db.New(tx).TechnicianVerificationReplies(ctx, &id); err != nil {
			return err
		}
		next, err := db.New(tx).NextTechnicianVerification(ctx, id)
		if len(next) > 0 {
			due.Next = next[0]
		}
		return err
	})
	return due, err
}

// step locks a technician verification, decides and records the decision.
func (r Recorder) step(ctx context.Context, tenant, id uuid.UUID, at time.Time, decide func(ctx context.Context, tx store.Tx, s technician.State) (technician.Decision, error)) (technician.Answer, error) {
	return store.InTenant(ctx, r.Store, tenant, func(ctx context.Context, tx store.Tx) (answer technician.Answer, err error) {
		row, err := lock(ctx, tx, id)
		if err != nil {
			return answer, err
		}
		d, err := decide(ctx, tx, row.state)
		if err != nil {
			return answer, err
		}
		return record(ctx, tx, row, d, at, r.Console)
	})
}

// Reply implements technician.Recorder. A message is processed once.
func (r Recorder) Reply(ctx context.Context, tenant, messageID uuid.UUID, at time.Time) (answer technician.Answer, err error) {
	err = r.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		message, err := db.New(tx).LockMessage(ctx, messageID)
		if err != nil || message.TechnicianVerificationID == nil || message.HandedAt != nil {
			return err
		}
		if err := db.New(tx).MarkReplyProcessed(ctx, db.MarkReplyProcessedParams{ID: messageID, At: &at}); err != nil {
			return err
		}
		row, err := lock(ctx, tx, *message.TechnicianVerificationID)
		if err != nil {
			return err
		}
		reply := technician.Reply{Denies: inbound.Route(store.Text(message.Route)) == inbound.Deny, At: message.At, ProcessedAt: at}
		if !reply.Denies {
			newest, err := db.New(tx).NewestCodePosition(ctx, &row.ID)
			if err != nil {
				return err
			}
			reply.AfterCode = store.Value(message.Position) >= newest
		}
		tickets, err := loadTickets(ctx, tx, row.state)
		if err != nil {
			return err
		}
		answer, err = record(ctx, tx, row, row.state.Reply(reply, tickets), at, r.Console)
		return err
	})
	return answer, err
}

// Claim implements technician.Recorder.
func (r Recorder) Claim(ctx context.Context, claim technician.Claim) (technician.Answer, error) {
	return r.step(ctx, claim.Tenant, claim.Verification, claim.At, func(ctx context.Context, tx store.Tx, s technician.State) (technician.Decision, error) {
		if claim.Ticket != "" {
			s.Ticket, s.TicketPSA = claim.Ticket, claim.TicketPSA // whether there is a note depends on the ticket that it is claimed for
		}
		tickets, err := loadTickets(ctx, tx, s)
		return s.Claim(claim, tickets), err
	})
}

// Reissue implements technician.Recorder.
func (r Recorder) Reissue(ctx context.Context, tenant, id uuid.UUID, at time.Time) (technician.Answer, error) {
	return store.InTenant(ctx, r.Store, tenant, func(ctx context.Context, tx store.Tx) (answer technician.Answer, err error) {
		row, err := lock(ctx, tx, id)
		if err != nil {
			return answer, err
		}
		settings, err := settings.GetInbound(ctx, tx)
		if err != nil {
			return answer, err
		}
		return reissue(ctx, tx, row, at, settings)
	})
}

// End implements technician.Recorder.
func (r Recorder) End(ctx context.Context, end technician.End) (technician.Answer, error) {
	return r.step(ctx, end.Tenant, end.Verification, end.At, func(ctx context.Context, tx store.Tx, s technician.State) (technician.Decision, error) {
		tickets, err := loadTickets(ctx, tx, s)
		return s.End(end, tickets), err
	})
}

// loadTickets loads what decides about the note.
func loadTickets(ctx context.Context, tx store.Tx, s technician.State) (t technician.Tickets, err error) {
	if s.Status.Closed() || s.Ticket == "" {
		return t, nil
	}
	if _, t.Connected, err = integrations.TicketSystemOf(ctx, tx, s.TicketPSA); err != nil || !t.Connected {
		return t, err
	}
	settings, err := settings.GetInbound(ctx, tx)
	t.NotesApproved = settings.NoteApproval
	return t, err
}

// ApproveNote lets the note of a closed technician verification go into its ticket. problem.Conflict when no note waits for that.
func ApproveNote(ctx context.Context, s *store.Store, tenant, id uuid.UUID, by store.Actor, at time.Time) (wake *ticket.Key, err error) {
	answer, err := Recorder{Store: s}.step(ctx, tenant, id, at, func(_ context.Context, _ store.Tx, s technician.State) (technician.Decision, error) {
		d := s.ApproveNote(technician.Actor{Kind: by.Kind, ID: by.ID, Name: by.Name})
		return d, d.Refusal.Err()
	})
	return answer.Wake, err
}

// ShowCode is the code that a technician reads to the client, and the client's name as far as the technician may know it. The first look of each
// technician is recorded. problem.AlreadyClosed after the end.
func ShowCode(ctx context.Context, s *store.Store, tenant, id uuid.UUID, by store.Actor, scope store.Scope, at time.Time) (code, name string, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := lock(ctx, tx, id)
		if err != nil {
			return err
		}
		first, err := db.New(tx).AddTechnicianVerificationViewer(ctx, db.AddTechnicianVerificationViewerParams{TenantID: tenant, TechnicianVerificationID: id, ActorID: by.ID, At: at})
		if err != nil {
			return err
		}
		d := row.state.ShowCode(technician.Actor{Kind: by.Kind, ID: by.ID, Name: by.Name}, first > 0, at)
		if err := d.Refusal.Err(); err != nil {
			return err
		}
		if code, err = otp.TechnicianCode(tx.Ring(), row.KeyID, tenant.String(), id.String(), int(row.Issue)); err != nil {
			return err
		}
		name = technician.UnnamedClient
		if row.ContactID != nil && scope.Allows(store.Value(row.CompanyID)) {
			if name, err = db.New(tx).ContactName(ctx, *row.ContactID); err != nil {
				return err
			}
		}
		_, err = record(ctx, tx, row, d, at, "")
		return err
	})
	return code, name, err
}
