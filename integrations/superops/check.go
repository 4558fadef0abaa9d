package superops

import (
	"context"
	"encoding/json"
	"strings"

	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/integrations/kit"
)

// proofs are the questions of a check. The first needs a good token and no right.
var proofs = []call{
	{right: integration.ReadSetup, document: askStatuses},
	{right: integration.ReadCompanies, document: askClients, input: first},
	{right: integration.ReadContacts, document: askUsers, input: userList{first}},
	{right: integration.ReadTickets, document: askTickets, input: first},
}

// first asks for one row.
var first = listInfo{Page: 1, PageSize: 1}

// Check proves the address, the subdomain, the token and every right to read. Its error is a *integration.Complaint.
func (c *Client) Check(ctx context.Context) error {
	err := kit.Prove(proofs, func(proof call) error {
		var got map[string]json.RawMessage
		return c.ask(ctx, proof, &got)
	})
	if err != nil || c.mobileField == "" {
		return c.complain(err)
	}
	held, err := c.numbersHeld(ctx)
	if err != nil {
		return c.complain(err)
	}
	return c.unknownField(held)
}

// complain says in one sentence what a failure means for a connection.
func (c *Client) complain(err error) error {
	codes := map[string]string{
		codeBadSubdomain: "SuperOps knows no MSP \"" + c.subdomain + "\"; copy the address at which you work, and choose the data center that serves it.",
		codeNoSuperOps:   "\"" + c.host + "\" does not answer as SuperOps does; choose the data center anew.",
	}
	if code := provider.CodeOf(err); strings.HasPrefix(code, subscriptionOver) {
		codes[code] = "SuperOps says that the MSP's own subscription has ended (" + code + "); renew it and try again."
	}
	return kit.Complaints{
		Vendor: "SuperOps", Host: c.host, Usual: "look at the technician whose token it is.",
		Denied: func(right integration.Right) string {
			return "The token's technician lacks a right; give their role \"" + words(right) + "\"."
		},
		Codes: codes, Unauthorized: "SuperOps refuses the API token; generate a new one under Settings → My Profile → API Token and copy it.",
	}.Of(err)
}

// words are what a right is called in SuperOps. What has no name there comes with signing in.
func words(right integration.Right) string {
	if called, ok := Vendor.Rights[right]; ok {
		return called
	}
	return "Settings: View"
}
