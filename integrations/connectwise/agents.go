package connectwise

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"countersign/core/psa"
	"countersign/integrations/kit"
)

// member is somebody who works in ConnectWise.
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
func (c *Client) Agents(ctx context.Context) ([]psa.Agent, error) {
	query := url.Values{
		"conditions": {`licenseClass!="A"`}, "orderBy": {"id asc"},
		"fields": {"id,identifier,firstName,lastName,inactiveFlag,primaryEmail,officeEmail,mobilePhone"},
	}
	members, err := everyRow[member](ctx, c, psa.ReadAgents, "/system/members", query)
	agents := make([]psa.Agent, len(members))
	for i, one := range members {
		agents[i] = psa.Agent{
			ID: kit.IDText(one.ID), Name: kit.FirstWords(one.FirstName+" "+one.LastName, one.Identifier), Email: kit.FirstWords(one.PrimaryEmail, one.OfficeEmail),
			Mobile: strings.TrimSpace(one.MobilePhone), Active: !one.InactiveFlag,
		}
	}
	return agents, err
}

// everyRow reads a list to its end, by numbered pages of the largest size, at most maxPages of them.
func everyRow[Row any](ctx context.Context, c *Client, right psa.Right, path string, query url.Values) ([]Row, error) {
	var all []Row
	query.Set("pageSize", strconv.Itoa(peoplePage))
	for page := 1; page <= maxPages; page++ {
		query.Set("page", strconv.Itoa(page))
		var rows []Row
		if err := c.get(ctx, right, path, query, &rows); err != nil {
			return nil, err
		}
		all = append(all, rows...)
		if len(rows) < peoplePage {
			break
		}
	}
	return all, nil
}
