package techverify

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/alert"
	"countersign/core/technician"
	"countersign/store"
	"countersign/store/alerts"
	"countersign/store/db"
	"countersign/store/notices"
	"countersign/store/settings"
)

// concerned are the people whom a denial speaks of: who asked, or everybody with the number where that is not known.
func concerned(s technician.State) []alerts.Person {
	if s.Contact != nil && s.Company != nil {
		return []alerts.Person{{Contact: *s.Contact, Company: *s.Company}}
	}
	people := make([]alerts.Person, len(s.Candidates))
	for i, c := range s.Candidates {
		people[i] = alerts.Person(c)
	}
	return people
}

// alertMails are the mails about a denial to the claimant and every Admin.
func alertMails(ctx context.Context, tx store.Tx, id uuid.UUID, s technician.State, at time.Time, console string) ([]db.InsertNoticeParams, error) {
	told := alert.Alert{Kind: alert.NotOurs, ContactPoint: s.ContactPoint, Ticket: s.Ticket, At: at, Link: notices.Link(console, "/requests/", id)}
	if s.ClaimedBy != nil {
		told.Technician = s.ClaimedBy.Name
	}
	var err error
	if told.Zone, err = settings.Zone(ctx, tx); err != nil {
		return nil, err
	}
	if told.Person, err = contactName(ctx, tx, s); err != nil {
		return nil, err
	}
	if companies := s.Companies(); len(companies) == 1 {
		company, err := db.New(tx).ResourceCompany(ctx, companies[0])
		if err != nil {
			return nil, err
		}
		told.Company = company.Name
	}
	return notices.Alerts(ctx, tx, id, s.Claimant(), told.Mail(), console, at)
}
