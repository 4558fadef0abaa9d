package syncro

import (
	"context"
	"errors"
	"net/url"

	"countersign/core/provider"
	"countersign/core/psa"
)

// proofs are the cheapest questions that need each right which reading can prove. How long a page is Syncro decides.
var proofs = []struct {
	right psa.Right
	path  string
	query url.Values
}{
	{psa.ReadCompanies, "/customers", url.Values{"page": {"1"}}},
	{psa.ReadContacts, "/contacts", url.Values{"page": {"1"}}},
	{psa.ReadTickets, "/tickets", url.Values{"page": {"1"}, "mine": {"true"}}},
}

// Check proves the address, the token and every right to read. What it finds wrong is a *psa.Complaint.
func (c *Client) Check(ctx context.Context) error {
	var me struct {
		UserID number `json:"user_id"`
	}
	// Nobody needs a permission to ask who they are.
	if err := c.get(ctx, "", "/me", nil, &me); err != nil {
		return c.complain(err)
	}
	if me.UserID == 0 {
		return c.complain(unsettled(codeNoSyncro))
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
	code := provider.CodeOf(err)
	sentence := "Syncro refuses the connection (" + code + "); look at the API token and at its user."
	var denied *psa.Denied
	switch kind := provider.KindOf(err); {
	case errors.As(err, &denied) && denied.Right != "":
		sentence = "The API token lacks a permission; give it \"" + Vendor.Rights[denied.Right] + "\", and its user's group too."
	case code == codeNoSyncro:
		sentence = "\"" + c.base.Host + "\" does not answer as Syncro does; use the address at which you work, such as " + exampleBaseURL + "."
	case kind == provider.Unauthorized:
		sentence = "Syncro refuses the API token; make a new one under Admin → API Tokens and copy it."
	case kind == provider.Throttled:
		sentence = "Syncro asks us to slow down; try again in a minute."
	case kind == provider.Unavailable, kind == provider.Ambiguous:
		sentence = "\"" + c.base.Host + "\" cannot be reached or is out of order; check the address, and try again later."
	}
	return &psa.Complaint{Sentence: sentence, Cause: err}
}
