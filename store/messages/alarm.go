package messages

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/alert"
	"countersign/core/inbound"
	"countersign/core/list"
	"countersign/store"
	"countersign/store/alerts"
	"countersign/store/db"
	"countersign/store/notices"
	"countersign/store/settings"
)

// RaiseAlarm takes a client's denial of which nothing is open: the denial stands on everybody who has the number or address, and every Admin who wants mail is
// written to. It returns the mails, which are to be started. console is the address of the console. ErrNotFound when nobody on file has the contact point any more.
func RaiseAlarm(ctx context.Context, s *store.Store, tenant, messageID uuid.UUID, console string, at time.Time) (mails []uuid.UUID, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		mails = nil
		row, err := db.New(tx).LockInboundMessage(ctx, messageID)
		if err != nil || row.Route != nil {
			return err
		}
		owners, err := db.New(tx).OwnersOfPoint(ctx, row.TheirIndex)
		if err == nil && len(owners) == 0 {
			err = store.ErrNotFound
		}
		if err != nil {
			return err
		}
		people := list.Of(owners, func(owner db.OwnersOfPointRow) alerts.Person {
			return alerts.Person{Contact: owner.ID, Company: owner.CompanyID}
		})
		if err := alerts.Raise(ctx, tx, alerts.New{Kind: alert.NotOurs, Message: &row.ID, People: people, At: at}); err != nil {
			return err
		}
		rows, err := alarmMails(ctx, tx, row, owners, console, at)
		if err != nil {
			return err
		}
		if mails, err = notices.Add(ctx, tx, rows); err != nil {
			return err
		}
		err = tx.Audit(ctx, store.AuditEntry{
			By: store.ThePerson, Action: "message.denied", SubjectKind: "message", SubjectID: row.ID.String(), CompanyID: &owners[0].CompanyID,
			Details: map[string]any{"transport": row.Transport, "contact_point": row.TheirMasked},
		})
		if err != nil {
			return err
		}
		return setRoute(ctx, tx, row.ID, inbound.Alarm, at)
	})
	return mails, err
}

func alarmMails(ctx context.Context, tx store.Tx, row db.Message, owners []db.OwnersOfPointRow, console string, at time.Time) ([]db.InsertNoticeParams, error) {
	told := alert.Alert{Kind: alert.NotOurs, ContactPoint: row.TheirMasked, At: at, Link: notices.Link(console, "/contacts/", owners[0].ID)}
	var err error
	if told.Zone, err = settings.Zone(ctx, tx); err != nil {
		return nil, err
	}
	if len(owners) == 1 {
		if told.Person, err = db.New(tx).ContactName(ctx, owners[0].ID); err != nil {
			return nil, err
		}
		company, err := db.New(tx).ResourceCompany(ctx, owners[0].CompanyID)
		if err != nil {
			return nil, err
		}
		told.Company = company.Name
	}
	return notices.Alerts(ctx, tx, row.ID, uuid.Nil, told.Mail(), console, at)
}
