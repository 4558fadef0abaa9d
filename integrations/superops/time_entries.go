package superops

import (
	"context"
	"strconv"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// worklog is the input of a new worklog entry: so many hours from a time on. Its note is never shown to a requester.
type worklog struct {
	WorkItem     workItem `json:"workItem"`
	Qty          string   `json:"qty"` // hours
	BillDateTime string   `json:"billDateTime"`
	Notes        string   `json:"notes"`
	Technician   *userID  `json:"technician,omitempty"`
}

type workItem struct {
	WorkID string `json:"workId"`
	Module string `json:"module"`
}

// AddTime writes a worklog of a ticket. Without an agent it is that of the token's own technician.
func (c *Client) AddTime(ctx context.Context, id string, e ticket.TimeEntry) (string, error) {
	switch {
	case !digits.MatchString(id):
		return "", fail.Absent(kit.BadID)
	case e.AgentID != "" && !digits.MatchString(e.AgentID):
		return "", fail.Refused(kit.BadID)
	case !e.End.After(e.Start):
		return "", fail.Refused(kit.BadTime)
	}
	entry := worklog{
		WorkItem: workItem{WorkID: id, Module: "TICKET"}, Qty: strconv.FormatFloat(e.End.Sub(e.Start).Hours(), 'f', 2, 64),
		BillDateTime: e.Start.UTC().Format(stamp), Notes: ticket.Sign(e.Note, e.Reference),
	}
	if e.AgentID != "" {
		entry.Technician = &userID{e.AgentID}
	}
	var got struct {
		Entries []struct {
			ItemID identifier `json:"itemId"`
		} `json:"createWorklogEntries"`
	}
	if err := c.ask(ctx, call{right: integration.AddTime, document: makeWorklog, input: []worklog{entry}, writes: true, seeks: e.AgentID == ""}, &got); err != nil {
		return "", err
	}
	if len(got.Entries) != 1 || got.Entries[0].ItemID == "" {
		return "", c.http.Unreadable(false)
	}
	return string(got.Entries[0].ItemID), nil
}
