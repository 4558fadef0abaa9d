package superops

import (
	"context"
	"encoding/json"
	"net/http"

	"countersign/core/integration"
	"countersign/integrations/httpx"
	"countersign/integrations/kit"
)

// call is one operation of the API. Every one is a POST: only the operation itself tells whether it writes.
type call struct {
	right    integration.Right // that our token's role needs for it
	document string
	input    any  // the variable "input"; nil for none
	writes   bool // a mutation
	seeks    bool // input names one record, which may not be there
}

// ask makes one call, once, and reads its data into a value. Its error is a *provider.Error, with ticket.ErrNotFound beside it when what was sought is
// not there, and within a *integration.Denied when a right is missing.
func (c *Client) ask(ctx context.Context, k call, into any) error {
	variables := map[string]any{}
	if k.input != nil {
		variables["input"] = k.input
	}
	return c.post(ctx, k, variables, into)
}

func (c *Client) post(ctx context.Context, k call, variables map[string]any, into any) error {
	body, err := json.Marshal(map[string]any{"query": k.document, "variables": variables})
	if err != nil {
		return err
	}
	got, err := c.http.Send(ctx, httpx.Request{Method: http.MethodPost, URL: c.endpoint, Body: body, Reading: !k.writes, Prepare: func(req *http.Request) {
		req.Header.Set("Authorization", "Bearer "+c.token)
		req.Header.Set("CustomerSubDomain", c.subdomain)
	}})
	if err != nil {
		return err
	}
	if got.Status != http.StatusOK {
		return integration.Lacks(k.right, rejection(got, !k.writes), isForbidden)
	}
	return c.understand(got.Body, k, into)
}

// understand reads an answer: data, or errors in its place. SuperOps says no with status 200.
func (c *Client) understand(body []byte, k call, into any) error {
	var said struct {
		Data   json.RawMessage `json:"data"`
		Errors []graphError    `json:"errors"`
	}
	if json.Unmarshal(body, &said) != nil {
		return c.http.Unreadable(!k.writes)
	}
	if len(said.Errors) > 0 {
		failed := refusal(said.Errors, !k.writes)
		if k.seeks && failed.Code == codeNoEntity {
			return kit.Absent(failed)
		}
		return integration.Lacks(k.right, failed, isForbidden)
	}
	if len(said.Data) == 0 || string(said.Data) == "null" || json.Unmarshal(said.Data, into) != nil {
		return c.http.Unreadable(!k.writes)
	}
	return nil
}
