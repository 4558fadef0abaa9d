package autotask

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// picked are the fields of a ticket that have a picklist, by our names.
var picked = map[string]string{
	ticket.FieldBoard: "queueID", ticket.FieldStatus: "status", ticket.FieldPriority: "priority", ticket.FieldType: "issueType", ticket.FieldSubtype: "subIssueType",
	ticket.FieldCategory: "ticketCategory", FieldTicketType: "ticketType", ticket.FieldSource: "source", ticket.FieldClosed: "status", ticket.FieldSMSReceived: "status",
}

// Choices lists what a field can be. Only Complete closes a ticket.
func (c *Client) Choices(ctx context.Context, field string, chosen ticket.Defaults) ([]integration.Choice, error) {
	if field == ticket.FieldCompany {
		return c.companyChoices(ctx)
	}
	own, ok := picked[field]
	if !ok {
		return nil, fail.Refused(kit.BadField)
	}
	parent := ""
	if field == ticket.FieldSubtype {
		if parent = chosen[ticket.FieldType]; parent == "" {
			return nil, nil
		}
	}
	list, err := c.picklist(ctx, "Tickets", own)
	if err != nil {
		return nil, err
	}
	var out []integration.Choice
	for _, one := range list {
		switch {
		case !one.IsActive, parent != "" && one.ParentValue != parent, field == ticket.FieldClosed && one.Value != strconv.Itoa(complete):
			continue
		}
		out = append(out, integration.Choice{ID: one.Value, Label: one.Label})
	}
	return out, nil
}

// companyChoices are the active companies, by name.
func (c *Client) companyChoices(ctx context.Context) ([]integration.Choice, error) {
	rows, _, err := every[companyRow](ctx, c, integration.ReadCompanies, "Companies", question{Filter: []filter{is("isActive", true)}, IncludeFields: []string{"id", "companyName"}})
	out := make([]integration.Choice, len(rows))
	for i, row := range rows {
		id := strconv.FormatInt(row.ID, 10)
		out[i] = integration.Choice{ID: id, Label: kit.FirstWords(row.CompanyName, id)}
	}
	slices.SortStableFunc(out, func(a, b integration.Choice) int {
		return cmp.Compare(strings.ToLower(a.Label), strings.ToLower(b.Label))
	})
	return out, err
}
