package autotask

import (
	"context"
	"net/http"

	"countersign/core/integration"
	"countersign/integrations/kit"
)

// proofs are the questions of a check: one row of a list is read.
var proofs = []kit.Proof{
	{Right: integration.ReadCompanies, Path: "Companies"}, {Right: integration.ReadContacts, Path: "Contacts"}, {Right: integration.ReadTickets, Path: "Tickets"},
}

// writing is an entity, and the rights that creating and updating its rows needs; "" for none.
type writing struct {
	entity         string
	create, update integration.Right
}

// writings are the entities that are asked what our API user may write.
var writings = []writing{
	{"Tickets", integration.CreateTickets, integration.EditTickets}, {"TicketNotes", integration.WriteNotes, ""},
}

// Check proves the address, the credentials, every right to read by reading, and every right to write by asking for it. Its error is a
// *integration.Complaint.
func (c *Client) Check(ctx context.Context) error {
	if _, err := c.discover(ctx); err != nil {
		return c.complain(err)
	}
	err := c.get(ctx, "", "/ThresholdInformation", nil)
	if err == nil {
		err = kit.Prove(proofs, func(proof kit.Proof) error {
			q := question{Filter: []filter{everything}, IncludeFields: []string{"id"}, MaxRecords: 1}
			_, _, err := queryPage[struct{}](ctx, c, proof.Right, proof.Path, q, "")
			return err
		})
	}
	if err == nil {
		err = kit.Prove(writings, func(one writing) error { return c.mayWrite(ctx, one) })
	}
	return c.complain(err)
}

// mayWrite proves the rights to write an entity.
func (c *Client) mayWrite(ctx context.Context, one writing) error {
	may, err := c.access(ctx, one.entity)
	switch {
	case err != nil:
		return err
	case one.create != "" && !may.create:
		return &integration.Denied{Right: one.create, Cause: fail.Refused(codeDenied)}
	case one.update != "" && !may.update:
		return &integration.Denied{Right: one.update, Cause: fail.Refused(codeDenied)}
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
