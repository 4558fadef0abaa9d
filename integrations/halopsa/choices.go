package halopsa

import (
	"context"
	"net/url"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// choice is a row that a field of a ticket can name. Each lookup knows some of these.
type choice struct {
	ID         id     `json:"id"`
	PriorityID id     `json:"priorityid"` // of a priority, whose own id is that of a row of an SLA
	Name       string `json:"name"`
	Value      string `json:"value"` // of a category
	Inactive   bool   `json:"inactive"`
	IsHidden   bool   `json:"ishidden"`
}

// lookups are where the choices of fields stand that need no more than one question, and what tickets name them by.
var lookups = map[string]struct {
	path, key string
	query     url.Values
	named     func(choice) integration.Choice
}{
	ticket.FieldType: {"/TicketType", "tickettypes", url.Values{"can_create_only": {"true"}}, func(row choice) integration.Choice { return integration.Choice{ID: row.ID.text(), Label: row.Name} }},
	// Tickets name a team and a category by its name.
	ticket.FieldBoard:    {"/Team", "teams", url.Values{"type": {"reqs"}}, func(row choice) integration.Choice { return integration.Choice{ID: row.Name, Label: row.Name} }},
	ticket.FieldCategory: {"/Category", "categories", url.Values{"type_id": {"1"}}, func(row choice) integration.Choice { return integration.Choice{ID: row.Value, Label: row.Value} }},
	ticket.FieldPriority: {"/Priority", "priorities", url.Values{}, func(row choice) integration.Choice {
		return integration.Choice{ID: row.PriorityID.text(), Label: row.Name}
	}},
}

// Choices lists what a field can be. What depends on a ticket type needs it chosen too.
func (c *Client) Choices(ctx context.Context, field string, chosen ticket.Defaults) ([]integration.Choice, error) {
	kind, typed := parseID(chosen[ticket.FieldType])
	switch field {
	case ticket.FieldCompany:
		return kit.CompanyChoices(ctx, c.Companies)
	case ticket.FieldStatus, ticket.FieldSMSReceived, ticket.FieldClosed:
		if !typed {
			return nil, nil
		}
		return c.statusChoices(ctx, kind, field == ticket.FieldClosed)
	}
	at, ok := lookups[field]
	if !ok {
		return nil, fail.Refused(kit.BadField)
	}
	query := url.Values{}
	for name, values := range at.query {
		query[name] = values
	}
	if field == ticket.FieldCategory {
		if !typed {
			return nil, nil
		}
		query.Set("tickettype_id", kind.text())
	}
	found, err := getList[choice](ctx, c, integration.ReadTickets, at.path, at.key, query)
	if err != nil {
		return nil, err
	}
	var out []integration.Choice
	for _, row := range found.rows {
		if !row.Inactive && !row.IsHidden {
			out = append(out, at.named(row))
		}
	}
	return distinct(out), nil
}

// distinct leaves out what has no id or name, and what came before: the same priority stands in the list of every SLA.
func distinct(choices []integration.Choice) []integration.Choice {
	var out []integration.Choice
	seen := map[string]bool{}
	for _, one := range choices {
		if one.ID != "" && one.Label != "" && !seen[one.ID] {
			seen[one.ID] = true
			out = append(out, one)
		}
	}
	return out
}

// statusChoices are the statuses of a ticket type. Those that close are the ones that are missing when closed ones are left out: a status does not
// say so itself. Where none is missing any may be chosen.
func (c *Client) statusChoices(ctx context.Context, kind id, closing bool) ([]integration.Choice, error) {
	all, err := c.statusesOf(ctx, kind, nil)
	if err != nil {
		return nil, err
	}
	open := map[id]bool{}
	if closing {
		rows, err := c.statusesOf(ctx, kind, url.Values{"excludeclosed": {"true"}})
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			open[row.ID] = true
		}
	}
	var any, closed []integration.Choice
	for _, row := range all {
		one := integration.Choice{ID: row.ID.text(), Label: row.Name}
		any = append(any, one)
		if closing && !open[row.ID] {
			closed = append(closed, one)
		}
	}
	if len(closed) > 0 {
		any = closed
	}
	return distinct(any), nil
}
