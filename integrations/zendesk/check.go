package zendesk

import (
	"context"
	"net/url"
	"slices"

	"countersign/core/integration"
	"countersign/integrations/kit"
)

// proofs are the questions of a check, each with the role of the users that it lists.
var proofs = []kit.Proof{
	{Right: integration.ReadCompanies, Path: "/organizations"}, {Right: integration.ReadContacts, Path: "/users", Key: endUser}, {Right: integration.ReadTickets, Path: "/tickets"},
	{Right: integration.ReadSetup, Path: "/groups"},
}

// Check proves the account, the token, who it acts for and every right to read. Its error is a *integration.Complaint.
func (c *Client) Check(ctx context.Context) error {
	if err := c.signedIn(ctx); err != nil {
		return c.complain(err)
	}
	err := kit.Prove(proofs, func(proof kit.Proof) error {
		query := url.Values{"page[size]": {"1"}}
		if proof.Key != "" {
			query.Set("role", proof.Key)
		}
		return c.get(ctx, proof.Right, proof.Path, query, nil)
	})
	if err == nil && c.mobileField != "" {
		err = c.hasMobileField(ctx)
	}
	return c.complain(err)
}

// hasMobileField proves that the account has the user field for mobile numbers.
func (c *Client) hasMobileField(ctx context.Context) error {
	fields, err := every(ctx, c, integration.ReadSetup, "/user_fields", url.Values{}, func(got listAnswer) []fieldRow { return got.UserFields })
	if err == nil && !slices.ContainsFunc(fields, func(f fieldRow) bool { return f.Key == c.mobileField && f.Active }) {
		err = fail.Unsettled(codeNoMobileField)
	}
	return err
}

// signedIn proves that the token belongs to an agent. Zendesk answers a wrong token with a user without an id.
func (c *Client) signedIn(ctx context.Context) error {
	var got struct {
		User *userRow `json:"user"`
	}
	if err := c.get(ctx, "", "/users/me", nil, &got); err != nil {
		return err
	}
	switch {
	case got.User == nil:
		return fail.Unsettled(codeNoZendesk)
	case got.User.ID == 0:
		return fail.Unsettled(codeNotSignedIn)
	case got.User.Role == endUser:
		return fail.Unsettled(codeNotAgent)
	}
	return nil
}

// complain says in one sentence what a failure means for a connection.
func (c *Client) complain(err error) error {
	stranger := "\"" + c.base.Host + "\" does not answer as a Zendesk account does; check the address."
	return kit.Complaints{
		Vendor: "Zendesk", Host: c.base.Host, Check: "check the address, and ", Usual: "look at the role of the agent for whom the token acts.",
		Denied: func(right integration.Right) string {
			if Vendor.Rights[right] == "" {
				return ""
			}
			return "The agent for whom the token acts lacks a right; give their role \"" + Vendor.Rights[right] + "\"."
		},
		Codes: map[string]string{
			codeNoZendesk: stranger, "InvalidEndpoint": stranger,
			codeNotSignedIn:   "Zendesk takes us for a stranger; allow access by API token in Admin Center, and check the e-mail address and the token.",
			codeNotAgent:      "The e-mail address belongs to an end user; give that of an agent, best of an administrator.",
			codeNoMobileField: "Zendesk has no active user field with the key \"" + c.mobileField + "\"; look its key up in Admin Center, or leave it empty to use the phone.",
		},
		Unauthorized: "Zendesk refuses the e-mail address or the token; check both, and that access by API token is allowed in Admin Center.",
	}.Of(err)
}
