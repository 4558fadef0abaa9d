package zendesk

import (
	"context"
	"net/http"
	"net/url"

	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// nameLimit is the longest name we give a file, in characters.
const nameLimit = 100

// Attach adds a file to a ticket, in an internal comment that ends with its reference. After provider.Ambiguous ask FindAttachment.
func (c *Client) Attach(ctx context.Context, id string, a ticket.Attachment) (string, error) {
	if _, err := ticketPath(id); err != nil {
		return "", err
	}
	var got struct {
		Upload struct {
			Token      string `json:"token"`
			Attachment struct {
				ID int64 `json:"id"`
			} `json:"attachment"`
		} `json:"upload"`
	}
	file := kit.FileName(a.Name, "", nameLimit)
	post := request{
		right: integration.WriteNotes, method: http.MethodPost, path: "/uploads", query: url.Values{"filename": {file}}, kind: kit.ContentType(a.ContentType), body: a.Bytes,
	}
	err := c.call(ctx, post, &got)
	if err == nil && got.Upload.Token == "" {
		err = c.http.Unreadable(false)
	}
	if err != nil {
		return "", harmless(err)
	}
	made, err := c.comment(ctx, id, comment{Body: ticket.Sign(file, a.Reference), Uploads: []string{got.Upload.Token}})
	switch {
	case err != nil:
		return "", err
	case len(made.Attachments) > 0:
		return kit.IDText(made.Attachments[0].ID), nil
	case got.Upload.Attachment.ID == 0:
		return "", c.http.Unreadable(false)
	}
	return kit.IDText(got.Upload.Attachment.ID), nil
}

// harmless is what became of an upload whose answer was lost: nothing, for a file that hangs from no comment is thrown away within the hour.
func harmless(err error) error {
	if provider.KindOf(err) == provider.Ambiguous {
		return &provider.Error{Provider: name, Kind: provider.Unavailable, Code: provider.CodeOf(err)}
	}
	return err
}

// FindAttachment looks for a file in a comment that ends with a reference.
func (c *Client) FindAttachment(ctx context.Context, id, ref string) (string, bool, error) {
	found, ok, err := c.findComment(ctx, id, ref, func(one commentRow) bool { return len(one.Attachments) > 0 })
	if err != nil || !ok {
		return "", false, err
	}
	return kit.IDText(found.Attachments[0].ID), true, nil
}
