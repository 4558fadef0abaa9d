package zendesk

import (
	"context"
	"net/http"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// comment is a comment as it is written. A public one reaches the requester, by the account's own triggers; an internal one never does.
type comment struct {
	Body    string   `json:"body"`
	Public  bool     `json:"public"`
	Uploads []string `json:"uploads,omitempty"`
}

// commentRow is a comment as Zendesk shows it, as far as we look.
type commentRow struct {
	ID          int64  `json:"id"`
	Type        string `json:"type"` // of an audit's event
	Body        string `json:"body"`
	PlainBody   string `json:"plain_body"`
	Attachments []struct {
		ID int64 `json:"id"`
	} `json:"attachments"`
}

// maxPages bounds how many pages a search reads; beyond that nothing is certain any more. A ticket holds 5,000 comments at most.
const maxPages = 50

// AddNote writes a comment that ends with its reference. After provider.Ambiguous ask FindNote. In Zendesk a comment is an edit of its ticket.
func (c *Client) AddNote(ctx context.Context, id string, n ticket.Note) (string, error) {
	made, err := c.comment(ctx, id, comment{Body: ticket.Sign(n.Text, n.Reference), Public: !n.Internal})
	return kit.IDText(made.ID), err
}

// comment writes a comment and finds it in the record of the change that Zendesk answers with.
func (c *Client) comment(ctx context.Context, id string, said comment) (commentRow, error) {
	path, err := ticketPath(id)
	if err != nil {
		return commentRow{}, err
	}
	var got struct {
		Audit struct {
			Events []commentRow `json:"events"`
		} `json:"audit"`
	}
	put := request{right: integration.WriteNotes, method: http.MethodPut, path: path}
	if err := c.send(ctx, put, map[string]any{"ticket": map[string]any{"comment": said}}, &got); err != nil {
		return commentRow{}, err
	}
	for _, event := range got.Audit.Events {
		if event.Type == "Comment" && event.ID != 0 {
			return event, nil
		}
	}
	return commentRow{}, c.http.Unreadable(false)
}

// FindNote looks for a comment that ends with a reference, the newest first.
func (c *Client) FindNote(ctx context.Context, id, ref string) (string, bool, error) {
	found, ok, err := c.findComment(ctx, id, ref, func(commentRow) bool { return true })
	return kit.IDText(found.ID), ok, err
}

func (c *Client) findComment(ctx context.Context, id, ref string, wanted func(commentRow) bool) (commentRow, bool, error) {
	path, err := ticketPath(id)
	if err != nil {
		return commentRow{}, false, err
	}
	if ref == "" {
		return commentRow{}, false, fail.Refused(kit.NoReference)
	}
	at := place{kind: listed}
	var broken error // the list cannot be followed beyond the last page
	return kit.Find(fail, maxPages, func(int) ([]commentRow, bool, error) {
		if broken != nil {
			return nil, false, broken
		}
		var got struct {
			Comments []commentRow `json:"comments"`
			Meta     meta         `json:"meta"`
		}
		query := listQuery(at)
		query.Set("sort", "-created_at")
		if err := c.get(ctx, integration.ReadTickets, path+"/comments", query, &got); err != nil {
			return nil, false, err
		}
		var next string
		next, broken = c.after(got.Meta, at)
		at, _ = parsePlace(next)
		return got.Comments, next != "" || broken != nil, nil
	}, func(one commentRow) bool {
		return (ticket.SignedBy(one.Body, ref) || ticket.SignedBy(one.PlainBody, ref)) && wanted(one)
	})
}
