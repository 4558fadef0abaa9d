package halopsa

import (
	"context"
	"net/url"
	"strings"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/integrations/kit"
)

// agentRow is an agent of HaloPSA. The number for SMS is their mobile.
type agentRow struct {
	ID         id     `json:"id"`
	Name       string `json:"name"`
	FirstName  string `json:"firstname"`
	Surname    string `json:"surname"`
	Email      string `json:"email"`
	SMS        string `json:"sms"`
	IsDisabled bool   `json:"isdisabled"`
	IsAPIAgent bool   `json:"isapiagent"`
}

// Agents reads all agents but those that are programs.
func (c *Client) Agents(ctx context.Context) ([]directory.Agent, error) {
	query := url.Values{"includeenabled": {"true"}, "includedisabled": {"true"}, "includeunassigned": {"false"}, "includeapiagents": {"false"}}
	found, err := getList[agentRow](ctx, c, integration.ReadAgents, "/Agent", "agents", query)
	if err != nil {
		return nil, err
	}
	var agents []directory.Agent
	for _, one := range found.rows {
		called := kit.FirstWords(one.Name, one.FirstName+" "+one.Surname)
		if one.ID == 0 || one.IsAPIAgent || called == "" {
			continue
		}
		agents = append(agents, directory.Agent{
			ID: one.ID.text(), Name: called, Email: strings.TrimSpace(one.Email), Mobile: strings.TrimSpace(one.SMS), Active: !one.IsDisabled,
		})
	}
	return agents, nil
}
