package connectwise

import (
	"context"
	"net/url"
	"strings"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/integrations/kit"
)

// member is an agent of ConnectWise.
type member struct {
	ID           int64  `json:"id"`
	Identifier   string `json:"identifier"`
	FirstName    string `json:"firstName"`
	LastName     string `json:"lastName"`
	InactiveFlag bool   `json:"inactiveFlag"`
	PrimaryEmail string `json:"primaryEmail"`
	OfficeEmail  string `json:"officeEmail"`
	MobilePhone  string `json:"mobilePhone"`
}

// Agents reads all members but those that are programs (API members).
func (c *Client) Agents(ctx context.Context) ([]directory.Agent, error) {
	query := url.Values{
		"conditions": {`licenseClass!="A"`}, "orderBy": {"id asc"},
		"fields": {"id,identifier,firstName,lastName,inactiveFlag,primaryEmail,officeEmail,mobilePhone"},
	}
	members, err := everyRow[member](ctx, c, integration.ReadAgents, "/system/members", query)
	agents := make([]directory.Agent, len(members))
	for i, one := range members {
		agents[i] = directory.Agent{
			ID: kit.IDText(one.ID), Name: kit.FirstWords(one.FirstName+" "+one.LastName, one.Identifier), Email: kit.FirstWords(one.PrimaryEmail, one.OfficeEmail),
			Mobile: strings.TrimSpace(one.MobilePhone), Active: !one.InactiveFlag,
		}
	}
	return agents, err
}
