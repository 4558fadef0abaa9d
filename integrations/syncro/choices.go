package syncro

import (
	"context"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// Choices lists what a field can be. A status, an issue type and a priority have no ids: their names stand for them.
func (c *Client) Choices(ctx context.Context, field string, _ ticket.Defaults) ([]integration.Choice, error) {
	switch field {
	case ticket.FieldStatus, ticket.FieldSMSReceived, ticket.FieldClosed, fieldTicketType:
		return c.ticketSettings(ctx, field)
	case ticket.FieldType, ticket.FieldPriority:
		return c.accountSettings(ctx, field)
	case ticket.FieldCompany:
		return kit.CompanyChoices(ctx, c.Companies)
	case fieldUser:
		return c.users(ctx)
	}
	return nil, fail.Refused(kit.BadField)
}

// ticketSettings are the statuses, or those that close a ticket, or the types of tickets.
func (c *Client) ticketSettings(ctx context.Context, field string) ([]integration.Choice, error) {
	var got struct {
		Statuses []string `json:"ticket_status_list"`
		Types    []struct {
			ID       number `json:"id"`
			Name     string `json:"name"`
			Disabled bool   `json:"disabled"`
		} `json:"ticket_types"`
	}
	if err := c.get(ctx, integration.ReadSetup, "/tickets/settings", nil, &got); err != nil {
		return nil, err
	}
	if field == fieldTicketType {
		var out []integration.Choice
		for _, one := range got.Types {
			if one.ID != 0 && !one.Disabled {
				out = append(out, integration.Choice{ID: one.ID.String(), Label: one.Name})
			}
		}
		return out, nil
	}
	var closed []string
	for _, one := range got.Statuses {
		if closing.MatchString(one) {
			closed = append(closed, one)
		}
	}
	if field == ticket.FieldClosed && len(closed) > 0 {
		return namedChoices(closed), nil
	}
	return namedChoices(got.Statuses), nil
}

// accountSettings are the issue types or the priorities.
func (c *Client) accountSettings(ctx context.Context, field string) ([]integration.Choice, error) {
	var got struct {
		Ticket struct {
			ProblemTypes []string `json:"problem_types"`
			Priorities   []string `json:"priorities"`
		} `json:"ticket"`
	}
	if err := c.get(ctx, integration.ReadSetup, "/settings", nil, &got); err != nil {
		return nil, err
	}
	if field == ticket.FieldPriority {
		return namedChoices(got.Ticket.Priorities), nil
	}
	return namedChoices(got.Ticket.ProblemTypes), nil
}

// namedChoices are choices that go by their names, each once. The priority that is none has no name.
func namedChoices(names []string) []integration.Choice {
	var out []integration.Choice
	seen := map[string]bool{"": true}
	for _, one := range names {
		if !seen[one] {
			seen[one] = true
			out = append(out, integration.Choice{ID: one, Label: one})
		}
	}
	return out
}
