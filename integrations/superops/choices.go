package superops

import (
	"context"
	"encoding/json"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// lookup is where the choices of a field stand. SuperOps is told a technician group by its id, and all else by its name.
type lookup struct {
	document string
	under    string // the field of the answer that holds them
}

var lookups = map[string]lookup{
	ticket.FieldStatus:      {askStatuses, "getStatusList"},
	ticket.FieldSMSReceived: {askStatuses, "getStatusList"},
	ticket.FieldClosed:      {askStatuses, "getStatusList"},
	ticket.FieldPriority:    {askPriorities, "getPriorityList"},
	fieldImpact:             {askImpacts, "getImpactList"},
	fieldUrgency:            {askUrgencies, "getUrgencyList"},
	ticket.FieldCategory:    {askCategories, "getCategoryList"},
	ticket.FieldSubtype:     {askCategories, "getCategoryList"},
	ticket.FieldBoard:       {askGroups, "getTechnicianGroupList"},
}

// sources are where a ticket can come from, in SuperOps' own words.
var sources = []integration.Choice{
	{ID: "PHONE", Label: "Phone"}, {ID: "EMAIL", Label: "Email"}, {ID: "FORM", Label: "Form"}, {ID: "AGENT", Label: "Agent"}, {ID: "AI", Label: "AI"},
	{ID: "INTEGRATION", Label: "Integration"},
}

// option is a row of a list that a field can name.
type option struct {
	Name    string     `json:"name"`
	GroupID identifier `json:"groupId"`
	Below   []option   `json:"subCategories"`
}

// Choices lists what a field can be.
func (c *Client) Choices(ctx context.Context, field string, chosen ticket.Defaults) ([]integration.Choice, error) {
	switch field {
	case ticket.FieldSource:
		return sources, nil
	case ticket.FieldCompany:
		return kit.CompanyChoices(ctx, c.Companies)
	}
	at, ok := lookups[field]
	if !ok {
		return nil, fail.Refused(kit.BadField)
	}
	if field == ticket.FieldSubtype && chosen[ticket.FieldCategory] == "" {
		return nil, nil
	}
	options, err := c.options(ctx, at)
	if err != nil {
		return nil, err
	}
	return offered(field, options, chosen), nil
}

func (c *Client) options(ctx context.Context, at lookup) ([]option, error) {
	var got map[string]json.RawMessage
	if err := c.ask(ctx, call{right: integration.ReadSetup, document: at.document}, &got); err != nil {
		return nil, err
	}
	var options []option
	if json.Unmarshal(got[at.under], &options) != nil {
		return nil, c.http.Unreadable(true)
	}
	return options, nil
}

// offered are the options that go with a field and with what is chosen.
func offered(field string, options []option, chosen ticket.Defaults) []integration.Choice {
	if field == ticket.FieldSubtype {
		var below []option
		for _, one := range options {
			if one.Name == chosen[ticket.FieldCategory] {
				below = one.Below
			}
		}
		options = below
	}
	var out []integration.Choice
	seen := map[string]bool{}
	for _, one := range options {
		choice := integration.Choice{ID: one.Name, Label: one.Name}
		if field == ticket.FieldBoard {
			choice.ID = string(one.GroupID)
		}
		if choice.ID == "" || seen[choice.ID] || field == ticket.FieldClosed && !closing.MatchString(one.Name) {
			continue
		}
		seen[choice.ID] = true
		out = append(out, choice)
	}
	if len(out) == 0 && field == ticket.FieldClosed { // an MSP may name its statuses freely
		return offered(ticket.FieldStatus, options, chosen)
	}
	return out
}
