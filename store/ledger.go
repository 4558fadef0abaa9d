package store

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/ledger"
	"countersign/core/message"
	"countersign/core/template"
	"countersign/core/verification"
	"countersign/store/db"
)

var _ ledger.Ledger = (*Store)(nil)

// Claim implements ledger.Ledger. The verification's row is locked first, so of many who claim one send exactly one hands it over.
func (s *Store) Claim(ctx context.Context, request ledger.ClaimRequest) (ledger.Claim, error) {
	var claim ledger.Claim
	err := s.InTenant(ctx, request.Tenant, func(ctx context.Context, tx Tx) error {
		var err error
		claim, err = tx.claim(ctx, request)
		return err
	})
	return claim, err
}

func (tx Tx) claim(ctx context.Context, request ledger.ClaimRequest) (ledger.Claim, error) {
	row, err := tx.LockVerification(ctx, request.Verification)
	if err != nil {
		return ledger.Claim{}, err
	}
	if row.Status != string(verification.Pending) {
		return ledger.Claim{State: ledger.Closed}, nil
	}
	send, err := tx.LockSend(ctx, db.LockSendParams{VerificationID: row.ID, Number: int32(request.Number)})
	missing := errors.Is(err, ErrNotFound)
	if err != nil && !missing {
		return ledger.Claim{}, err
	}
	if !missing && send.Status != string(message.Claimed) {
		return ledger.Claim{State: ledger.Settled, Status: message.Status(send.Status)}, tx.keepRun(ctx, row, request)
	}
	point, err := tx.GetPointOnFile(ctx, db.GetPointOnFileParams{ID: request.Point, ContactID: row.ContactID})
	if errors.Is(err, ErrNotFound) {
		return ledger.Claim{State: ledger.Closed}, nil
	}
	if err != nil {
		return ledger.Claim{}, err
	}
	letter, err := tx.letter(ctx, row.ID, request.Channel, point.ID, request.ExpiresAt.Sub(request.At))
	if err != nil {
		return ledger.Claim{}, err
	}
	if !missing && send.HandedAt != nil {
		return ledger.Claim{State: ledger.Handed, HandedAt: *send.HandedAt, Letter: letter}, tx.keepRun(ctx, row, request)
	}
	claim := ledger.Claim{State: ledger.Mine, HandedAt: Now(), Letter: letter}
	if !missing {
		return claim, tx.handSend(ctx, row, request, claim.HandedAt)
	}
	if request.TakeLimits {
		refused, err := tx.takeSend(ctx, sendTake{index: point.ValueIndex, rules: request.Policy.SendRules(), at: request.At, cents: request.Cents(Text(point.Country))})
		if err != nil {
			return ledger.Claim{}, err
		}
		if refused != nil {
			return ledger.Claim{State: ledger.Limited, Code: string(refused.Code), RetryAfter: refused.RetryAfter}, nil
		}
	}
	return claim, tx.addSend(ctx, row, request, point, claim.HandedAt)
}

// keepRun notes the run that asks. A reset gives a run another id; the newest one is where Updates belong.
func (tx Tx) keepRun(ctx context.Context, row db.Verification, request ledger.ClaimRequest) error {
	if request.RunID == "" || Text(row.RunID) == request.RunID {
		return nil
	}
	return tx.SetRun(ctx, db.SetRunParams{ID: row.ID, RunID: &request.RunID})
}

// handSend marks a send that was written before as handed over now. Screens hear of it when it is settled, a moment later.
func (tx Tx) handSend(ctx context.Context, row db.Verification, request ledger.ClaimRequest, handedAt time.Time) error {
	return tx.Batch(ctx, func(tx Tx) error {
		return errors.Join(
			tx.keepRun(ctx, row, request),
			tx.HandSend(ctx, db.HandSendParams{
				VerificationID: row.ID, Number: int32(request.Number), HandedAt: &handedAt, LinkHash: request.LinkHash, ExpiresAt: request.ExpiresAt,
			}),
			tx.advance(ctx, request),
		)
	})
}

// addSend writes a send, claimed at once, and makes it the one that counts.
func (tx Tx) addSend(ctx context.Context, row db.Verification, request ledger.ClaimRequest, point db.ContactPoint, handedAt time.Time) error {
	return tx.Batch(ctx, func(tx Tx) error {
		return errors.Join(
			tx.keepRun(ctx, row, request),
			tx.InsertSend(ctx, db.InsertSendParams{
				TenantID: tx.Tenant, VerificationID: request.Verification, Number: int32(request.Number), Channel: string(request.Channel), PointID: point.ID,
				Masked: point.Masked, LinkHash: request.LinkHash, ExpiresAt: request.ExpiresAt, CreatedAt: request.At, HandedAt: &handedAt,
			}),
			tx.advance(ctx, request),
			tx.changed(ctx, request.Verification),
		)
	})
}

// advance makes a send the one that counts, unless a newer one does already.
func (tx Tx) advance(ctx context.Context, request ledger.ClaimRequest) error {
	spec, _ := channel.Of(request.Channel)
	var again *time.Time
	if !request.SendAgainAt.IsZero() {
		again = &request.SendAgainAt
	}
	return tx.AdvanceVerification(ctx, db.AdvanceVerificationParams{
		ID: request.Verification, Number: int32(request.Number), Channel: string(request.Channel), PointID: request.Point, Assurance: string(spec.Assurance),
		ExpiresAt: request.ExpiresAt, SendAgainAt: again,
	})
}

// changed tells the screens that a verification is not as it was.
func (tx Tx) changed(ctx context.Context, id uuid.UUID) error {
	return tx.EmitVerification(ctx, db.EmitVerificationParams{ID: id, Kind: EventVerification})
}

// letter reads what a message of this way to this address says.
func (tx Tx) letter(ctx context.Context, id uuid.UUID, name channel.Name, point uuid.UUID, life time.Duration) (ledger.Letter, error) {
	spec, _ := channel.Of(name)
	row, err := tx.LetterRow(ctx, db.LetterRowParams{ID: id, PointID: point, IntegrationKind: integrationOf(spec.Transport)})
	if err != nil {
		return ledger.Letter{}, err
	}
	to, err := tx.Open(pointTable, pointColumn, point, row.ValueSealed)
	if err != nil {
		return ledger.Letter{}, err
	}
	words, err := tx.Template(ctx, template.Kind(name))
	if err != nil {
		return ledger.Letter{}, err
	}
	branding, err := tx.Branding(ctx)
	if err != nil {
		return ledger.Letter{}, err
	}
	return ledger.Letter{
		To: to, Name: row.ContactName, Company: row.CompanyName, MSP: branding.MSPName, Technician: askedBy(row), Ticket: Text(row.TicketID),
		Text: words.Text, Branding: branding, Integration: row.IntegrationID, KeyID: row.KeyID, CodeLength: int(row.CodeLength),
		Minutes: max(1, int((life+time.Minute-1)/time.Minute)),
	}, nil
}

// askedBy is who asks, as a client reads it. The name of an API key says nothing to them.
func askedBy(row db.LetterRowRow) string {
	if row.LeaderKind == "api_key" {
		return "our help desk"
	}
	return row.LeaderName
}

// integrationOf is the provider that carries a transport.
func integrationOf(transport channel.Transport) string {
	if transport == channel.Email {
		return kindSendGrid
	}
	return kindTwilio
}

// Settle implements ledger.Ledger.
func (s *Store) Settle(ctx context.Context, key ledger.Key, settlement ledger.Settlement) error {
	return s.InTenant(ctx, key.Tenant, func(ctx context.Context, tx Tx) error {
		if err := tx.settle(ctx, key, settlement); err != nil || settlement.Status != message.Failed {
			return err
		}
		// Nobody has to wait for a message that surely never left. The workflow ends its pause too; of later reports it hears nothing, so they do not.
		return tx.EndPause(ctx, db.EndPauseParams{ID: key.Verification, Number: int32(key.Number), At: &settlement.At})
	})
}

// settle moves a send forward. The verification's row is locked before the send's, as everywhere.
func (tx Tx) settle(ctx context.Context, key ledger.Key, settlement ledger.Settlement) error {
	row, err := tx.LockVerification(ctx, key.Verification)
	if err != nil {
		return err
	}
	send, err := tx.LockSend(ctx, db.LockSendParams{VerificationID: key.Verification, Number: int32(key.Number)})
	if err != nil {
		return err
	}
	if settlement.OptedOut {
		if err := tx.learnOptOut(ctx, send.PointID, send.Channel, settlement.At); err != nil {
			return err
		}
	}
	if !message.Advances(message.Status(send.Status), settlement.Status) {
		if send.ProviderID != nil {
			return nil
		}
		return tx.NameReceipt(ctx, db.NameReceiptParams{VerificationID: row.ID, Number: send.Number, ProviderID: Nullable(settlement.ProviderID)})
	}
	err = tx.Batch(ctx, func(tx Tx) error {
		return errors.Join(
			tx.SettleSend(ctx, db.SettleSendParams{
				VerificationID: row.ID, Number: send.Number, Status: string(settlement.Status), ProviderID: Nullable(settlement.ProviderID),
				ErrorCode: Nullable(settlement.ErrorCode), At: settlement.At,
			}),
			tx.changed(ctx, row.ID),
		)
	})
	if err != nil || !verification.Status(row.Status).Closed() {
		return err
	}
	return tx.addDelivery(ctx, row.ID, key.Number, settlement)
}

// learnOptOut remembers that an address wants no more messages.
func (tx Tx) learnOptOut(ctx context.Context, point uuid.UUID, source string, at time.Time) error {
	if point == uuid.Nil {
		return nil // forgotten meanwhile
	}
	row, err := tx.IndexOfPoint(ctx, point)
	if err != nil {
		return err
	}
	return tx.LearnOptOut(ctx, OptOut{Index: row.ValueIndex, Masked: row.Masked, Source: source, At: at})
}

// Release implements ledger.Ledger.
func (s *Store) Release(ctx context.Context, key ledger.Key, handedAt time.Time) error {
	return s.InTenant(ctx, key.Tenant, func(ctx context.Context, tx Tx) error {
		_, err := tx.ReleaseSend(ctx, db.ReleaseSendParams{VerificationID: key.Verification, Number: int32(key.Number), HandedAt: &handedAt, At: Now()})
		return err
	})
}

// RecordDeliveries takes a provider's delivery reports, each once. Reports about sends that are not this tenant's are dropped.
func (s *Store) RecordDeliveries(ctx context.Context, tenant uuid.UUID, provider string, deliveries []message.Delivery) error {
	for _, d := range deliveries {
		err := s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error { return tx.recordDelivery(ctx, provider, d) })
		if err != nil {
			return err
		}
	}
	return nil
}

func (tx Tx) recordDelivery(ctx context.Context, provider string, d message.Delivery) error {
	one, isMessage := message.ParseID(d.OutboundID)
	id, number, isSend := ledger.ParseOutboundID(d.OutboundID)
	if isMessage != nil && isSend != nil {
		return nil // a mail to the MSP's own people, or nothing of ours
	}
	taken, err := tx.TakeWebhookEvent(ctx, db.TakeWebhookEventParams{TenantID: tx.Tenant, Provider: provider, EventKey: d.EventKey})
	if err != nil || taken == 0 {
		return err
	}
	if isMessage == nil {
		return tx.recordMessage(ctx, one, d)
	}
	err = tx.settle(ctx, ledger.Key{Tenant: tx.Tenant, Verification: id, Number: number},
		ledger.Settlement{Status: d.Status, ProviderID: d.ProviderID, ErrorCode: d.ErrorCode, OptedOut: d.OptedOut, At: d.At})
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}
