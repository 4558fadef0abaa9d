package syncro

import (
	"context"
	"net/url"

	"countersign/core/integration"
	"countersign/integrations/kit"
)

// proofs are the cheapest questions that need each right which reading can prove. How long a page is Syncro decides.
var proofs = []struct {
	right integration.Right
	path  string
	query url.Values
}{
	{integration.ReadCompanies, "/customers", url.Values{"page": {"1"}}},
	{integration.ReadContacts, "/contacts", url.Values{"page": {"1"}}},
	{integration.ReadTickets, "/tickets", url.Values{"page": {"1"}, "mine": {"true"}}},
}

// Check proves the address, the token and every right to read. What it finds wrong is a *integration.Complaint.
func (c *Client) Check(ctx context.Context) error {
	var me struct {
		UserID number `json:"user_id"`
	}
	// Nobody needs a permission to ask who they are.
	if err := c.get(ctx, "", "/me", nil, &me); err != nil {
		return c.complain(err)
	}
	if me.UserID == 0 {
		return c.complain(fail.Unsettled(codeNoSyncro))
	}
	for _, proof := range proofs {
		if err := c.get(ctx, proof.right, proof.path, proof.query, nil); err != nil {
			return c.complain(err)
		}
	}
	return nil
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
