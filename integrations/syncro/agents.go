package syncro

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/core/provider"
)

// detailed bounds how many users are read one by one for their address: the list tells names only.
const detailed = 40

// tuple is a user as the list shows them: [1,"Joe Doe"].
type tuple struct {
	ID   number
	Name string
}

// UnmarshalJSON reads an array of an id and a name; any other value is no agent.
func (t *tuple) UnmarshalJSON(raw []byte) error {
	*t = tuple{}
	var parts []json.RawMessage
	if json.Unmarshal(raw, &parts) != nil || len(parts) < 2 || json.Unmarshal(parts[1], &t.Name) != nil {
		return nil
	}
	return t.ID.UnmarshalJSON(parts[0])
}

// Agents reads all users, the first ones with their address. Syncro marks none as inactive: who is in the list may sign in.
func (c *Client) Agents(ctx context.Context) ([]directory.Agent, error) {
	users, err := c.users(ctx)
	if err != nil {
		return nil, err
	}
	agents := make([]directory.Agent, len(users))
	for i, one := range users {
		agents[i] = directory.Agent{ID: one.ID.String(), Name: strings.TrimSpace(one.Name), Active: true}
		if i >= detailed {
			continue
		}
		var got struct {
			User struct {
				Email string `json:"email"`
			} `json:"user"`
		}
		err := c.get(ctx, integration.ReadAgents, "/users/"+one.ID.String(), nil, &got)
		if failed, ok := errors.AsType[*provider.Error](err); ok && failed.Kind == provider.Refused {
			continue // the agent has just gone, or we may not read the address
		}
		if err != nil {
			return nil, err
		}
		agents[i].Email = strings.TrimSpace(got.User.Email)
	}
	return agents, nil
}

func (c *Client) users(ctx context.Context) ([]tuple, error) {
	var got struct {
		Users []tuple `json:"users"`
	}
	if err := c.get(ctx, integration.ReadAgents, "/users", nil, &got); err != nil {
		return nil, err
	}
	var users []tuple
	for _, one := range got.Users {
		if one.ID != 0 && strings.TrimSpace(one.Name) != "" {
			users = append(users, one)
		}
	}
	return users, nil
}
