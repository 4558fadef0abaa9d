package store

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/message"
	"countersign/core/otp"
	"countersign/core/technician"
	"countersign/core/template"
	"countersign/store/db"
)

var _ message.Box = (*Store)(nil)

// optedOut is the error of a message to somebody who replied STOP.
const optedOut = "opted_out"

// erased is the error of a message whose recipient has been forgotten.
const erased = "erased"

// TakeMessage implements message.Box.
func (s *Store) TakeMessage(ctx context.Context, tenant, id uuid.UUID, at time.Time) (h message.Handover, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		h = message.Handover{}
		row, err := tx.LockMessage(ctx, id)
		if err != nil || row.Direction != "outbound" || row.Status != string(message.Claimed) {
			return err
		}
		if row.TheirSealed == nil {
			return tx.settleOutbound(ctx, row, message.Ending{Status: message.Failed, ErrorCode: erased, At: at})
		}
		stopped, err := tx.HasOptedOut(ctx, row.TheirIndex)
		if err != nil {
			return err
		}
		if stopped {
			return tx.settleOutbound(ctx, row, message.Ending{Status: message.Failed, ErrorCode: optedOut, At: at})
		}
		if h.Out, h.Hook, err = tx.outbound(ctx, row); err != nil {
			return err
		}
		h.Due, h.HandedAt = true, at
		if row.HandedAt != nil {
			h.Earlier, h.HandedAt = true, *row.HandedAt
			return nil
		}
		return tx.HandMessage(ctx, db.HandMessageParams{ID: id, At: &at})
	})
	return h, err
}

// outbound opens a message for its provider. The text with a code is written only here: the code is kept nowhere.
func (tx Tx) outbound(ctx context.Context, row db.Message) (out message.Outbound, hook uuid.UUID, err error) {
	out = message.Outbound{ID: message.IDOf(row.ID), Transport: channel.Transport(row.Transport)}
	if out.To, err = tx.messageNumber(row); err != nil {
		return out, hook, err
	}
	if out.Text, err = tx.messageBody(row.ID, row.BodySealed); err != nil {
		return out, hook, err
	}
	if row.BodySealed == nil {
		if out.Text, err = tx.codeText(ctx, row); err != nil {
			return out, hook, err
		}
	}
	if hook, err = tx.WebhookOf(ctx, integrationOf(out.Transport)); err != nil {
		return out, hook, err
	}
	if out.Transport != channel.Email {
		out.From = row.OurPoint // the number that they wrote to
		return out, hook, nil
	}
	branding, err := tx.Branding(ctx)
	out.From, out.FromName, out.ReplyTo = branding.SenderEmail, branding.SenderName, row.OurPoint
	if err != nil {
		return out, hook, err
	}
	out.Subject, out.HTML, err = technician.Email(branding, out.Text)
	return out, hook, err
}

// codeText is the text that carries the code of a technician verification.
func (tx Tx) codeText(ctx context.Context, row db.Message) (string, error) {
	verification, err := tx.ResourceTechnicianVerification(ctx, Value(row.TechnicianVerificationID))
	if err != nil {
		return "", err
	}
	state, kind := technicianState(verification), template.Kind(row.Kind)
	words, err := tx.technicianWords(ctx, state, kind)
	if err != nil {
		return "", err
	}
	words.Code, err = otp.TechnicianCode(tx.ring, verification.KeyID, tx.Tenant.String(), verification.ID.String(), int(row.Number))
	if err != nil {
		return "", err
	}
	return state.Render(kind, words, Now())
}

// SettleOutbound implements message.Box.
func (s *Store) SettleOutbound(ctx context.Context, tenant, id uuid.UUID, end message.Ending) error {
	return s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		row, err := tx.LockMessage(ctx, id)
		if err != nil {
			return err
		}
		return tx.settleOutbound(ctx, row, end)
	})
}

func (tx Tx) settleOutbound(ctx context.Context, row db.Message, end message.Ending) error {
	if end.OptedOut && len(row.TheirIndex) > 0 {
		if err := tx.LearnOptOut(ctx, OptOut{Index: row.TheirIndex, Masked: row.TheirMasked, Source: "provider", At: end.At}); err != nil {
			return err
		}
	}
	if row.Direction != "outbound" || !message.Advances(message.Status(row.Status), end.Status) {
		return nil
	}
	err := tx.Queries.SettleOutbound(ctx, db.SettleOutboundParams{ID: row.ID, Status: string(end.Status), ProviderID: Nullable(end.ProviderID), ErrorCode: Nullable(end.ErrorCode)})
	return errors.Join(err, tx.emitMessage(ctx, row))
}

// emitMessage tells the screens that show a message.
func (tx Tx) emitMessage(ctx context.Context, row db.Message) error {
	switch {
	case row.TechnicianVerificationID != nil:
		return tx.publishTechnician(ctx, *row.TechnicianVerificationID)
	case row.ConversationID != nil:
		owner, err := tx.ResourceConversation(ctx, *row.ConversationID)
		if err != nil {
			return err
		}
		return tx.emitConversation(ctx, owner.ID, owner.ContactID, owner.CompanyID)
	}
	return nil
}

// recordMessage takes a delivery report about a message; one that is not this tenant's is dropped.
func (tx Tx) recordMessage(ctx context.Context, id uuid.UUID, d message.Delivery) error {
	row, err := tx.LockMessage(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return tx.settleOutbound(ctx, row, message.Ending{Status: d.Status, ProviderID: d.ProviderID, ErrorCode: d.ErrorCode, OptedOut: d.OptedOut, At: d.At})
}

// ReleaseMessage implements message.Box.
func (s *Store) ReleaseMessage(ctx context.Context, tenant, id uuid.UUID, handedAt time.Time) error {
	return s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		return tx.Queries.ReleaseMessage(ctx, db.ReleaseMessageParams{ID: id, HandedAt: &handedAt})
	})
}

// TenantOfMessage is whose message it is, for reports of the platform's own mail account.
func (s *Store) TenantOfMessage(ctx context.Context, id uuid.UUID) (tenant uuid.UUID, err error) {
	err = s.QueryRow(ctx, `SELECT tenant_id FROM door.message_tenant($1)`, id).Scan(&tenant)
	return tenant, err
}
