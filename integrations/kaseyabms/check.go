package kaseyabms

import (
	"context"
	"errors"
	"net/url"

	"countersign/core/provider"
	"countersign/core/psa"
)

// proofs are the cheapest questions that need each right which reading can prove.
var proofs = []struct {
	right psa.Right
	path  string
}{{psa.ReadCompanies, accountsPath}, {psa.ReadContacts, contactsPath}, {psa.ReadTickets, ticketsPath}}

// Check proves the server, the company, the user and every right to read. What it finds wrong is a *psa.Complaint.
func (c *Client) Check(ctx context.Context) error {
	who, err := c.user(ctx)
	if err == nil && who.UserID == 0 {
		err = unsettled(codeNoBMS)
	}
	if err != nil {
		return c.complain(err)
	}
	for _, proof := range proofs {
		if err := c.get(ctx, proof.right, proof.path, url.Values{"PageSize": {"1"}, "PageNumber": {"1"}}, nil); err != nil {
			return c.complain(err)
		}
	}
	if err := c.get(ctx, "", statusesPath, nil, nil); err != nil {
		return c.complain(err)
	}
	return nil
}

// complain says in one sentence what a failure means for a connection.
func (c *Client) complain(err error) error {
	code := provider.CodeOf(err)
	sentence := "Kaseya BMS refuses the connection (" + code + "); look at the employee and its security role."
	var denied *psa.Denied
	switch kind := provider.KindOf(err); {
	case errors.As(err, &denied):
		sentence = "The employee lacks a right; give its security role \"" + Vendor.Rights[denied.Right] + "\"."
	case code == codeNoBMS:
		sentence = "\"" + c.base.Host + "\" does not answer as Kaseya BMS's API does; choose one of the servers whose name begins with \"api.\"."
	case kind == provider.Unauthorized:
		sentence = "Kaseya BMS refuses to sign in; check that the company name is written as in My Settings, then the user name and the password, and that the user is an Api Employee."
	case kind == provider.Throttled:
		sentence = "Kaseya BMS asks us to slow down; try again in a few minutes."
	case kind == provider.Unavailable, kind == provider.Ambiguous:
		sentence = "\"" + c.base.Host + "\" cannot be reached or is out of order; check the server's address, and try again later."
	}
	return &psa.Complaint{Sentence: sentence, Cause: err}
}
