package verify

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/list"
	"countersign/core/verification"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/notices"
)

// writeAlert tells the technician and every Admin who wants mail that a person answered "this was not me": an impostor may be on the phone.
func writeAlert(ctx context.Context, tx store.Tx, row db.Verification, at time.Time) error {
	if err := tx.Emit(ctx, store.Event{Kind: store.EventAlert, Subject: row.ID, Contact: &row.ContactID, Company: &row.CompanyID}); err != nil {
		return err
	}
	v, err := GetVerification(ctx, tx, row.ID)
	if err != nil {
		return err
	}
	content := verification.Alert{Person: v.Contact.Name, Company: v.Company.Name, Technician: v.Leader.Name, Ticket: v.TicketID, At: at}.Mail()
	mails, err := notices.Alerts(ctx, tx, row.ID, row.LeaderID, content, at)
	if err != nil {
		return err
	}
	return tx.Batch(ctx, func(tx store.Tx) error { return notices.Insert(ctx, tx, mails) })
}

// alertsOf lists the mails of an alert; none for a verification that ended otherwise.
func alertsOf(ctx context.Context, tx store.Tx, row db.Verification) ([]uuid.UUID, error) {
	people, err := db.New(tx).ListUsers(ctx)
	if err != nil {
		return nil, err
	}
	return db.New(tx).NoticesExist(ctx, list.Of(people, func(person db.User) uuid.UUID { return notices.ID(row.ID, person.ID) }))
}
