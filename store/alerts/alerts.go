// Package alerts stores alerts and the denials that come with them: a denial stands on a person until an Admin clears it.
package alerts

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/alert"
	"countersign/store"
	"countersign/store/db"
)

// New says what to raise. One of Verification, TechnicianVerification and Message is what it speaks of.
type New struct {
	Kind                   alert.Kind
	Verification           *uuid.UUID
	TechnicianVerification *uuid.UUID
	Message                *uuid.UUID
	People                 []Person // whom it speaks of; at least one
	At                     time.Time
}

// Person is a contact and their company.
type Person struct{ Contact, Company uuid.UUID }

// Raise writes an alert, lets the denial stand on each of its people, takes their shields away, and tells the screens.
func Raise(ctx context.Context, tx store.Tx, n New) error {
	id := store.NewID()
	contacts := make([]uuid.UUID, len(n.People))
	for i, p := range n.People {
		contacts[i] = p.Contact
	}
	return tx.Batch(ctx, func(tx store.Tx) error {
		err := db.New(tx).InsertAlert(ctx, db.InsertAlertParams{
			TenantID: tx.Tenant, ID: id, Kind: string(n.Kind), VerificationID: n.Verification, TechnicianVerificationID: n.TechnicianVerification, MessageID: n.Message, RaisedAt: n.At,
		})
		if err != nil {
			return err
		}
		for _, p := range n.People {
			if err := db.New(tx).InsertDenial(ctx, db.InsertDenialParams{TenantID: tx.Tenant, AlertID: id, ContactID: p.Contact, CompanyID: p.Company, At: n.At}); err != nil {
				return err
			}
			if err := emit(ctx, tx, n.subject(id), p); err != nil {
				return err
			}
		}
		return db.New(tx).DropShields(ctx, db.DropShieldsParams{ContactIds: contacts, At: &n.At})
	})
}

// subject is what the event of an alert names.
func (n New) subject(alert uuid.UUID) uuid.UUID {
	for _, id := range []*uuid.UUID{n.Verification, n.TechnicianVerification, n.Message} {
		if id != nil {
			return *id
		}
	}
	return alert
}

// emit tells the screens of an alert, or that it changed.
func emit(ctx context.Context, tx store.Tx, subject uuid.UUID, p Person) error {
	if err := tx.Emit(ctx, store.Event{Kind: store.EventAlert, Subject: subject, Contact: &p.Contact, Company: &p.Company}); err != nil {
		return err
	}
	return tx.Emit(ctx, store.Event{Kind: store.EventContact, Subject: p.Contact, Contact: &p.Contact, Company: &p.Company})
}

// Row is a row of alerts.
type Row = db.Alert

// Load reads the row of an alert.
func Load(ctx context.Context, tx store.Tx, id uuid.UUID) (Row, error) {
	return db.New(tx).ResourceAlert(ctx, id)
}

// ListCompanies lists the companies whose people an alert speaks of.
func ListCompanies(ctx context.Context, tx store.Tx, id uuid.UUID) ([]uuid.UUID, error) {
	return db.New(tx).CompaniesOfAlert(ctx, id)
}

// Take makes an actor the owner of an alert, also in place of another one; ErrConflict when it was dealt with already.
func Take(ctx context.Context, tx store.Tx, id uuid.UUID, by store.Actor) error {
	n, err := db.New(tx).TakeAlert(ctx, db.TakeAlertParams{
		ID: id, OwnerID: &by.ID, OwnerName: &by.Name, OwnerKind: &by.Kind, OwnerKeyID: store.Nullable(by.ViaKey.ID), OwnerKeyName: store.Nullable(by.ViaKey.Name),
	})
	return announce(ctx, tx, id, n, err)
}

// Settle notes that an alert was dealt with; ErrConflict when it was before. The denial stands on: only an Admin clears it.
func Settle(ctx context.Context, tx store.Tx, id uuid.UUID, by store.Actor, at time.Time) error {
	n, err := db.New(tx).SettleAlert(ctx, db.SettleAlertParams{
		ID: id, At: &at, By: &by.Name, ByID: &by.ID, ByKind: &by.Kind, KeyID: store.Nullable(by.ViaKey.ID), KeyName: store.Nullable(by.ViaKey.Name),
	})
	return announce(ctx, tx, id, n, err)
}

func announce(ctx context.Context, tx store.Tx, id uuid.UUID, changed int64, err error) error {
	if err == nil && changed == 0 {
		err = store.ErrConflict
	}
	if err != nil {
		return err
	}
	companies, err := ListCompanies(ctx, tx, id)
	for _, company := range companies {
		if err := tx.Emit(ctx, store.Event{Kind: store.EventAlertChanged, Subject: id, Company: &company}); err != nil {
			return err
		}
	}
	return err
}

// ClearDenials takes every standing denial off a person, and settles the alerts that spoke of nobody else. ErrConflict when none stood.
func ClearDenials(ctx context.Context, tx store.Tx, p Person, by store.Actor, reason string, at time.Time) error {
	cleared, err := db.New(tx).ClearDenials(ctx, db.ClearDenialsParams{ContactID: p.Contact, At: &at, By: &by.Name, Reason: &reason})
	if err == nil && len(cleared) == 0 {
		err = store.ErrConflict
	}
	if err != nil {
		return err
	}
	err = db.New(tx).SettleClearedAlerts(ctx, db.SettleClearedAlertsParams{
		Ids: cleared, At: &at, By: &by.Name, ByID: &by.ID, ByKind: &by.Kind, KeyID: store.Nullable(by.ViaKey.ID), KeyName: store.Nullable(by.ViaKey.Name),
	})
	if err != nil {
		return err
	}
	for _, id := range cleared {
		if err := tx.Emit(ctx, store.Event{Kind: store.EventAlertChanged, Subject: id, Company: &p.Company}); err != nil {
			return err
		}
	}
	return tx.Emit(ctx, store.Event{Kind: store.EventContact, Subject: p.Contact, Contact: &p.Contact, Company: &p.Company})
}
