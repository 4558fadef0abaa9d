package halopsa

import (
	"context"
	"math"

	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// AddTime writes down time on a ticket: an action that took it. Without an agent it is our own. After provider.Ambiguous ask FindNote.
func (c *Client) AddTime(ctx context.Context, ticketID string, e ticket.TimeEntry) (string, error) {
	of, ok := parseID(ticketID)
	if !ok {
		return "", fail.Absent(kit.BadID)
	}
	body := newAction(of, e.Note, e.Reference, e.Internal)
	if e.AgentID != "" {
		if body.WhoAgentID, ok = parseID(e.AgentID); !ok {
			return "", fail.Refused(kit.BadID)
		}
	}
	if !e.End.After(e.Start) {
		return "", fail.Refused(kit.BadTime)
	}
	body.TimeTaken = math.Round(e.End.Sub(e.Start).Hours()*1e4) / 1e4
	body.Arrival, body.Completion = stamped(e.Start), stamped(e.End)
	return c.addAction(ctx, body)
}
