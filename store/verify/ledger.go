package verify

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
	"countersign/store"
	"countersign/store/db"
	"countersign/store/evidencelog"
	"countersign/store/integrations"
	"countersign/store/messages"
	"countersign/store/people"
	"countersign/store/sendlimit"
	"countersign/store/settings"
)

// Ledger is the ledger of sends.
type Ledger struct{ Store *store.Store }

var _ ledger.Ledger = Ledger{}

// Claim implements ledger.Ledger. The verification's row is locked first, so of many who claim one send exactly one hands it over.
func (l Ledger) Claim(ctx context.Context, request ledger.ClaimRequest) (ledger.Claim, error) {
	return store.InTenant(ctx, l.Store, request.Tenant, func(ctx context.Context, tx store.Tx) (ledger.Claim, error) {
		return claimSend(ctx, tx, request)
	})
}

func claimSend(ctx context.Context, tx store.Tx, request ledger.ClaimRequest) (ledger.Claim, error) {
	row, err := db.New(tx).LockVerification(ctx, request.Verification)
	if err != nil {
		return ledger.Claim{}, err
	}
	if row.Status != string(verification.Pending) {
		return ledger.Claim{State: ledger.Closed}, nil
	}
	send, err := db.New(tx).LockSend(ctx, db.LockSendParams{VerificationID: row.ID, Number: int32(request.Number)})
	missing := errors.Is(err, store.ErrNotFound)
	if err != nil && !missing {
		return ledger.Claim{}, err
	}
	if !missing && send.Status != string(message.Claimed) {
		return ledger.Claim{State: ledger.Settled, Status: message.Status(send.Status)}, keepRun(ctx, tx, row, request)
	}
	point, err := db.New(tx).GetPointOnFile(ctx, db.GetPointOnFileParams{ID: request.ContactPoint, ContactID: row.ContactID})
	if errors.Is(err, store.ErrNotFound) {
		return ledger.Claim{State: ledger.Closed}, nil
	}
	if err != nil {
		return ledger.Claim{}, err
	}
	letter, err := readLetter(ctx, tx, row.ID, request.Channel, point.ID, request.ExpiresAt.Sub(request.At))
	if err != nil {
		return ledger.Claim{}, err
	}
	if !missing && send.HandedAt != nil {
		letter.Account = store.Value(send.AccountID)
		return ledger.Claim{State: ledger.Handed, HandedAt: *send.HandedAt, Content: letter}, keepRun(ctx, tx, row, request)
	}
	claim := ledger.Claim{State: ledger.Mine, HandedAt: store.Now(), Content: letter}
	if !missing {
		return claim, handSend(ctx, tx, row, request, claim)
	}
	count, refused, err := sendlimit.Admit(ctx, tx, sendOf(request.Channel, point, request.Policy, request.At))
	if err != nil {
		return ledger.Claim{}, err
	}
	if refused != nil {
		return ledger.Claim{State: ledger.Limited, Code: string(refused.Code), RetryAfter: refused.RetryAfter}, nil
	}
	return claim, addSend(ctx, tx, row, request, point, claim, count)
}

// keepRun notes the run that asks. A reset gives a run another id; the newest one is where Updates belong.
func keepRun(ctx context.Context, tx store.Tx, row db.Verification, request ledger.ClaimRequest) error {
	if request.RunID == "" || store.Text(row.RunID) == request.RunID {
		return nil
	}
	return db.New(tx).SetRun(ctx, db.SetRunParams{ID: row.ID, RunID: &request.RunID})
}

// handSend marks a send that was written before as handed over now. Screens get the event when it is settled, a moment later.
func handSend(ctx context.Context, tx store.Tx, row db.Verification, request ledger.ClaimRequest, claim ledger.Claim) error {
	return tx.Batch(ctx, func(tx store.Tx) error {
		return errors.Join(
			keepRun(ctx, tx, row, request),
			db.New(tx).HandSend(ctx, db.HandSendParams{
				VerificationID: row.ID, Number: int32(request.Number), HandedAt: &claim.HandedAt, AccountID: store.Nullable(claim.Content.Account), LinkHash: request.LinkHash, ExpiresAt: request.ExpiresAt,
			}),
			advance(ctx, tx, request),
		)
	})
}

// addSend writes a send that was admitted, claimed at once, and makes it the one that counts.
func addSend(ctx context.Context, tx store.Tx, row db.Verification, request ledger.ClaimRequest, point db.ContactPoint, claim ledger.Claim, count func(context.Context, store.Tx) error) error {
	return tx.Batch(ctx, func(tx store.Tx) error {
		return errors.Join(
			count(ctx, tx),
			keepRun(ctx, tx, row, request),
			db.New(tx).InsertSend(ctx, db.InsertSendParams{
				TenantID: tx.Tenant, VerificationID: request.Verification, Number: int32(request.Number), Channel: string(request.Channel), PointID: point.ID,
				Masked: point.Masked, LinkHash: request.LinkHash, ExpiresAt: request.ExpiresAt, CreatedAt: request.At, HandedAt: &claim.HandedAt, AccountID: store.Nullable(claim.Content.Account),
			}),
			advance(ctx, tx, request),
			EmitChanged(ctx, tx, request.Verification),
		)
	})
}

// advance makes a send the one that counts, unless a newer one does already.
func advance(ctx context.Context, tx store.Tx, request ledger.ClaimRequest) error {
	spec, _ := channel.Of(request.Channel)
	var again *time.Time
	if !request.SendAgainAt.IsZero() {
		again = &request.SendAgainAt
	}
	return db.New(tx).AdvanceVerification(ctx, db.AdvanceVerificationParams{
		ID: request.Verification, Number: int32(request.Number), Channel: string(request.Channel), PointID: request.ContactPoint, Assurance: string(spec.Assurance),
		ExpiresAt: request.ExpiresAt, SendAgainAt: again,
	})
}

// EmitChanged tells the screens that a verification is not as it was.
func EmitChanged(ctx context.Context, tx store.Tx, id uuid.UUID) error {
	return db.New(tx).EmitVerification(ctx, db.EmitVerificationParams{ID: id, Kind: store.EventVerification})
}

// readLetter reads what a message of this way to this address says.
func readLetter(ctx context.Context, tx store.Tx, id uuid.UUID, name channel.Name, point uuid.UUID, life time.Duration) (ledger.MessageContent, error) {
	spec, _ := channel.Of(name)
	row, err := db.New(tx).LetterRow(ctx, db.LetterRowParams{ID: id, PointID: point, IntegrationKind: integrations.ProviderOf(spec.Transport)})
	if err != nil {
		return ledger.MessageContent{}, err
	}
	to, err := tx.Open(people.PointTable, people.PointColumn, point, row.ValueSealed)
	if err != nil {
		return ledger.MessageContent{}, err
	}
	text, err := settings.TextToSend(ctx, tx, template.Kind(name))
	if err != nil {
		return ledger.MessageContent{}, err
	}
	branding, err := settings.GetBranding(ctx, tx)
	if err != nil {
		return ledger.MessageContent{}, err
	}
	account := uuid.Nil
	if row.Own {
		account = row.IntegrationID
	}
	return ledger.MessageContent{
		To: to, Name: row.ContactName, Company: row.CompanyName, MSP: branding.MSPName, Technician: store.Actor{Kind: row.LeaderKind, Name: row.LeaderName}.ToClient(), Ticket: store.Text(row.TicketID),
		Text: text, Branding: branding, Integration: row.IntegrationID, Account: account, KeyID: row.KeyID, CodeLength: int(row.CodeLength),
		Minutes: max(1, int((life+time.Minute-1)/time.Minute)),
	}, nil
}

// Settle implements ledger.Ledger.
func (l Ledger) Settle(ctx context.Context, key ledger.Key, settlement ledger.Settlement) error {
	return l.Store.InTenant(ctx, key.Tenant, func(ctx context.Context, tx store.Tx) error {
		if err := settleSend(ctx, tx, key, nil, settlement); err != nil || settlement.Status != message.Failed {
			return err
		}
		// A message that surely never left needs no waiting. The workflow ends its pause too; it gets no later reports, so those do not end it.
		return db.New(tx).EndPause(ctx, db.EndPauseParams{ID: key.Verification, Number: int32(key.Number), At: &settlement.At})
	})
}

// settleSend moves a send forward. The verification's row is locked before the send's, as everywhere. by is the account that reports, nil where we settle it.
func settleSend(ctx context.Context, tx store.Tx, key ledger.Key, by *uuid.UUID, settlement ledger.Settlement) error {
	row, err := db.New(tx).LockVerification(ctx, key.Verification)
	if err != nil {
		return err
	}
	send, err := db.New(tx).LockSend(ctx, db.LockSendParams{VerificationID: key.Verification, Number: int32(key.Number)})
	if err != nil {
		return err
	}
	if by != nil && *by != store.Value(send.AccountID) {
		return integrations.ErrOtherAccount
	}
	if settlement.OptedOut {
		if err := learnOptOut(ctx, tx, send.PointID, send.Channel, settlement.At); err != nil {
			return err
		}
	}
	if !message.Replaces(message.Status(send.Status), settlement.Status, settlement.Returned) {
		if send.ProviderID != nil {
			return nil
		}
		return db.New(tx).NameReceipt(ctx, db.NameReceiptParams{VerificationID: row.ID, Number: send.Number, ProviderID: store.Nullable(settlement.ProviderID)})
	}
	err = tx.Batch(ctx, func(tx store.Tx) error {
		return errors.Join(
			db.New(tx).SettleSend(ctx, db.SettleSendParams{
				VerificationID: row.ID, Number: send.Number, Status: string(settlement.Status), ProviderID: store.Nullable(settlement.ProviderID),
				ErrorCode: store.Nullable(settlement.ErrorCode), At: settlement.At,
			}),
			EmitChanged(ctx, tx, row.ID),
		)
	})
	if err != nil || !verification.Status(row.Status).Closed() {
		return err
	}
	return evidencelog.AppendDelivery(ctx, tx, row.ID, key.Number, settlement)
}

// learnOptOut remembers that an address wants no more messages.
func learnOptOut(ctx context.Context, tx store.Tx, point uuid.UUID, source string, at time.Time) error {
	if point == uuid.Nil {
		return nil // forgotten meanwhile
	}
	row, err := db.New(tx).IndexOfPoint(ctx, point)
	if err != nil {
		return err
	}
	return messages.LearnOptOut(ctx, tx, messages.OptOut{Index: row.ValueIndex, Masked: row.Masked, Source: source, At: at})
}

// Release implements ledger.Ledger.
func (l Ledger) Release(ctx context.Context, key ledger.Key, handedAt time.Time) error {
	return l.Store.InTenant(ctx, key.Tenant, func(ctx context.Context, tx store.Tx) error {
		_, err := db.New(tx).ReleaseSend(ctx, db.ReleaseSendParams{VerificationID: key.Verification, Number: int32(key.Number), HandedAt: &handedAt, At: store.Now()})
		return err
	})
}

// RecordDelivery takes a delivery report of an account at a provider (uuid.Nil is the platform's), once. Its error is integrations.ErrOtherAccount, and nothing
// has changed, when it speaks of what that account was not handed, or of what is not this tenant's.
func RecordDelivery(ctx context.Context, s *store.Store, tenant uuid.UUID, provider string, account uuid.UUID, d message.Delivery) error {
	return s.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error { return recordDelivery(ctx, tx, provider, account, d) })
}

func recordDelivery(ctx context.Context, tx store.Tx, provider string, account uuid.UUID, d message.Delivery) error {
	one, isMessage := message.ParseID(d.OutboundID)
	id, number, isSend := ledger.ParseOutboundID(d.OutboundID)
	if isMessage != nil && isSend != nil {
		return nil // a mail to the MSP's own people, or nothing of ours
	}
	taken, err := db.New(tx).TakeWebhookEvent(ctx, db.TakeWebhookEventParams{TenantID: tx.Tenant, Provider: provider, EventKey: d.EventKey})
	if err != nil || taken == 0 {
		return err
	}
	if isMessage == nil {
		return messages.RecordMessage(ctx, tx, account, one, d)
	}
	err = settleSend(ctx, tx, ledger.Key{Tenant: tx.Tenant, Verification: id, Number: number}, &account,
		ledger.Settlement{Status: d.Status, ProviderID: d.ProviderID, ErrorCode: d.ErrorCode, OptedOut: d.OptedOut, Returned: d.Returned, At: d.At})
	if errors.Is(err, store.ErrNotFound) {
		return integrations.ErrOtherAccount
	}
	return err
}
