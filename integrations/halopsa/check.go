package halopsa

import (
	"context"
	"errors"
	"net/url"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// proofs are the questions of a check, each with the key of its rows.
var proofs = []kit.Proof{
	{Right: integration.ReadCompanies, Path: "/Client", Key: "clients"}, {Right: integration.ReadCompanies, Path: "/Users", Key: "users"},
	{Right: integration.ReadTickets, Path: "/Tickets", Key: "tickets"},
}

// Check proves the address, the client id and secret, the agent behind them, and every right to read. Its error is a *integration.Complaint.
func (c *Client) Check(ctx context.Context) error {
	var me struct{}
	if err := c.get(ctx, "", "/Agent/me", nil, &me); err != nil {
		return c.complain(err)
	}
	return c.complain(kit.Prove(proofs, func(proof kit.Proof) error {
		_, err := getList[named](ctx, c, proof.Right, proof.Path, proof.Key, url.Values{"pageinate": {"true"}, "page_size": {"1"}, "page_no": {"1"}})
		return err
	}))
}

// complain says in one sentence what a failure means for a connection.
func (c *Client) complain(err error) error {
	const agentless = "The application does not speak for an agent; set its login type to Agent and choose one."
	stranger := "\"" + c.base.Host + "\" does not answer as HaloPSA does; check the Resource Server URL."
	tenantless := "HaloPSA knows no tenant at \"" + c.base.Host + "\"; check the Resource Server URL."
	if errors.Is(err, ticket.ErrNotFound) { // what answers there has no such path
		return &integration.Complaint{Sentence: stranger, Cause: err}
	}
	return kit.Complaints{
		Vendor: "HaloPSA", Host: c.base.Host, Check: "check the Resource Server URL, and ", Usual: "look at the application and its agent.",
		Denied: func(right integration.Right) string {
			if words := Vendor.Rights[right]; words != "" {
				return "The application lacks a right; give it \"" + words + "\" on its Permissions tab, and see that its agent's role allows the same."
			}
			return agentless
		},
		Codes:        map[string]string{codeTokenRefused: agentless, codeNoHalo: stranger, "invalid_tenant": tenantless, "unknown_tenant": tenantless},
		Unauthorized: "HaloPSA refuses the client id or the client secret; copy both again from the application, whose method must be \"Client ID and Secret (Services)\".",
	}.Of(err)
}
