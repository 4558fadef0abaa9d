package connectwise

import (
	"context"
	"net/url"

	"countersign/core/integration"
	"countersign/integrations/kit"
)

// proofs are the questions of a check.
var proofs = []kit.Proof{
	{Right: integration.ReadCompanies, Path: "/company/companies"}, {Right: integration.ReadContacts, Path: "/company/contacts"},
	{Right: integration.ReadTickets, Path: "/service/tickets"}, {Right: integration.ReadSetup, Path: "/service/boards"},
}

// Check proves the server, the company, the keys and every right to read. Its error is a *integration.Complaint.
func (c *Client) Check(ctx context.Context) error {
	if _, err := c.discover(ctx); err != nil {
		return c.complain(err)
	}
	return c.complain(kit.Prove(proofs, func(proof kit.Proof) error {
		return c.get(ctx, proof.Right, proof.Path, url.Values{"pageSize": {"1"}, "fields": {"id"}}, nil)
	}))
}

// complain says in one sentence what a failure means for a connection.
func (c *Client) complain(err error) error {
	return kit.Complaints{
		Vendor: "ConnectWise", Host: c.base.Host, Check: "check the server's address, and ", Usual: "look at the API member and its security role.",
		Denied: func(right integration.Right) string {
			return "The API member lacks a right; give its security role \"" + Vendor.Rights[right] + "\"."
		},
		Codes: map[string]string{
			codeUnknownCompany: "ConnectWise at " + c.base.Host + " knows no company \"" + c.company + "\"; use the company id that you type when you log in.",
			codeNoConnectWise:  "\"" + c.base.Host + "\" does not answer as ConnectWise PSA does; check the server's address.",
		},
		Unauthorized: "ConnectWise refuses the keys or the client id; make a new pair of keys for the API member and copy both.",
	}.Of(err)
}
