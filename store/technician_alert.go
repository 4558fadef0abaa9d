package store

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"time"

	"github.com/google/uuid"

	"countersign/store/db"
)

// alertOfDenial mails whoever claimed the request and every Admin who wants mail: a client says that the person on the phone with them is not the MSP's,
// or a technician says that the codes do not match.
func (tx Tx) alertOfDenial(ctx context.Context, row TechnicianVerification, at time.Time) (notices []uuid.UUID, err error) {
	companies, err := tx.CompaniesOfTechnicianVerification(ctx, row.ID)
	if err != nil {
		return nil, err
	}
	for _, company := range companies {
		if err := tx.Emit(ctx, Event{Kind: EventAlert, Subject: row.ID, Company: &company}); err != nil {
			return nil, err
		}
	}
	people, err := tx.AlertedUsers(ctx, value(row.ClaimedBy))
	if err != nil {
		return nil, err
	}
	branding, err := tx.Branding(ctx)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(denialMail(row, branding.SenderName, at))
	if err != nil {
		return nil, err
	}
	for _, person := range people {
		id := alertID(row.ID, person.ID)
		err := tx.InsertNotice(ctx, db.InsertNoticeParams{
			TenantID: tx.Tenant, ID: id, UserID: person.ID, Kind: NoticeAlert, BodySealed: tx.Seal(noticeTable, noticeColumn, id, string(body)), At: at,
		})
		if err != nil {
			return nil, err
		}
		notices = append(notices, id)
	}
	return notices, nil
}

func denialMail(row TechnicianVerification, fromName string, at time.Time) Mail {
	claimed := "Nobody of yours had taken it up: whoever is on the phone with them may be pretending to be you."
	if row.ClaimedName != nil {
		claimed = fmt.Sprintf("%s had taken it up. Call the person back on a number you know.", *row.ClaimedName)
	}
	lines := fmt.Sprintf("A technician verification from %s was closed as not matching at %s.", row.PointMasked, at.UTC().Format("15:04 UTC on 2 January 2006"))
	return Mail{
		FromName: fromName, Subject: "Alert: a client says the technician is not yours", Text: lines + "\n\n" + claimed,
		HTML: "<p>" + html.EscapeString(lines) + "</p>\n<p>" + html.EscapeString(claimed) + "</p>",
	}
}
