package superops

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"countersign/core/provider"
	"countersign/core/psa"
)

// proofs are the cheapest questions that need each right which reading can prove. The first of them needs a good token and no more.
var proofs = []call{
	{right: psa.ReadSetup, document: askStatuses},
	{right: psa.ReadCompanies, document: askClients, input: first},
	{right: psa.ReadContacts, document: askUsers, input: userList{first}},
	{right: psa.ReadTickets, document: askTickets, input: first},
	{right: psa.ReadAgents, document: askTechnicians, input: first},
}

// first asks for one row.
var first = listInfo{Page: 1, PageSize: 1}

// Check proves the address, the subdomain, the token and every right to read. What it finds wrong is a *psa.Complaint.
func (c *Client) Check(ctx context.Context) error {
	for _, proof := range proofs {
		var got map[string]json.RawMessage
		if err := c.ask(ctx, proof, &got); err != nil {
			return c.complain(err)
		}
	}
	return nil
}

// complain says in one sentence what a failure means for a connection.
func (c *Client) complain(err error) error {
	code := provider.CodeOf(err)
	sentence := "SuperOps refuses the connection (" + code + "); look at the technician whose token it is."
	var denied *psa.Denied
	switch kind := provider.KindOf(err); {
	case errors.As(err, &denied):
		sentence = "The token's technician lacks a right; give their role \"" + words(denied.Right) + "\"."
	case code == codeBadSubdomain:
		sentence = "SuperOps knows no MSP \"" + c.subdomain + "\"; copy the address at which you work, and choose the data center that serves it."
	case code == codeNoSuperOps:
		sentence = "\"" + c.host + "\" does not answer as SuperOps does; choose the data center anew."
	case strings.HasPrefix(code, subscriptionOver):
		sentence = "SuperOps says that the MSP's own subscription has ended (" + code + "); renew it and try again."
	case kind == provider.Unauthorized:
		sentence = "SuperOps refuses the API token; generate a new one under Settings → My Profile → API Token and copy it."
	case kind == provider.Throttled:
		sentence = "SuperOps asks us to slow down; try again in a minute."
	case kind == provider.Unavailable, kind == provider.Ambiguous:
		sentence = "\"" + c.host + "\" cannot be reached or is out of order; try again later."
	}
	return &psa.Complaint{Sentence: sentence, Cause: err}
}

// words are what a right is called in SuperOps. What has no name there comes with signing in.
func words(right psa.Right) string {
	if called, ok := Vendor.Rights[right]; ok {
		return called
	}
	return "Settings: View"
}
