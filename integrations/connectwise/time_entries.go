package connectwise

import (
	"context"
	"net/http"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// timeEntry is the body of a new time entry. Its note goes into the ticket's discussion, or into its internal notes.
type timeEntry struct {
	ChargeToID                 int64      `json:"chargeToId"`
	ChargeToType               string     `json:"chargeToType"`
	Member                     *reference `json:"member,omitempty"`
	TimeStart                  string     `json:"timeStart"`
	TimeEnd                    string     `json:"timeEnd"`
	Notes                      string     `json:"notes"`
	AddToDetailDescriptionFlag bool       `json:"addToDetailDescriptionFlag"`
	AddToInternalAnalysisFlag  bool       `json:"addToInternalAnalysisFlag"`
}

// AddTime writes down time on a service ticket. Without an agent it is the API member's.
func (c *Client) AddTime(ctx context.Context, ticketID string, e ticket.TimeEntry) (string, error) {
	if _, err := ticketPath(ticketID); err != nil {
		return "", err
	}
	id, _ := parseID(ticketID)
	body := timeEntry{
		ChargeToID: id, ChargeToType: "ServiceTicket", TimeStart: e.Start.UTC().Format(stamp), TimeEnd: e.End.UTC().Format(stamp),
		Notes: ticket.Sign(e.Note, e.Reference), AddToDetailDescriptionFlag: !e.Internal, AddToInternalAnalysisFlag: e.Internal,
	}
	if e.AgentID != "" {
		agent, ok := parseID(e.AgentID)
		if !ok {
			return "", fail.Refused(kit.BadID)
		}
		body.Member = &reference{ID: agent}
	}
	if !e.End.After(e.Start) {
		return "", fail.Refused(kit.BadTime)
	}
	var made reference
	if err := c.send(ctx, integration.AddTime, http.MethodPost, "/time/entries", body, &made); err != nil {
		return "", err
	}
	if made.ID == 0 {
		return "", c.http.Unreadable(false)
	}
	return kit.IDText(made.ID), nil
}
