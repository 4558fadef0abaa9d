package kaseyabms

import (
	"context"
	"strings"

	"countersign/core/directory"
	"countersign/integrations/kit"
)

// Agents reads the employees to whom a ticket can be assigned. Kaseya BMS does not show their mobile numbers.
func (c *Client) Agents(ctx context.Context) ([]directory.Agent, error) {
	type assignee struct {
		ID           int    `json:"id"`
		Name         string `json:"name"`
		EmailAddress string `json:"emailAddress"`
	}
	rows, _, err := everyRow(ctx, c, "", "/hr/assignees/lookup", func(a assignee) int { return a.ID })
	agents := make([]directory.Agent, len(rows))
	for i, one := range rows {
		agents[i] = directory.Agent{ID: kit.IDText(one.ID), Name: strings.TrimSpace(one.Name), Email: strings.TrimSpace(one.EmailAddress), Active: true}
		if agents[i].Name == "" {
			agents[i].Name = agents[i].Email
		}
	}
	return agents, err
}
