package kaseyabms

import (
	"context"
	"net/url"

	"countersign/core/integration"
	"countersign/integrations/kit"
)

// proofs are the questions of a check.
var proofs = []kit.Proof{
	{Right: integration.ReadCompanies, Path: accountsPath}, {Right: integration.ReadContacts, Path: contactsPath}, {Right: integration.ReadTickets, Path: ticketsPath},
	{Path: statusesPath},
}

// Check proves the server, the company, the user and every right to read. Its error is a *integration.Complaint.
func (c *Client) Check(ctx context.Context) error {
	var who struct {
		UserID int `json:"userId"`
	}
	err := c.get(ctx, "", "/security/userinfo", nil, &who)
	if err == nil && who.UserID == 0 {
		err = fail.Unsettled(codeNoBMS)
	}
	if err != nil {
		return c.complain(err)
	}
	return c.complain(kit.Prove(proofs, func(proof kit.Proof) error {
		var query url.Values
		if proof.Right != "" {
			query = url.Values{"PageSize": {"1"}, "PageNumber": {"1"}}
		}
		return c.get(ctx, proof.Right, proof.Path, query, nil)
	}))
}

// complain says in one sentence what a failure means for a connection.
func (c *Client) complain(err error) error {
	return kit.Complaints{
		Vendor: "Kaseya BMS", Host: c.base.Host, Check: "check the server's address, and ", Usual: "look at the employee and its security role.",
		Denied: func(right integration.Right) string {
			return "The employee lacks a right; give its security role \"" + Vendor.Rights[right] + "\"."
		},
		Codes: map[string]string{
			codeNoBMS: "\"" + c.base.Host + "\" does not answer as Kaseya BMS's API does; choose one of the servers whose name begins with \"api.\".",
		},
		Unauthorized: "Kaseya BMS refuses to sign in; check that the company name is written as in My Settings, then the user name and the password, and that the user is an Api Employee.",
		Throttled:    "Kaseya BMS asks us to slow down; try again in a few minutes.",
	}.Of(err)
}
