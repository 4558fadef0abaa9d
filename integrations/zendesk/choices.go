package zendesk

import (
	"context"
	"net/url"

	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// Choices lists what a field can be. No field depends on another.
func (c *Client) Choices(ctx context.Context, field string, _ ticket.Defaults) ([]integration.Choice, error) {
	switch field {
	case ticket.FieldBoard:
		groups, err := every(ctx, c, integration.ReadSetup, "/groups", url.Values{"exclude_deleted": {"true"}}, func(got listAnswer) []named { return got.Groups })
		return choicesOf(groups), err
	case FieldForm:
		return c.forms(ctx)
	case ticket.FieldStatus, ticket.FieldSMSReceived:
		return c.statusChoices(ctx, "new", "open", "pending", "hold")
	case ticket.FieldClosed:
		return c.statusChoices(ctx, "solved")
	case ticket.FieldType:
		return c.options(ctx, "tickettype")
	case ticket.FieldPriority:
		return c.options(ctx, "priority")
	}
	return nil, fail.Refused(kit.BadField)
}

func choicesOf(rows []named) []integration.Choice {
	out := make([]integration.Choice, len(rows))
	for i, row := range rows {
		out[i] = integration.Choice{ID: kit.IDText(row.ID), Label: row.Name}
	}
	return out
}

// forms are an account's active ticket forms. Not every plan has any.
func (c *Client) forms(ctx context.Context) ([]integration.Choice, error) {
	var got struct {
		Forms []named `json:"ticket_forms"`
	}
	err := c.get(ctx, integration.ReadSetup, "/ticket_forms", url.Values{"active": {"true"}}, &got)
	if provider.KindOf(err) == provider.Refused && err != nil && !isDenied(err) {
		return nil, nil
	}
	return choicesOf(got.Forms), err
}

// statusChoices are the active statuses of some categories; in an account without statuses of its own, the categories themselves.
func (c *Client) statusChoices(ctx context.Context, words ...string) ([]integration.Choice, error) {
	known, err := c.readStatuses(ctx)
	if err != nil {
		return nil, err
	}
	var out []integration.Choice
	for _, word := range words {
		had := false
		for _, one := range known {
			if one.Category == word && one.Active {
				had = true
				out = append(out, integration.Choice{ID: one.choiceID(), Label: one.Label})
			}
		}
		if !had && len(known) == 0 && word != "hold" { // which an account has to turn on
			out = append(out, integration.Choice{ID: word, Label: labelOf(word)})
		}
	}
	return out, nil
}

func labelOf(word string) string {
	for _, one := range categories {
		if one.word == word {
			return one.label
		}
	}
	return word
}

// options are what a field of Zendesk's own can be, as the account calls it.
func (c *Client) options(ctx context.Context, kind string) ([]integration.Choice, error) {
	fields, err := every(ctx, c, integration.ReadSetup, "/ticket_fields", url.Values{}, func(got listAnswer) []fieldRow { return got.Fields })
	if err != nil {
		return nil, err
	}
	var out []integration.Choice
	for _, field := range fields {
		if field.Type != kind && field.Type != "basic_"+kind || !field.Active || out != nil {
			continue
		}
		for _, option := range field.Options {
			out = append(out, integration.Choice{ID: option.Value, Label: option.Name})
		}
	}
	return out, nil
}
