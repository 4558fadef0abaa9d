package messages

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/inbound"
	"countersign/store"
	"countersign/store/db"
)

const consentTable, consentColumn = "consents", "text_sealed"

// The sources of a consent or its end.
const (
	consentReply    = "reply"    // they wrote it
	consentCarrier  = "carrier"  // the carrier read it in what they wrote
	consentProvider = "provider" // the provider refuses to send to them
)

// RecordConsent applies a keyword that a person sent to the carrier: STOP ends our texts to them, START allows them again, HELP is only recorded.
// It is the message's route, and happens once however often it is asked for.
func RecordConsent(ctx context.Context, s *store.Store, tenant, messageID uuid.UUID, word inbound.Keyword, at time.Time) error {
	return s.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := db.New(tx).LockInboundMessage(ctx, messageID)
		if err != nil || row.Route != nil {
			return err
		}
		source := consentReply
		if row.OptOut != nil {
			source = consentCarrier
		}
		if err := consent(ctx, tx, row, word, source, at); err != nil {
			return err
		}
		err = tx.Audit(ctx, store.AuditEntry{
			By: store.ThePerson, Action: consentActions[word], SubjectKind: "message", SubjectID: row.ID.String(),
			Details: map[string]any{"contact_point": row.TheirMasked, "source": source},
		})
		if err != nil {
			return err
		}
		return setRoute(ctx, tx, row.ID, inbound.Consent, at)
	})
}

var consentActions = map[inbound.Keyword]string{inbound.Stop: "consent.withdrawn", inbound.Start: "consent.given", inbound.Help: "consent.help_asked"}

func consent(ctx context.Context, tx store.Tx, row db.Message, word inbound.Keyword, source string, at time.Time) error {
	body, err := OpenBody(tx, row.ID, row.BodySealed)
	if err != nil || word == inbound.Help {
		return err
	}
	if word == inbound.Start {
		err = db.New(tx).DropOptOut(ctx, row.TheirIndex)
	} else {
		_, err = db.New(tx).OptOut(ctx, db.OptOutParams{TenantID: tx.Tenant, ValueIndex: row.TheirIndex, Source: source})
	}
	if err != nil {
		return err
	}
	id := store.NewID()
	err = db.New(tx).InsertConsent(ctx, db.InsertConsentParams{
		TenantID: tx.Tenant, ID: id, ValueIndex: row.TheirIndex, Masked: row.TheirMasked, Granted: word == inbound.Start,
		TextSealed: tx.Seal(consentTable, consentColumn, id, body), MessageID: &row.ID, Source: source, At: at,
	})
	if err != nil {
		return err
	}
	return emitConversationsOf(ctx, tx, row.TheirIndex)
}

// emitConversationsOf tells screens that show an open conversation with a number: whether we may write changes with consent.
func emitConversationsOf(ctx context.Context, tx store.Tx, index []byte) error {
	open, err := db.New(tx).OpenConversationsOf(ctx, index)
	if err != nil {
		return err
	}
	for _, c := range open {
		if err := EmitConversation(ctx, tx, c.ID, c.ContactID, c.CompanyID); err != nil {
			return err
		}
	}
	return nil
}

// OptOut is an opt-out that a provider reported when we sent a message.
type OptOut struct {
	Index  []byte // of their number or address
	Masked string
	Source string // which way it was learnt by
	At     time.Time
}

// LearnOptOut remembers that an address wants no more messages. Told again, it changes nothing.
func LearnOptOut(ctx context.Context, tx store.Tx, o OptOut) error {
	if len(o.Index) == 0 {
		return nil // erased meanwhile
	}
	added, err := db.New(tx).OptOut(ctx, db.OptOutParams{TenantID: tx.Tenant, ValueIndex: o.Index, Source: o.Source})
	if err != nil || added == 0 {
		return err
	}
	err = db.New(tx).InsertConsent(ctx, db.InsertConsentParams{TenantID: tx.Tenant, ID: store.NewID(), ValueIndex: o.Index, Masked: o.Masked, Source: consentProvider, At: o.At})
	if err != nil {
		return err
	}
	return emitConversationsOf(ctx, tx, o.Index)
}
