package autotask

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/integrations/kit"
)

// resource is an agent of Autotask.
type resource struct {
	ID          int64  `json:"id"`
	FirstName   string `json:"firstName"`
	LastName    string `json:"lastName"`
	UserName    string `json:"userName"`
	Email       string `json:"email"`
	MobilePhone string `json:"mobilePhone"`
	IsActive    flag   `json:"isActive"`
	LicenseType *int64 `json:"licenseType"`
}

// apiLicense is how the license of API users is called.
var apiLicense = regexp.MustCompile(`(?i)\bAPI\b`)

// Agents reads all resources but those that are programs (API users).
func (c *Client) Agents(ctx context.Context) ([]directory.Agent, error) {
	licenses, err := c.picklist(ctx, "Resources", "licenseType")
	if err != nil {
		return nil, err
	}
	rows, _, err := every[resource](ctx, c, integration.ReadAgents, "Resources", question{
		Filter: []filter{everything}, IncludeFields: []string{"id", "firstName", "lastName", "userName", "email", "mobilePhone", "isActive", "licenseType"},
	})
	var agents []directory.Agent
	for _, one := range rows {
		if apiLicense.MatchString(licenses.label(idText(one.LicenseType))) {
			continue
		}
		agents = append(agents, directory.Agent{
			ID: strconv.FormatInt(one.ID, 10), Name: kit.FirstWords(kit.FullName(one.FirstName, one.LastName), one.UserName), Email: strings.TrimSpace(one.Email),
			Mobile: strings.TrimSpace(one.MobilePhone), Active: bool(one.IsActive),
		})
	}
	return agents, err
}
