package connectwise

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
}{
	{psa.ReadCompanies, "/company/companies"}, {psa.ReadContacts, "/company/contacts"}, {psa.ReadTickets, "/service/tickets"},
	{psa.ReadSetup, "/service/boards"}, {psa.ReadAgents, "/system/members"}, {psa.ReadSchedule, "/schedule/entries"},
}

// Check proves the server, the company, the keys and every right to read. What it finds wrong is a *psa.Complaint.
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
	code := provider.CodeOf(err)
	sentence := "ConnectWise refuses the connection (" + code + "); look at the API member and its security role."
	var denied *psa.Denied
	switch kind := provider.KindOf(err); {
	case errors.As(err, &denied):
		sentence = "The API member lacks a right; give its security role \"" + Vendor.Rights[denied.Right] + "\"."
	case code == codeUnknownCompany:
		sentence = "ConnectWise at " + c.base.Host + " knows no company \"" + c.company + "\"; use the company id that you type when you log in."
	case code == codeNoConnectWise:
		sentence = "\"" + c.base.Host + "\" does not answer as ConnectWise PSA does; check the server's address."
	case kind == provider.Unauthorized:
		sentence = "ConnectWise refuses the keys or the client id; make a new pair of keys for the API member and copy both."
	case kind == provider.Throttled:
		sentence = "ConnectWise asks us to slow down; try again in a minute."
	case kind == provider.Unavailable, kind == provider.Ambiguous:
		sentence = "\"" + c.base.Host + "\" cannot be reached or is out of order; check the server's address, and try again later."
	}
	return &psa.Complaint{Sentence: sentence, Cause: err}
}
