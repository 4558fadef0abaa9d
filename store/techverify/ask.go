package techverify

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/core/admission"
	"countersign/core/channel"
	"countersign/core/phone"
	"countersign/core/price"
	"countersign/core/technician"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/messages"
	"countersign/store/sendlimit"
	"countersign/store/settings"
	"countersign/store/verify"
)

// Ask takes a client's "#verify": it opens a technician verification, or gives the one that is open another code, which voids the one
// before. The code's message is written in the same transaction; the client's message counts as routed. ErrNotFound when the contact point is not on file,
// or has had as many messages as it may get: then nothing starts and nothing is sent. Asked again for the same message it answers the same.
func Ask(ctx context.Context, s *store.Store, tenant, messageID uuid.UUID) (Row, error) {
	var asked Row
	var limited bool
	err := s.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		limited = false
		message, err := db.New(tx).LockInboundMessage(ctx, messageID)
		switch {
		case err != nil:
			return err
		case message.TechnicianVerificationID != nil:
			asked, err = db.New(tx).ResourceTechnicianVerification(ctx, *message.TechnicianVerificationID)
			return err
		case message.Route != nil:
			return store.ErrConflict
		}
		id, err := ask(ctx, tx, message, store.Now())
		if limited = errors.Is(err, errLimited); limited {
			return writeAudit(ctx, tx, "message", messageID, nil, technician.Limited()) // the only write that stays
		}
		if err != nil {
			return err
		}
		at := store.Now()
		if err := db.New(tx).RouteMessageToTechnicianVerification(ctx, db.RouteMessageToTechnicianVerificationParams{ID: messageID, At: &at, TechnicianVerificationID: &id}); err != nil {
			return err
		}
		asked, err = db.New(tx).ResourceTechnicianVerification(ctx, id)
		return err
	})
	if err == nil && limited {
		err = store.ErrNotFound
	}
	return asked, err
}

// errLimited means that a contact point or the MSP has had as many messages as it may get.
var errLimited = errors.New("store: no more answers for now")

func ask(ctx context.Context, tx store.Tx, message db.Message, at time.Time) (uuid.UUID, error) {
	owners, err := db.New(tx).OwnersOfPoint(ctx, message.TheirIndex)
	if err != nil {
		return uuid.Nil, err
	}
	if len(owners) == 0 {
		return uuid.Nil, store.ErrNotFound
	}
	// One question of a contact point at a time: the second must not count an answer that the first one gives.
	if err := db.New(tx).TakeAsker(ctx, db.TakeAskerParams{Space: messages.AskLock, Asker: messages.SenderLockKey(tx, message.Transport, message.TheirIndex)}); err != nil {
		return uuid.Nil, err
	}
	settings, err := settings.GetInbound(ctx, tx)
	if err != nil {
		return uuid.Nil, err
	}
	for {
		open, err := db.New(tx).LockOpenTechnicianVerification(ctx, message.TheirIndex)
		if err == nil {
			_, err = reissue(ctx, tx, lockedRowOf(db.LockTechnicianVerificationRow(open)), at, settings)
			return open.TechnicianVerification.ID, err
		}
		if !errors.Is(err, store.ErrNotFound) {
			return uuid.Nil, err
		}
		id, inserted, err := openVerification(ctx, tx, message, owners, at, settings)
		if err != nil || inserted {
			return id, err
		}
		// Another transaction opened it between the two statements.
	}
}

// openVerification inserts a technician verification with its first code.
func openVerification(ctx context.Context, tx store.Tx, message db.Message, owners []db.OwnersOfPointRow, at time.Time, settings settings.Inbound) (uuid.UUID, bool, error) {
	their, err := messages.OpenNumber(tx, message)
	if err != nil {
		return uuid.Nil, false, err
	}
	may, err := mayAnswer(ctx, tx, message.Transport, message.TheirIndex, their, owners[0].CompanyID, at)
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
	if question.Verifications, err = db.New(tx).OpenVerificationsOfPoint(ctx, message.TheirIndex); err != nil {
		return uuid.Nil, false, err
	}
	d := technician.Open(question)
	row := Row{
		TenantID: tx.Tenant, ID: store.NewID(), PointIndex: message.TheirIndex, PointMasked: message.TheirMasked, Transport: message.Transport, OurPoint: message.OurPoint, KeyID: tx.Ring().Active(),
	}
	row.PointSealed = tx.Seal(table, column, row.ID, their)
	inserted, err := db.New(tx).InsertTechnicianVerification(ctx, db.InsertTechnicianVerificationParams{
		TenantID: row.TenantID, ID: row.ID, PointIndex: row.PointIndex, PointSealed: row.PointSealed, PointMasked: row.PointMasked, Transport: row.Transport, OurPoint: row.OurPoint,
		KeyID: row.KeyID, ContactID: d.State.Contact, CompanyID: d.State.Company, VerificationID: d.State.Verification, Facts: factsJSON(d.State.Facts), OpenedAt: at, ExpiresAt: d.State.ExpiresAt,
	})
	if err != nil || inserted == 0 {
		return uuid.Nil, false, err
	}
	d.Changed = false // the insert has written it
	for _, c := range d.State.Candidates {
		err := db.New(tx).InsertTechnicianVerificationCandidate(ctx, db.InsertTechnicianVerificationCandidateParams{TenantID: tx.Tenant, TechnicianVerificationID: row.ID, ContactID: c.Contact, CompanyID: c.Company})
		if err != nil {
			return uuid.Nil, false, err
		}
	}
	if d.State.Verification != nil {
		if err := verify.EmitChanged(ctx, tx, *d.State.Verification); err != nil {
			return uuid.Nil, false, err
		}
	}
	_, err = record(ctx, tx, lockedRow{row, d.State}, d, at, "")
	return row.ID, true, err
}

// reissue gives another code, if the contact point and the MSP may get another message.
func reissue(ctx context.Context, tx store.Tx, row lockedRow, at time.Time, settings settings.Inbound) (technician.Answer, error) {
	limited := false
	if row.state.CanReissue() {
		their, err := tx.Open(table, column, row.ID, row.PointSealed)
		if err != nil {
			return technician.Answer{}, err
		}
		may, err := mayAnswer(ctx, tx, row.Transport, row.PointIndex, their, store.Value(row.CompanyID), at)
		if err != nil {
			return technician.Answer{}, err
		}
		limited = !may
	}
	return record(ctx, tx, row, row.state.Reissue(at, at.Add(settings.Lifetime()), limited), at, "")
}

// mayAnswer admits the text with a code, and counts it.
func mayAnswer(ctx context.Context, tx store.Tx, transport string, index []byte, their string, company uuid.UUID, at time.Time) (bool, error) {
	rules, err := settings.PolicyFor(ctx, tx, company)
	if err != nil {
		return false, err
	}
	send := admission.Send{Allowed: rules.Policy.Countries, Codes: rules.Policy.SendRules(), At: at}
	if transport == string(channel.SMS) {
		country := phone.CountryOf(their)
		send.Countries, send.Cents = []string{country}, price.Cents(channel.SMS, country)
	}
	refused, err := sendlimit.Take(ctx, tx, sendlimit.Send{Index: index, Send: send})
	return refused == nil, err
}
