package halopsa

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"countersign/core/directory"
	"countersign/core/integration"
)

// reach is how far beyond a stretch of time entries are asked for: what HaloPSA compares with its two dates is not said clearly, and a shift on call may
// last a week.
const reach = 8 * 24 * time.Hour

// appointment is a stretch of an agent's calendar: an appointment or a shift.
type appointment struct {
	ID        id     `json:"id"`
	AgentID   id     `json:"agent_id"`
	TicketID  id     `json:"ticket_id"`
	Subject   string `json:"subject"`
	StartDate moment `json:"start_date"`
	EndDate   moment `json:"end_date"`
}

// Entries reads the appointments and shifts that touch a stretch of time.
func (c *Client) Entries(ctx context.Context, from, until time.Time) ([]directory.ScheduleEntry, error) {
	query := url.Values{
		"start_date": {stamped(from.Add(-reach))}, "end_date": {stamped(until.Add(reach))}, "showappointments": {"true"}, "showshifts": {"true"},
	}
	found, err := getList[appointment](ctx, c, integration.ReadSchedule, "/Appointment", "appointments", query)
	if err != nil {
		return nil, err
	}
	var entries []directory.ScheduleEntry
	for _, one := range found.rows {
		entry := directory.ScheduleEntry{
			ID: one.ID.text(), AgentID: one.AgentID.text(), TicketID: one.TicketID.text(), Name: strings.TrimSpace(one.Subject), Start: one.StartDate.at(), End: one.EndDate.at(),
		}
		if one.ID != 0 && one.AgentID != 0 && !entry.Start.IsZero() && entry.Start.Before(until) && entry.End.After(from) {
			entries = append(entries, entry)
		}
	}
	slices.SortStableFunc(entries, func(a, b directory.ScheduleEntry) int { return a.Start.Compare(b.Start) })
	return entries, nil
}
