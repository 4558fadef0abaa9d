package syncro

import (
	"context"
	"encoding/json"
	"strings"

	"countersign/core/integration"
)

// tuple is a user as the list shows them: [1,"Joe Doe"].
type tuple struct {
	ID   number
	Name string
}

// UnmarshalJSON reads an array of an id and a name; any other value is no user.
func (t *tuple) UnmarshalJSON(raw []byte) error {
	*t = tuple{}
	var parts []json.RawMessage
	if json.Unmarshal(raw, &parts) != nil || len(parts) < 2 || json.Unmarshal(parts[1], &t.Name) != nil {
		return nil
	}
	return t.ID.UnmarshalJSON(parts[0])
}

// users are those to whom a ticket can be assigned.
func (c *Client) users(ctx context.Context) ([]integration.Choice, error) {
	var got struct {
		Users []tuple `json:"users"`
	}
	if err := c.get(ctx, integration.ReadSetup, "/users", nil, &got); err != nil {
		return nil, err
	}
	var users []integration.Choice
	for _, one := range got.Users {
		if name := strings.TrimSpace(one.Name); one.ID != 0 && name != "" {
			users = append(users, integration.Choice{ID: one.ID.String(), Label: name})
		}
	}
	return users, nil
}
