package halopsa

import (
	"context"
	"errors"
	"net/url"

	"countersign/core/provider"
	"countersign/core/psa"
	"countersign/core/ticket"
)

// proofs are the cheapest questions that need each right which reading can prove. The first proves the application's agent.
var proofs = []struct {
	right     psa.Right
	path, key string
}{
	{psa.ReadCompanies, "/Client", "clients"}, {psa.ReadCompanies, "/Users", "users"}, {psa.ReadTickets, "/Tickets", "tickets"},
}

// Check proves the address, the client id and secret, the agent behind them, and every right to read. What it finds wrong is a *psa.Complaint.
func (c *Client) Check(ctx context.Context) error {
	var me agentRow
	if err := c.get(ctx, "", "/Agent/me", nil, &me); err != nil {
		return c.complain(err)
	}
	for _, proof := range proofs {
		if _, err := getList[named](ctx, c, proof.right, proof.path, proof.key, url.Values{"pageinate": {"true"}, "page_size": {"1"}, "page_no": {"1"}}); err != nil {
			return c.complain(err)
		}
	}
	return nil
}

// complain says in one sentence what a failure means for a connection.
func (c *Client) complain(err error) error {
	code := provider.CodeOf(err)
	sentence := "HaloPSA refuses the connection (" + code + "); look at the application and its agent."
	var denied *psa.Denied
	switch kind := provider.KindOf(err); {
	case errors.As(err, &denied) && Vendor.Rights[denied.Right] != "":
		sentence = "The application lacks a right; give it \"" + Vendor.Rights[denied.Right] + "\" on its Permissions tab, and see that its agent's role allows the same."
	case errors.As(err, &denied), code == codeTokenRefused:
		sentence = "The application does not speak for an agent; set its login type to Agent and choose one."
	case code == codeNoHalo, errors.Is(err, ticket.ErrNotFound):
		sentence = "\"" + c.base.Host + "\" does not answer as HaloPSA does; check the Resource Server URL."
	case code == "invalid_tenant", code == "unknown_tenant":
		sentence = "HaloPSA knows no tenant at \"" + c.base.Host + "\"; check the Resource Server URL."
	case kind == provider.Unauthorized:
		sentence = "HaloPSA refuses the client id or the client secret; copy both again from the application, whose method must be \"Client ID and Secret (Services)\"."
	case kind == provider.Throttled:
		sentence = "HaloPSA asks us to slow down; try again in a minute."
	case kind == provider.Unavailable, kind == provider.Ambiguous:
		sentence = "\"" + c.base.Host + "\" cannot be reached or is out of order; check the Resource Server URL, and try again later."
	}
	return &psa.Complaint{Sentence: sentence, Cause: err}
}
