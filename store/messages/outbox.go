package messages

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/message"
	"countersign/core/problem"
	"countersign/core/technician"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/integrations"
	"countersign/store/settings"
)

// Outbox is the outbox of messages (message.Outbox). CodeText renders the text that carries the code of a technician verification.
type Outbox struct {
	Store    *store.Store
	CodeText func(ctx context.Context, tx store.Tx, row db.Message) (text string, ends time.Time, err error)
}

var _ message.Outbox = Outbox{}

// optedOut is the error of a message to a person who replied STOP.
const optedOut = "opted_out"

// erased is the error of a message whose recipient has been forgotten.
const erased = "erased"

// TakeMessage implements message.Outbox.
func (o Outbox) TakeMessage(ctx context.Context, tenant, id uuid.UUID, at time.Time) (h message.Handover, err error) {
	err = o.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		h = message.Handover{}
		row, err := db.New(tx).LockMessage(ctx, id)
		if err != nil || row.Direction != "outbound" || row.Status != string(message.Claimed) {
			return err
		}
		if row.TheirSealed == nil {
			return settleOutbound(ctx, tx, row, message.Ending{Status: message.Failed, ErrorCode: erased, At: at})
		}
		may, err := db.New(tx).MayBeHanded(ctx, db.MayBeHandedParams{ValueIndex: row.TheirIndex, OurNumber: row.OurPoint})
		if err != nil {
			return err
		}
		if may.OptedOut {
			return settleOutbound(ctx, tx, row, message.Ending{Status: message.Failed, ErrorCode: optedOut, At: at})
		}
		if h.Out, err = o.outbound(ctx, tx, row); err != nil {
			return err
		}
		carrier, err := db.New(tx).CarrierOf(ctx, integrations.ProviderOf(h.Out.Transport))
		if err != nil {
			return err
		}
		if h.Out.Transport == channel.SMS && !may.OwnsNumber {
			h.Out.From = "" // the platform's number stands in
		}
		h.HandedAt, h.Hook = at, carrier.ID
		if row.HandedAt != nil {
			h.Due, h.Earlier, h.HandedAt, h.Account = true, true, *row.HandedAt, store.Value(row.AccountID)
			return nil
		}
		if carrier.Own {
			h.Account = carrier.ID
		}
		var count func(context.Context, store.Tx) error
		if row.AdmittedAt == nil {
			var refused *problem.Error
			if count, refused, err = admit(ctx, tx, row, h.Out, h); err != nil {
				return err
			}
			if refused != nil {
				h = message.Handover{}
				return settleOutbound(ctx, tx, row, message.Ending{Status: message.Failed, ErrorCode: string(refused.Code), At: at})
			}
		}
		h.Due = true
		return handOver(ctx, tx, id, h, count)
	})
	return h, err
}

// outbound opens a message for its provider. The text with a code is written only here: the code is kept nowhere.
func (o Outbox) outbound(ctx context.Context, tx store.Tx, row db.Message) (out message.Outbound, err error) {
	out = message.Outbound{ID: message.IDOf(row.ID), Transport: channel.Transport(row.Transport)}
	if out.To, err = OpenNumber(tx, row); err != nil {
		return out, err
	}
	if out.Text, err = OpenBody(tx, row.ID, row.BodySealed); err != nil {
		return out, err
	}
	if row.BodySealed == nil {
		if out.Text, out.ExpiresAt, err = o.CodeText(ctx, tx, row); err != nil {
			return out, err
		}
	}
	if out.Transport != channel.Email {
		out.From = row.OurPoint // the number that they wrote to
		return out, nil
	}
	branding, err := settings.GetBranding(ctx, tx)
	out.From, out.FromName, out.ReplyTo, out.Answers = branding.SenderEmail, branding.SenderName, row.OurPoint, true
	if err != nil {
		return out, err
	}
	out.Subject, out.HTML, err = technician.Email(branding, out.Text)
	return out, err
}

// SettleOutbound implements message.Outbox.
func (o Outbox) SettleOutbound(ctx context.Context, tenant, id uuid.UUID, end message.Ending) error {
	return o.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := db.New(tx).LockMessage(ctx, id)
		if err != nil {
			return err
		}
		return settleOutbound(ctx, tx, row, end)
	})
}

func settleOutbound(ctx context.Context, tx store.Tx, row db.Message, end message.Ending) error {
	if end.OptedOut && len(row.TheirIndex) > 0 {
		if err := LearnOptOut(ctx, tx, OptOut{Index: row.TheirIndex, Masked: row.TheirMasked, Source: "provider", At: end.At}); err != nil {
			return err
		}
	}
	if row.Direction != "outbound" || !message.Replaces(message.Status(row.Status), end.Status, end.Returned) {
		return nil
	}
	err := db.New(tx).SettleOutbound(ctx, db.SettleOutboundParams{ID: row.ID, Status: string(end.Status), ProviderID: store.Nullable(end.ProviderID), ErrorCode: store.Nullable(end.ErrorCode)})
	return errors.Join(err, EmitOwner(ctx, tx, row))
}

// RecordMessage takes a delivery report of an account (uuid.Nil is the platform's) about a message. Its error is integrations.ErrOtherAccount when that account was not
// handed the message.
func RecordMessage(ctx context.Context, tx store.Tx, account, id uuid.UUID, d message.Delivery) error {
	row, err := db.New(tx).LockMessage(ctx, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && store.Value(row.AccountID) != account {
		return integrations.ErrOtherAccount
	}
	if err != nil {
		return err
	}
	return settleOutbound(ctx, tx, row, message.Ending{Status: d.Status, ProviderID: d.ProviderID, ErrorCode: d.ErrorCode, OptedOut: d.OptedOut, Returned: d.Returned, At: d.At})
}

// ReleaseMessage implements message.Outbox.
func (o Outbox) ReleaseMessage(ctx context.Context, tenant, id uuid.UUID, handedAt time.Time) error {
	return o.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		return db.New(tx).ReleaseMessage(ctx, db.ReleaseMessageParams{ID: id, HandedAt: &handedAt})
	})
}

// TenantOfMessage is whose message it is, for reports of the platform's own mail account.
func TenantOfMessage(ctx context.Context, s *store.Store, id uuid.UUID) (tenant uuid.UUID, err error) {
	err = s.QueryRow(ctx, `SELECT tenant_id FROM door.message_tenant($1)`, id).Scan(&tenant)
	return tenant, err
}

// GiveUpMessage implements message.Outbox.
func (o Outbox) GiveUpMessage(ctx context.Context, tenant, id uuid.UUID) error {
	return o.Store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := db.New(tx).GetMessage(ctx, id)
		if err != nil {
			return err
		}
		changed, err := db.New(tx).FailWaitingMessage(ctx, db.FailWaitingMessageParams{ID: id, ErrorCode: new(message.GaveUp)})
		if err != nil || changed == 0 {
			return err
		}
		return EmitOwner(ctx, tx, row)
	})
}
