package connectwise

import (
	"context"
	"net/url"

	"countersign/core/provider"
)

// Complaint is what is wrong with a connection, in one sentence for the person who set it up. It wraps the *provider.Error.
type Complaint struct {
	Sentence string
	Cause    error
}

func (c *Complaint) Error() string { return c.Sentence }

// Unwrap returns the failure behind the sentence.
func (c *Complaint) Unwrap() error { return c.Cause }

// Check proves the server, the company, the keys and the right to read tickets. What it finds wrong is a *Complaint.
func (c *Client) Check(ctx context.Context) error {
	if _, err := c.discover(ctx); err != nil {
		return c.complain(err, "")
	}
	if err := c.get(ctx, "/system/info", nil, nil); err != nil {
		return c.complain(err, "read the system's information (System)")
	}
	if err := c.get(ctx, "/service/tickets", url.Values{"pageSize": {"1"}, "fields": {"id"}}, nil); err != nil {
		return c.complain(err, "read tickets (Service Desk → Service Tickets → Inquire)")
	}
	return nil
}

// complain says in one sentence what a failure means for a connection. right is what was being tried, should the member lack it.
func (c *Client) complain(err error, right string) error {
	code := provider.CodeOf(err)
	sentence := "ConnectWise refuses the connection (" + code + "); look at the API member and its security role."
	switch kind := provider.KindOf(err); {
	case code == codeUnknownCompany:
		sentence = "ConnectWise at " + c.base.Host + " knows no company \"" + c.company + "\"; use the company id that you type when you log in."
	case code == codeNoConnectWise:
		sentence = c.base.Host + " does not answer as ConnectWise PSA does; check the server's address."
	case kind == provider.Unauthorized:
		sentence = "ConnectWise refuses the keys or the client id; make a new pair of keys for the API member and copy both."
	case kind == provider.Throttled:
		sentence = "ConnectWise asks us to slow down; try again in a minute."
	case kind == provider.Unavailable, kind == provider.Ambiguous:
		sentence = c.base.Host + " cannot be reached or is out of order; check the server's address, and try again later."
	case right != "":
		sentence = "The API member may not " + right + "; add it to the member's security role."
	}
	return &Complaint{Sentence: sentence, Cause: err}
}
