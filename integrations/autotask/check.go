package autotask

import (
	"context"
	"net/http"

	"countersign/core/integration"
	"countersign/integrations/kit"
)

// readings are the lists of which one row is read, to prove the right to read them.
var readings = []struct {
	right  integration.Right
	entity string
}{
	{integration.ReadCompanies, "Companies"}, {integration.ReadContacts, "Contacts"}, {integration.ReadTickets, "Tickets"}, {integration.ReadAgents, "Resources"}, {integration.ReadSchedule, "ServiceCalls"},
}

// writings are the entities that are asked what our API user may write.
var writings = []struct {
	entity         string
	create, update integration.Right
}{
	{"Contacts", "", integration.EditContacts}, {"Tickets", integration.CreateTickets, integration.EditTickets}, {"TicketNotes", integration.WriteNotes, ""}, {"TimeEntries", integration.AddTime, ""},
}

// Check proves the address, the credentials, every right to read by reading, and every right to write by asking for it. What it finds wrong is a
// *integration.Complaint.
func (c *Client) Check(ctx context.Context) error {
	if _, err := c.discover(ctx); err != nil {
		return c.complain(err)
	}
	if err := c.get(ctx, "", "/ThresholdInformation", nil); err != nil {
		return c.complain(err)
	}
	for _, one := range readings {
		q := question{Filter: []filter{everything}, IncludeFields: []string{"id"}, MaxRecords: 1}
		if _, _, err := queryPage[struct{}](ctx, c, one.right, one.entity, q, ""); err != nil {
			return c.complain(err)
		}
	}
	for _, one := range writings {
		may, err := c.access(ctx, one.entity)
		switch {
		case err != nil:
			return c.complain(err)
		case one.create != "" && !may.create:
			return c.complain(&integration.Denied{Right: one.create, Cause: fail.Refused(codeDenied)})
		case one.update != "" && !may.update:
			return c.complain(&integration.Denied{Right: one.update, Cause: fail.Refused(codeDenied)})
		}
	}
	return nil
}

// access is what our API user may do with the rows of an entity.
type access struct{ create, update bool }

// access asks an entity. What it does not say counts as allowed: the write itself will tell.
func (c *Client) access(ctx context.Context, entity string) (access, error) {
	var said struct {
		Info struct {
			CanCreate           *bool `json:"canCreate"`
			CanUpdate           *bool `json:"canUpdate"`
			UserAccessForCreate any   `json:"userAccessForCreate"`
			UserAccessForUpdate any   `json:"userAccessForUpdate"`
		} `json:"info"`
	}
	r := request{right: integration.ReadSetup, method: http.MethodGet, path: "/" + entity + "/entityInformation", reading: true}
	if err := c.call(ctx, r, &said); err != nil {
		return access{}, err
	}
	allowed := func(can *bool, level any) bool { return (can == nil || *can) && level != "None" }
	return access{create: allowed(said.Info.CanCreate, said.Info.UserAccessForCreate), update: allowed(said.Info.CanUpdate, said.Info.UserAccessForUpdate)}, nil
}

// complain says in one sentence what a failure means for a connection.
func (c *Client) complain(err error) error {
	return kit.Complaints{
		Vendor: "Autotask", Host: c.base.Host, Check: "check the Autotask address, and ", Usual: "look at the API user and its security level.",
		Denied: func(right integration.Right) string {
			if words := Vendor.Rights[right]; words != "" {
				return "The API user lacks a right; give its security level \"" + words + "\"."
			}
			return "The API user lacks a right; give it the security level API User (system)."
		},
		Codes: map[string]string{
			codeUnknownUser: "No zone of Autotask knows the API user name; copy it again from Admin → Resources (Users).",
			codeForeignZone: "\"" + c.base.Host + "\" sends us to a zone that is none of Autotask's, so we gave it no credentials; check the Autotask address.",
			codeNoAutotask:  "\"" + c.base.Host + "\" does not answer as Autotask does; check the Autotask address.",
		},
		Unauthorized: "Autotask refuses the secret or the tracking identifier; generate a new secret for the API user and copy both.",
		Throttled:    "Autotask asks us to slow down, because all programs together asked too much within an hour; try again later.",
	}.Of(err)
}
