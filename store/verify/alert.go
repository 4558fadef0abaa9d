package verify

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/alert"
	"countersign/core/list"
	"countersign/core/verification"
	"countersign/store"
	"countersign/store/alerts"
	"countersign/store/db"
	"countersign/store/notices"
	"countersign/store/settings"
)

// alertKinds are the ends that raise an alert. "This was not me" is mailed as well: an impostor may be on the phone.
var alertKinds = map[verification.Reason]alert.Kind{verification.NotMe: alert.NotMe, verification.TooManyAttempts: alert.WrongCodes}

// raiseAlert raises the alert of an end, if it has one. The technician and every Admin who wants mail are written to about "this was not me".
func raiseAlert(ctx context.Context, tx store.Tx, row db.Verification, end verification.State, console string) error {
	kind, raises := alertKinds[end.Reason]
	if !raises || row.ContactID == uuid.Nil {
		return nil
	}
	err := alerts.Raise(ctx, tx, alerts.New{Kind: kind, Verification: &row.ID, People: []alerts.Person{{Contact: row.ContactID, Company: row.CompanyID}}, At: end.ClosedAt})
	if err != nil || kind != alert.NotMe {
		return err
	}
	return writeAlert(ctx, tx, row, end.ClosedAt, console)
}

func writeAlert(ctx context.Context, tx store.Tx, row db.Verification, at time.Time, console string) error {
	v, err := GetVerification(ctx, tx, row.ID)
	if err != nil {
		return err
	}
	zone, err := settings.Zone(ctx, tx)
	if err != nil {
		return err
	}
	content := alert.Alert{
		Kind: alert.NotMe, Person: v.Contact.Name, Company: v.Company.Name, Technician: v.Leader.Name, Ticket: v.TicketID, At: at, Zone: zone, Link: notices.Link(console, "/verifications/", row.ID),
	}.Mail()
	mails, err := notices.Alerts(ctx, tx, row.ID, row.LeaderID, content, console, at)
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
