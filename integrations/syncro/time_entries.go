package syncro

import (
	"context"
	"net/http"
	"time"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// timerEntry is the body of a new timer of a ticket. Its notes are never shown to the customer.
type timerEntry struct {
	StartAt string `json:"start_at"`
	EndAt   string `json:"end_at"`
	UserID  number `json:"user_id,omitempty"`
	Notes   string `json:"notes"`
}

// AddTime writes down time on a ticket. Without an agent it is that of the token's own user.
func (c *Client) AddTime(ctx context.Context, ticketID string, e ticket.TimeEntry) (string, error) {
	path, err := ticketPath(ticketID)
	if err != nil {
		return "", err
	}
	switch {
	case e.AgentID != "" && !idText.MatchString(e.AgentID):
		return "", fail.Refused(kit.BadID)
	case !e.End.After(e.Start):
		return "", fail.Refused(kit.BadTime)
	}
	body := timerEntry{
		StartAt: e.Start.UTC().Format(time.RFC3339), EndAt: e.End.UTC().Format(time.RFC3339), UserID: idOf(e.AgentID), Notes: ticket.Sign(e.Note, e.Reference),
	}
	var made struct {
		ID number `json:"id"`
	}
	if err := c.send(ctx, integration.AddTime, http.MethodPost, path+"/timer_entry", body, &made); err != nil {
		return "", err
	}
	if made.ID == 0 {
		return "", c.http.Unreadable(false)
	}
	return made.ID.String(), nil
}
