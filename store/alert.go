package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/mail"
	"countersign/core/verification"
	"countersign/store/db"
)

// alert tells the technician and every Admin who wants mail that a person said "this was not me": somebody else may be on the phone.
func (tx Tx) alert(ctx context.Context, row db.Verification, at time.Time) error {
	if err := tx.Emit(ctx, Event{Kind: EventAlert, Subject: row.ID, Contact: &row.ContactID, Company: &row.CompanyID}); err != nil {
		return err
	}
	v, err := tx.Verification(ctx, row.ID)
	if err != nil {
		return err
	}
	content := verification.Alert{Person: v.Contact.Name, Company: v.Company.Name, Technician: v.Leader.Name, Ticket: v.TicketID, At: at}.Mail()
	notices, err := tx.alertNotices(ctx, row.ID, row.LeaderID, content, at)
	if err != nil {
		return err
	}
	return tx.Batch(ctx, func(tx Tx) error {
		for _, n := range notices {
			if err := tx.InsertNotice(ctx, n); err != nil {
				return err
			}
		}
		return nil
	})
}

// alertNotices are the rows of an alert to a technician and every Admin who wants mail.
func (tx Tx) alertNotices(ctx context.Context, subject, technician uuid.UUID, content mail.Content, at time.Time) ([]db.InsertNoticeParams, error) {
	users, err := tx.AlertedUsers(ctx, technician)
	if err != nil {
		return nil, err
	}
	people := make([]uuid.UUID, len(users))
	for i, user := range users {
		people[i] = user.ID
	}
	return tx.noticesAbout(ctx, subject, people, NoticeAlert, content, at)
}

// alertsOf lists the mails of an alert; none for a verification that ended otherwise.
func (tx Tx) alertsOf(ctx context.Context, row db.Verification) ([]uuid.UUID, error) {
	people, err := tx.ListUsers(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]uuid.UUID, len(people))
	for i, person := range people {
		ids[i] = noticeID(row.ID, person.ID)
	}
	return tx.NoticesExist(ctx, ids)
}
