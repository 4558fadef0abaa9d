package superops

import (
	"context"
	"strings"

	"countersign/core/directory"
	"countersign/core/integration"
)

// technician is an agent of SuperOps.
type technician struct {
	UserID        identifier `json:"userId"`
	Name          string     `json:"name"`
	Email         string     `json:"email"`
	ContactNumber string     `json:"contactNumber"`
}

// Agents reads all technicians. SuperOps marks none as inactive: who is in the list may sign in.
func (c *Client) Agents(ctx context.Context) ([]directory.Agent, error) {
	rows, err := everyRow(func(number int) ([]technician, told, error) {
		var got struct {
			List struct {
				Users []technician `json:"userList"`
				Info  told         `json:"listInfo"`
			} `json:"getTechnicianList"`
		}
		err := c.ask(ctx, call{right: integration.ReadAgents, document: askTechnicians, input: listInfo{Page: number, PageSize: pageSize}}, &got)
		return got.List.Users, got.List.Info, err
	})
	agents := make([]directory.Agent, len(rows))
	for i, row := range rows {
		agents[i] = directory.Agent{
			ID: string(row.UserID), Name: strings.TrimSpace(row.Name), Email: strings.TrimSpace(row.Email), Mobile: strings.TrimSpace(row.ContactNumber), Active: true,
		}
	}
	return agents, err
}
