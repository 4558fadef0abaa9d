package connectwise

import (
	"context"
	"net/url"

	"countersign/core/integration"
	"countersign/integrations/kit"
)

// proofs are the cheapest questions that need each right which reading can prove.
var proofs = []struct {
	right integration.Right
	path  string
}{
	{integration.ReadCompanies, "/company/companies"}, {integration.ReadContacts, "/company/contacts"}, {integration.ReadTickets, "/service/tickets"},
	{integration.ReadSetup, "/service/boards"}, {integration.ReadAgents, "/system/members"}, {integration.ReadSchedule, "/schedule/entries"},
}

// Check proves the server, the company, the keys and every right to read. What it finds wrong is a *integration.Complaint.
func (c *Client) Check(ctx context.Context) error {
	if _, err := c.discover(ctx); err != nil {
		return c.complain(err)
	}
	for _, proof := range proofs {
		if err := c.get(ctx, proof.right, proof.path, url.Values{"pageSize": {"1"}, "fields": {"id"}}, nil); err != nil {
			return c.complain(err)
		}
	}
	return nil
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
