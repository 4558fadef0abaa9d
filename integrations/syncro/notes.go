package syncro

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// noteSubject is the subject of the comments that we write; Syncro insists on one.
const noteSubject = "Countersign"

// newComment is the body of a new comment. A hidden one is for technicians only; any other one is shown in the customer's portal. Syncro mails neither.
type newComment struct {
	Subject    string `json:"subject"`
	Body       string `json:"body"`
	Hidden     bool   `json:"hidden"`
	DoNotEmail bool   `json:"do_not_email"`
}

// comments is a page of a ticket's comments.
type comments struct {
	Rows []comment `json:"comments"`
	Meta meta      `json:"meta"`
}

// A search for a note reads at most notePages pages of as many comments as Syncro gives, asked for notesAtOnce.
const (
	notesAtOnce = 100
	notePages   = 40
)

// AddNote writes a comment that ends with its reference. After provider.Ambiguous ask FindNote. In Syncro a comment is an edit of its ticket.
func (c *Client) AddNote(ctx context.Context, id string, n ticket.Note) (string, error) {
	path, err := ticketPath(id)
	if err != nil {
		return "", err
	}
	var got struct {
		Comment comment `json:"comment"`
	}
	body := newComment{Subject: noteSubject, Body: ticket.Sign(n.Text, n.Reference), Hidden: n.Internal, DoNotEmail: true}
	if err := c.send(ctx, integration.EditTickets, http.MethodPost, path+"/comment", body, &got); err != nil {
		return "", err
	}
	if got.Comment.ID == 0 {
		return "", c.http.Unreadable(false)
	}
	return got.Comment.ID.String(), nil
}

// FindNote looks for a comment that ends with a reference, the newest comments first.
func (c *Client) FindNote(ctx context.Context, id, ref string) (string, bool, error) {
	path, err := ticketPath(id)
	if err != nil {
		return "", false, err
	}
	if ref == "" {
		return "", false, fail.Refused(kit.NoReference)
	}
	query := url.Values{"sort_by": {"created_at"}, "sort_direction": {"DESC"}, "per_page": {strconv.Itoa(notesAtOnce)}}
	found, ok, err := kit.Find(fail, notePages, func(page int) ([]comment, bool, error) {
		query.Set("page", strconv.Itoa(page))
		var got comments
		if err := c.get(ctx, integration.ReadTickets, path+"/comments", query, &got); err != nil {
			return nil, false, err
		}
		if got.Rows == nil {
			return nil, false, c.http.Unreadable(true)
		}
		return got.Rows, got.Meta.more(page, len(got.Rows)), nil
	}, func(one comment) bool { return one.ID != 0 && ticket.SignedBy(one.Body, ref) })
	return found.ID.String(), ok, err
}
