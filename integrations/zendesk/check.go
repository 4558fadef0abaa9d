package zendesk

import (
	"context"
	"net/url"
	"slices"

	"countersign/core/integration"
	"countersign/integrations/kit"
)

// proofs are the cheapest questions that need each right which reading can prove.
var proofs = []struct {
	right integration.Right
	path  string
	role  string
}{
	{right: integration.ReadCompanies, path: "/organizations"}, {integration.ReadContacts, "/users", endUser}, {right: integration.ReadTickets, path: "/tickets"},
	{right: integration.ReadSetup, path: "/groups"},
}

// Check proves the account, the token, who it acts for and every right to read. What it finds wrong is a *integration.Complaint.
func (c *Client) Check(ctx context.Context) error {
	if err := c.signedIn(ctx); err != nil {
		return c.complain(err)
	}
	for _, proof := range proofs {
		query := url.Values{"page[size]": {"1"}}
		if proof.role != "" {
			query.Set("role", proof.role)
		}
		if err := c.get(ctx, proof.right, proof.path, query, nil); err != nil {
			return c.complain(err)
		}
	}
	if c.mobileField == "" {
		return nil
	}
	fields, err := every(ctx, c, integration.ReadSetup, "/user_fields", url.Values{}, func(got listAnswer) []fieldRow { return got.UserFields })
	if err == nil && !slices.ContainsFunc(fields, func(f fieldRow) bool { return f.Key == c.mobileField && f.Active }) {
		err = fail.Unsettled(codeNoMobileField)
	}
	if err != nil {
		return c.complain(err)
	}
	return nil
}

// signedIn proves that the token is somebody's: to strangers Zendesk shows a user without an id.
func (c *Client) signedIn(ctx context.Context) error {
	var got struct {
		User *userRow `json:"user"`
	}
	if err := c.get(ctx, integration.ReadAgents, "/users/me", nil, &got); err != nil {
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
