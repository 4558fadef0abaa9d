package superops

import (
	"context"
	"regexp"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// ticketRow is a ticket as SuperOps shows it, as far as we look.
type ticketRow struct {
	TicketID    identifier `json:"ticketId"`
	DisplayID   string     `json:"displayId"`
	Subject     string     `json:"subject"`
	Client      record     `json:"client"`
	Requester   record     `json:"requester"`
	TechGroup   record     `json:"techGroup"`
	Status      string     `json:"status"`
	UpdatedTime string     `json:"updatedTime"`
	CreatedTime string     `json:"createdTime"`
}

// message is a part of a ticket's conversation.
type message struct {
	Type    string `json:"type"`
	Content string `json:"content"`
}

// closing is a status of tickets that are done with. SuperOps tells no more of a status than its name.
var closing = regexp.MustCompile(`(?i)\b(closed?|resolved|solved|completed?|cancell?ed|done)\b`)

// Ticket reads one ticket with its description. Any id that SuperOps cannot have given is ticket.ErrNotFound.
func (c *Client) Ticket(ctx context.Context, id string) (ticket.Ticket, error) {
	if !digits.MatchString(id) {
		return ticket.Ticket{}, fail.Absent(kit.BadID)
	}
	var got struct {
		Ticket   *ticketRow `json:"getTicket"`
		Messages []message  `json:"getTicketConversationList"`
	}
	err := c.ask(ctx, call{right: integration.ReadTickets, document: askTicket, input: ticketID{id}, seeks: true}, &got)
	switch {
	case err != nil:
		return ticket.Ticket{}, err
	case got.Ticket == nil:
		return ticket.Ticket{}, fail.Absent(codeNoEntity)
	case got.Ticket.TicketID == "":
		return ticket.Ticket{}, c.http.Unreadable(true)
	}
	out := got.Ticket.ticket()
	out.Description = description(got.Messages)
	return out, nil
}

// ticketID names a ticket.
type ticketID struct {
	TicketID string `json:"ticketId"`
}

// description is what a ticket was opened with.
func description(messages []message) string {
	for _, one := range messages {
		if one.Type == "DESCRIPTION" {
			return kit.PlainText(one.Content)
		}
	}
	return ""
}

// SetStatus moves a ticket to a status. In SuperOps a status goes by its name.
func (c *Client) SetStatus(ctx context.Context, id, status string) error {
	switch {
	case !digits.MatchString(id):
		return fail.Absent(kit.BadID)
	case status == "":
		return fail.Refused(kit.NoStatus)
	}
	var got struct {
		Ticket struct {
			TicketID identifier `json:"ticketId"`
		} `json:"updateTicket"`
	}
	input := map[string]string{"ticketId": id, "status": status}
	if err := c.ask(ctx, call{right: integration.EditTickets, document: setTicket, input: input, writes: true, seeks: true}, &got); err != nil {
		return err
	}
	if got.Ticket.TicketID == "" {
		return c.http.Unreadable(false)
	}
	return nil
}

// ticket says in the field's terms what SuperOps shows. Where a technician opens it is not documented.
func (t ticketRow) ticket() ticket.Ticket {
	out := ticket.Ticket{
		ID: string(t.TicketID), Number: t.DisplayID, Summary: t.Subject, StatusID: t.Status, Status: t.Status, Closed: closing.MatchString(t.Status),
		Board: t.TechGroup.Name, CompanyID: t.Client.ID, Company: t.Client.Name, ContactID: t.Requester.ID, Contact: t.Requester.Name, UpdatedAt: kit.ParseTime(t.UpdatedTime),
	}
	if out.Number == "" {
		out.Number = out.ID
	}
	if out.UpdatedAt.IsZero() {
		out.UpdatedAt = kit.ParseTime(t.CreatedTime)
	}
	return out
}

// Delete moves a ticket to SuperOps' trash, which is emptied after 30 days.
func (c *Client) Delete(ctx context.Context, id string) error {
	if !digits.MatchString(id) {
		return fail.Absent(kit.BadID)
	}
	var got struct {
		Done *bool `json:"softDeleteTickets"`
	}
	err := c.ask(ctx, call{right: integration.DeleteTickets, document: trashTickets, input: []ticketID{{id}}, writes: true, seeks: true}, &got)
	switch {
	case err != nil:
		return err
	case got.Done == nil:
		return c.http.Unreadable(false)
	case !*got.Done:
		return fail.Absent(codeNoEntity)
	}
	return nil
}
