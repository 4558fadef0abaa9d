package connectwise

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"countersign/core/ticket"
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

// AddNote writes a note that ends with its reference. After provider.Ambiguous ask FindNote.
func (c *Client) AddNote(ctx context.Context, id string, n ticket.Note) (string, error) {
	path, err := ticketPath(id)
	if err != nil {
		return "", err
	}
	var made serviceNote
	body := serviceNote{Text: signed(n.Text, n.Reference), DetailDescriptionFlag: !n.Internal, InternalAnalysisFlag: n.Internal}
	if err := c.send(ctx, http.MethodPost, path+"/notes", body, &made); err != nil {
		return "", err
	}
	if made.ID == 0 {
		return "", unreadable(false)
	}
	return strconv.FormatInt(made.ID, 10), nil
}

// FindNote looks for a note that ends with a reference, the newest notes first.
func (c *Client) FindNote(ctx context.Context, id, ref string) (string, bool, error) {
	path, err := ticketPath(id)
	if err != nil {
		return "", false, err
	}
	if ref == "" {
		return "", false, refused(codeNoReference)
	}
	for page := 1; page <= maxPages; page++ {
		var notes []serviceNote
		if err := c.get(ctx, path+"/notes", newestFirst(page), &notes); err != nil {
			return "", false, err
		}
		for _, note := range notes {
			if endsWith(note.Text, ref) {
				return strconv.FormatInt(note.ID, 10), true, nil
			}
		}
		if len(notes) < pageSize {
			return "", false, nil
		}
	}
	return "", false, ambiguous(codeUnsearchable)
}

// newestFirst asks for one page of a list.
func newestFirst(page int) url.Values {
	return url.Values{"orderBy": {"id desc"}, "pageSize": {strconv.Itoa(pageSize)}, "page": {strconv.Itoa(page)}}
}

// signed puts a reference at the end of a text, on a line of its own, unless it stands there already.
func signed(text, ref string) string {
	text = strings.TrimSpace(text)
	if ref == "" || endsWith(text, ref) {
		return text
	}
	return strings.TrimSpace(text + "\n\n" + ref)
}

// endsWith reports whether a text's last line is the reference, whatever became of the line ends on the way.
func endsWith(text, ref string) bool {
	rest, ok := strings.CutSuffix(strings.TrimSpace(text), strings.TrimSpace(ref))
	return ok && (rest == "" || strings.HasSuffix(rest, "\n") || strings.HasSuffix(rest, "\r"))
}
