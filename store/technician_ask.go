package store

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/price"
	"countersign/core/technician"
	"countersign/store/db"
)

// AskTechnicianVerification takes a client's "#verify": it opens a technician verification, or gives the one that is open another code, which voids the one
// before. The code's message is written in the same transaction; the client's message counts as routed. ErrNotFound when the contact point is not on file,
// or has had as many messages as it may get: then nothing starts and nothing is sent. Asked again for the same message it answers the same.
func (s *Store) AskTechnicianVerification(ctx context.Context, tenant, messageID uuid.UUID) (TechnicianVerification, error) {
	var asked TechnicianVerification
	var limited bool
	err := s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		limited = false
		message, err := tx.LockInboundMessage(ctx, messageID)
		switch {
		case err != nil:
			return err
		case message.TechnicianVerificationID != nil:
			asked, err = tx.ResourceTechnicianVerification(ctx, *message.TechnicianVerificationID)
			return err
		case message.Route != nil:
			return ErrConflict
		}
		id, err := tx.askTechnician(ctx, message, Now())
		if limited = errors.Is(err, errLimited); limited {
			return tx.auditTechnician(ctx, "message", messageID, nil, technician.Limited()) // the only write that stays
		}
		if err != nil {
			return err
		}
		at := Now()
		if err := tx.RouteMessageToTechnicianVerification(ctx, db.RouteMessageToTechnicianVerificationParams{ID: messageID, At: &at, TechnicianVerificationID: &id}); err != nil {
			return err
		}
		asked, err = tx.ResourceTechnicianVerification(ctx, id)
		return err
	})
	if err == nil && limited {
		err = ErrNotFound
	}
	return asked, err
}

// errLimited means that a contact point or the MSP has had as many messages as it may get.
var errLimited = errors.New("store: no more answers for now")

func (tx Tx) askTechnician(ctx context.Context, message db.Message, at time.Time) (uuid.UUID, error) {
	owners, err := tx.OwnersOfPoint(ctx, message.TheirIndex)
	if err != nil {
		return uuid.Nil, err
	}
	if len(owners) == 0 {
		return uuid.Nil, ErrNotFound
	}
	// One question of a contact point at a time: the second must not count an answer that the first one gives.
	if err := tx.TakeAsker(ctx, db.TakeAskerParams{Space: asking, Asker: tx.senderLockKey(message.Transport, message.TheirIndex)}); err != nil {
		return uuid.Nil, err
	}
	settings, err := tx.InboundSettings(ctx)
	if err != nil {
		return uuid.Nil, err
	}
	for {
		open, err := tx.LockOpenTechnicianVerification(ctx, message.TheirIndex)
		if err == nil {
			_, err = tx.reissueTechnician(ctx, technicianRowOf(db.LockTechnicianVerificationRow(open)), at, settings)
			return open.TechnicianVerification.ID, err
		}
		if !errors.Is(err, ErrNotFound) {
			return uuid.Nil, err
		}
		id, inserted, err := tx.openTechnician(ctx, message, owners, at, settings)
		if err != nil || inserted {
			return id, err
		}
		// Another transaction opened it between the two statements.
	}
}

// openTechnician inserts a technician verification with its first code.
func (tx Tx) openTechnician(ctx context.Context, message db.Message, owners []db.OwnersOfPointRow, at time.Time, settings InboundSettings) (uuid.UUID, bool, error) {
	their, err := tx.messageNumber(message)
	if err != nil {
		return uuid.Nil, false, err
	}
	may, err := tx.mayAnswer(ctx, message.Transport, message.TheirIndex, their, owners[0].CompanyID, at)
	if err != nil {
		return uuid.Nil, false, err
	}
	if !may {
		return uuid.Nil, false, errLimited
	}
	question := technician.Question{ContactPoint: message.TheirMasked, At: at, ExpiresAt: at.Add(settings.Lifetime())}
	for _, owner := range owners {
		question.Candidates = append(question.Candidates, technician.Candidate{Contact: owner.ID, Company: owner.CompanyID})
	}
	if question.Verifications, err = tx.OpenVerificationsOfPoint(ctx, message.TheirIndex); err != nil {
		return uuid.Nil, false, err
	}
	d := technician.Open(question)
	row := TechnicianVerification{
		TenantID: tx.Tenant, ID: NewID(), PointIndex: message.TheirIndex, PointMasked: message.TheirMasked, Transport: message.Transport, OurPoint: message.OurPoint, KeyID: tx.ring.Active(),
	}
	row.PointSealed = tx.Seal(technicianTable, technicianColumn, row.ID, their)
	inserted, err := tx.InsertTechnicianVerification(ctx, db.InsertTechnicianVerificationParams{
		TenantID: row.TenantID, ID: row.ID, PointIndex: row.PointIndex, PointSealed: row.PointSealed, PointMasked: row.PointMasked, Transport: row.Transport, OurPoint: row.OurPoint,
		KeyID: row.KeyID, ContactID: d.State.Contact, CompanyID: d.State.Company, VerificationID: d.State.Verification, Facts: factsJSON(d.State.Facts), OpenedAt: at, ExpiresAt: d.State.ExpiresAt,
	})
	if err != nil || inserted == 0 {
		return uuid.Nil, false, err
	}
	d.Changed = false // the insert has written it
	for _, c := range d.State.Candidates {
		err := tx.InsertTechnicianVerificationCandidate(ctx, db.InsertTechnicianVerificationCandidateParams{TenantID: tx.Tenant, TechnicianVerificationID: row.ID, ContactID: c.Contact, CompanyID: c.Company})
		if err != nil {
			return uuid.Nil, false, err
		}
	}
	if d.State.Verification != nil {
		if err := tx.changed(ctx, *d.State.Verification); err != nil {
			return uuid.Nil, false, err
		}
	}
	_, err = tx.recordTechnician(ctx, technicianRow{row, d.State}, d, at)
	return row.ID, true, err
}

// reissueTechnician gives another code, if the contact point and the MSP may get another message.
func (tx Tx) reissueTechnician(ctx context.Context, row technicianRow, at time.Time, settings InboundSettings) (technician.Answer, error) {
	limited := false
	if row.state.CanReissue() {
		their, err := tx.Open(technicianTable, technicianColumn, row.ID, row.PointSealed)
		if err != nil {
			return technician.Answer{}, err
		}
		may, err := tx.mayAnswer(ctx, row.Transport, row.PointIndex, their, Value(row.CompanyID), at)
		if err != nil {
			return technician.Answer{}, err
		}
		limited = !may
	}
	return tx.recordTechnician(ctx, row, row.state.Reissue(at, at.Add(settings.Lifetime()), limited), at)
}

// mayAnswer counts an answer against the contact point, the MSP's minute and the day's money.
func (tx Tx) mayAnswer(ctx context.Context, transport string, index []byte, their string, company uuid.UUID, at time.Time) (bool, error) {
	rules, err := PolicyFor(ctx, tx, company)
	if err != nil {
		return false, err
	}
	country := ""
	if transport == string(channel.SMS) {
		country = countryOf(their)
	}
	refused, err := tx.takeSend(ctx, sendTake{index: index, rules: rules.Policy.SendRules(), at: at, cents: price.Cents(channel.Transport(transport), country)})
	return refused == nil, err
}
