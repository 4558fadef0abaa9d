package zendesk

import (
	"context"
	"net/url"
	"strings"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/integrations/kit"
)

// Agents reads all agents and administrators.
func (c *Client) Agents(ctx context.Context) ([]directory.Agent, error) {
	users, err := every(ctx, c, integration.ReadAgents, "/users", url.Values{"role[]": {"agent", "admin"}}, func(got listAnswer) []userRow { return got.Users })
	agents := make([]directory.Agent, 0, len(users))
	for _, one := range users {
		if one.Role == endUser || one.gone() {
			continue
		}
		agents = append(agents, directory.Agent{
			ID: kit.IDText(one.ID), Name: strings.TrimSpace(one.Name), Email: strings.TrimSpace(one.Email), Mobile: c.mobileOf(one), Active: !one.Suspended,
		})
	}
	return agents, err
}
