package connectwise

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// serviceNote is a note of a ticket. A note of the discussion may reach the contact, by the rules of the board; an internal one never does.
type serviceNote struct {
	ID                    int64  `json:"id,omitempty"`
	Text                  string `json:"text"`
	DetailDescriptionFlag bool   `json:"detailDescriptionFlag"`
	InternalAnalysisFlag  bool   `json:"internalAnalysisFlag"`
	ResolutionFlag        bool   `json:"resolutionFlag"`
}

// A search reads at most maxPages pages of pageSize rows; beyond that nothing is certain any more.
const (
	pageSize = 100
	maxPages = 20
)

// AddNote writes a note that ends with its reference. After provider.Ambiguous ask FindNote. In ConnectWise a note is an edit of its ticket.
func (c *Client) AddNote(ctx context.Context, id string, n ticket.Note) (string, error) {
	path, err := ticketPath(id)
	if err != nil {
		return "", err
	}
	var made serviceNote
	body := serviceNote{Text: ticket.Sign(n.Text, n.Reference), DetailDescriptionFlag: !n.Internal, InternalAnalysisFlag: n.Internal}
	if err := c.send(ctx, integration.EditTickets, http.MethodPost, path+"/notes", body, &made); err != nil {
		return "", err
	}
	if made.ID == 0 {
		return "", c.http.Unreadable(false)
	}
	return kit.IDText(made.ID), nil
}

// FindNote looks for a note that ends with a reference, the newest notes first.
func (c *Client) FindNote(ctx context.Context, id, ref string) (string, bool, error) {
	path, err := ticketPath(id)
	if err != nil {
		return "", false, err
	}
	if ref == "" {
		return "", false, fail.Refused(kit.NoReference)
	}
	found, ok, err := find(ctx, c, path+"/notes", url.Values{}, func(note serviceNote) bool { return ticket.SignedBy(note.Text, ref) })
	return kit.IDText(found.ID), ok, err
}

// find looks through a list, the newest rows first.
func find[Row any](ctx context.Context, c *Client, path string, query url.Values, is func(Row) bool) (Row, bool, error) {
	query.Set("orderBy", "id desc")
	query.Set("pageSize", strconv.Itoa(pageSize))
	return kit.Find(fail, maxPages, func(page int) (rows []Row, more bool, err error) {
		query.Set("page", strconv.Itoa(page))
		err = c.get(ctx, integration.ReadTickets, path, query, &rows)
		return rows, len(rows) == pageSize, err
	}, is)
}
