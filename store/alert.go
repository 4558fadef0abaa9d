package store

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"time"

	"github.com/google/uuid"

	"countersign/store/db"
)

// alert tells the technician and every Admin who wants mail that a person said "this was not me": somebody else may be on the phone.
func (tx Tx) alert(ctx context.Context, row db.Verification, at time.Time) error {
	if err := tx.Emit(ctx, Event{Kind: EventAlert, Subject: row.ID, Contact: &row.ContactID, Company: &row.CompanyID}); err != nil {
		return err
	}
	people, err := tx.AlertedUsers(ctx, row.LeaderID)
	if err != nil {
		return err
	}
	v, err := tx.Verification(ctx, row.ID)
	if err != nil {
		return err
	}
	branding, err := tx.Branding(ctx)
	if err != nil {
		return err
	}
	body, err := json.Marshal(alertMail(v, branding.SenderName, at))
	if err != nil {
		return err
	}
	for _, person := range people {
		id := alertID(row.ID, person.ID)
		err := tx.InsertNotice(ctx, db.InsertNoticeParams{
			TenantID: tx.Tenant, ID: id, UserID: person.ID, Kind: NoticeAlert, BodySealed: tx.Seal(noticeTable, noticeColumn, id, string(body)), At: at,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// alertID is the same for the same person and verification, so that a repeated conclusion names the same mails.
func alertID(verification, user uuid.UUID) uuid.UUID {
	return uuid.NewSHA1(verification, user[:])
}

// alertsOf lists the mails of an alert; none for a verification that ended otherwise.
func (tx Tx) alertsOf(ctx context.Context, row db.Verification) ([]uuid.UUID, error) {
	people, err := tx.ListUsers(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]uuid.UUID, len(people))
	for i, person := range people {
		ids[i] = alertID(row.ID, person.ID)
	}
	return tx.NoticesExist(ctx, ids)
}

func alertMail(v Verification, fromName string, at time.Time) Mail {
	ticket := ""
	if v.TicketID != "" {
		ticket = fmt.Sprintf(" for ticket %s", v.TicketID)
	}
	lines := []string{
		fmt.Sprintf("%s of %s pressed \"This was not me\" at %s.", v.Contact.Name, v.Company.Name, at.UTC().Format("15:04 UTC on 2 January 2006")),
		fmt.Sprintf("%s was verifying them%s. Whoever is on that call may be pretending to be them.", v.Leader.Name, ticket),
		"End the call, reset nothing, and call the person back on a number you know.",
	}
	paragraphs := make([]string, len(lines))
	for i, line := range lines {
		paragraphs[i] = "<p>" + html.EscapeString(line) + "</p>"
	}
	return Mail{FromName: fromName, Subject: "Alert: a person says it was not them", Text: strings.Join(lines, "\n\n"), HTML: strings.Join(paragraphs, "\n")}
}
