package zendesk

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/integrations/kit"
)

// A ticket's status is one of Zendesk's six words, its category. An account may have statuses of its own below the categories, each with an id; of
// each category one is the default, and goes by the category's word here: that works in accounts without statuses of their own too.

// statusRow is a status of an account's own.
type statusRow struct {
	ID       int64  `json:"id"`
	Category string `json:"status_category"`
	Label    string `json:"agent_label"`
	Active   bool   `json:"active"`
	Default  bool   `json:"default"`
}

// category is a status that every account has.
type category struct{ word, label string }

// categories in the order in which a ticket goes through them. A closed ticket was solved some days ago and takes no change any more.
var categories = []category{{"new", "New"}, {"open", "Open"}, {"pending", "Pending"}, {"hold", "On-hold"}, {"solved", "Solved"}, {"closed", "Closed"}}

func isCategory(word string) bool {
	return slices.ContainsFunc(categories, func(c category) bool { return c.word == word })
}

// readStatuses asks for an account's statuses and remembers them. An account without any answers as if there were no such list.
func (c *Client) readStatuses(ctx context.Context) ([]statusRow, error) {
	var got struct {
		Statuses []statusRow `json:"custom_statuses"`
	}
	err := c.get(ctx, integration.ReadSetup, "/custom_statuses", url.Values{}, &got)
	if err != nil && (provider.KindOf(err) != provider.Refused || isDenied(err)) {
		return nil, err
	}
	c.mu.Lock()
	c.statuses = append([]statusRow{}, got.Statuses...)
	c.mu.Unlock()
	return got.Statuses, nil
}

// statusesFor are the account's statuses if they are needed to name those of some tickets. They are asked for once, and anew when a ticket has one
// that is not known yet. Where they may not be read, tickets go by their categories.
func (c *Client) statusesFor(ctx context.Context, rows ...ticketRow) ([]statusRow, error) {
	c.mu.Lock()
	known := c.statuses
	c.mu.Unlock()
	unknown := slices.ContainsFunc(rows, func(t ticketRow) bool {
		return t.CustomStatusID != 0 && !slices.ContainsFunc(known, func(s statusRow) bool { return s.ID == t.CustomStatusID })
	})
	if !unknown {
		return known, nil
	}
	read, err := c.readStatuses(ctx)
	if isDenied(err) {
		return known, nil
	}
	return read, err
}

// statusOf is the id and the name of a ticket's status.
func statusOf(t ticketRow, known []statusRow) (id, label string) {
	id, label = t.Status, t.Status
	for _, one := range categories {
		if one.word == t.Status {
			label = one.label
		}
	}
	if t.Status == "closed" { // its own status is still the one in which it was solved
		return id, label
	}
	for _, one := range known {
		if one.ID == t.CustomStatusID && one.Category == t.Status {
			return one.choiceID(), one.Label
		}
	}
	return id, label
}

// choiceID is what a status goes by in a ticket default.
func (s statusRow) choiceID() string {
	if s.Default {
		return s.Category
	}
	return kit.IDText(s.ID)
}

// statusFields are the fields of a ticket that say its status.
type statusFields struct {
	Status         string `json:"status,omitempty"`
	CustomStatusID int64  `json:"custom_status_id,omitempty"`
}

// statusByID writes a status by the id of a choice; ok is false for anything else.
func statusByID(status string) (fields statusFields, ok bool) {
	if id, ok := parseID(status); ok {
		return statusFields{CustomStatusID: id}, true
	}
	return statusFields{Status: status}, isCategory(status)
}

// statusNamed writes a status by its id or its name.
func (c *Client) statusNamed(ctx context.Context, status string) (statusFields, error) {
	if status == "" {
		return statusFields{}, fail.Refused(kit.NoStatus)
	}
	if fields, ok := statusByID(status); ok {
		return fields, nil
	}
	known, err := c.readStatuses(ctx)
	if err != nil && !isDenied(err) {
		return statusFields{}, err
	}
	for _, one := range known {
		if one.Active && strings.EqualFold(one.Label, status) {
			fields, _ := statusByID(one.choiceID())
			return fields, nil
		}
	}
	for _, one := range categories {
		if strings.EqualFold(one.label, status) || strings.EqualFold(one.word, status) {
			return statusFields{Status: one.word}, nil
		}
	}
	return statusFields{}, fail.Refused(codeUnknownStatus)
}
