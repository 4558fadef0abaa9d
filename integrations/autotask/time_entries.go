package autotask

import (
	"context"
	"net/http"
	"time"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// notesLimit is the longest note of a time entry, in characters.
const notesLimit = 32000

// timeEntry is the body of a new time entry. The client sees the summary, never the internal notes.
type timeEntry struct {
	TicketID      int64   `json:"ticketID"`
	ResourceID    int64   `json:"resourceID"`
	RoleID        int64   `json:"roleID"`
	DateWorked    string  `json:"dateWorked"`
	StartDateTime string  `json:"startDateTime"`
	EndDateTime   string  `json:"endDateTime"`
	HoursWorked   float64 `json:"hoursWorked"`
	SummaryNotes  string  `json:"summaryNotes,omitempty"`
	InternalNotes string  `json:"internalNotes,omitempty"`
}

// AddTime writes down time on a ticket, in the technician's own role. API users cannot work.
func (c *Client) AddTime(ctx context.Context, ticketID string, e ticket.TimeEntry) (string, error) {
	number, err := record(ticketID)
	if err != nil {
		return "", err
	}
	agent, ok := parseID(e.AgentID)
	if !ok {
		return "", fail.Refused(codeNoAgent)
	}
	if !e.End.After(e.Start) {
		return "", fail.Refused(kit.BadTime)
	}
	role, err := c.role(ctx, agent)
	if err != nil {
		return "", err
	}
	day := e.Start.UTC().Truncate(24 * time.Hour)
	body := timeEntry{
		TicketID: number, ResourceID: agent, RoleID: role, DateWorked: stamped(day), StartDateTime: stamped(e.Start), EndDateTime: stamped(e.End),
		HoursWorked: e.End.Sub(e.Start).Hours(),
	}
	if note := signed(e.Note, e.Reference, notesLimit); e.Internal {
		body.InternalNotes = note
	} else {
		body.SummaryNotes = note
	}
	return c.send(ctx, request{right: integration.AddTime, method: http.MethodPost, path: "/TimeEntries"}, body)
}

// role is the service desk role of an agent: the default one, else the first.
func (c *Client) role(ctx context.Context, agent int64) (int64, error) {
	rows, _, err := queryPage[struct {
		RoleID    int64 `json:"roleID"`
		IsDefault flag  `json:"isDefault"`
	}](ctx, c, integration.ReadAgents, "ResourceServiceDeskRoles", question{
		Filter: []filter{is("resourceID", agent), is("isActive", true)}, IncludeFields: []string{"id", "roleID", "isDefault"}, MaxRecords: pageSize,
	}, "")
	if err != nil {
		return 0, err
	}
	if len(rows) == 0 {
		return 0, fail.Refused(codeNoRole)
	}
	for _, row := range rows {
		if row.IsDefault {
			return row.RoleID, nil
		}
	}
	return rows[0].RoleID, nil
}
