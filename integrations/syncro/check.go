package syncro

import (
	"context"
	"net/url"

	"countersign/core/integration"
	"countersign/integrations/kit"
)

// proofs are the questions of a check. Syncro alone decides how long a page is.
var proofs = []kit.Proof{
	{Right: integration.ReadCompanies, Path: "/customers"}, {Right: integration.ReadContacts, Path: "/contacts"}, {Right: integration.ReadTickets, Path: "/tickets", Key: "mine"},
}

// Check proves the address, the token and every right to read. Its error is a *integration.Complaint.
func (c *Client) Check(ctx context.Context) error {
	var me struct {
		UserID number `json:"user_id"`
	}
	// /me needs no permission.
	err := c.get(ctx, "", "/me", nil, &me)
	if err == nil && me.UserID == 0 {
		err = fail.Unsettled(codeNoSyncro)
	}
	if err != nil {
		return c.complain(err)
	}
	return c.complain(kit.Prove(proofs, func(proof kit.Proof) error {
		query := url.Values{"page": {"1"}}
		if proof.Key != "" {
			query.Set(proof.Key, "true")
		}
		return c.get(ctx, proof.Right, proof.Path, query, nil)
	}))
}

// complain says in one sentence what a failure means for a connection.
func (c *Client) complain(err error) error {
	return kit.Complaints{
		Vendor: "Syncro", Host: c.base.Host, Check: "check the address, and ", Usual: "look at the API token and at its user.",
		Denied: func(right integration.Right) string {
			if right == "" {
				return ""
			}
			return "The API token lacks a permission; give it \"" + Vendor.Rights[right] + "\", and its user's group too."
		},
		Codes:        map[string]string{codeNoSyncro: "\"" + c.base.Host + "\" does not answer as Syncro does; use the address at which you work, such as " + exampleBaseURL + "."},
		Unauthorized: "Syncro refuses the API token; make a new one under Admin → API Tokens and copy it.",
	}.Of(err)
}
