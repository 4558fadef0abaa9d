package halopsa

import (
	"context"
	"encoding/base64"
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"countersign/core/psa"
	"countersign/core/ticket"
)

// fileNameLimit is the longest name we give a file, and endingLimit the longest ending we keep, in characters.
const (
	fileNameLimit = 100
	endingLimit   = 10
)

// newAttachment is the body of a new file. Its bytes stand in a data URL (RFC 2397).
type newAttachment struct {
	TicketID     id     `json:"ticket_id"`
	FileName     string `json:"filename"`
	IsImage      bool   `json:"isimage"`
	ShowForUsers bool   `json:"showforusers"`
	DataBase64   string `json:"data_base64"`
}

// Attach adds a file to a ticket, where agents see it and the customer's portal does not. Its name holds the reference. After provider.Ambiguous ask
// FindAttachment.
func (c *Client) Attach(ctx context.Context, ticketID string, a ticket.Attachment) (string, error) {
	of, ok := parseID(ticketID)
	if !ok {
		return "", nobody()
	}
	kind := contentType(a.ContentType)
	body := newAttachment{
		TicketID: of, FileName: fileName(a.Name, a.Reference), IsImage: strings.HasPrefix(kind, "image/"),
		DataBase64: "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(a.Bytes),
	}
	var made struct {
		ID id `json:"id"`
	}
	if err := c.post(ctx, psa.EditTickets, "/Attachment", body, &made); err != nil {
		return "", err
	}
	if made.ID == 0 {
		return "", c.http.Unreadable(false)
	}
	return made.ID.text(), nil
}

// FindAttachment looks for a file of a ticket whose name holds a reference.
func (c *Client) FindAttachment(ctx context.Context, ticketID, ref string) (string, bool, error) {
	of, ok := parseID(ticketID)
	if !ok {
		return "", false, nobody()
	}
	if ref == "" {
		return "", false, refused(codeNoReference)
	}
	found, err := getList[struct {
		ID       id     `json:"id"`
		FileName string `json:"filename"`
	}](ctx, c, psa.ReadTickets, "/Attachment", "attachments", url.Values{"ticket_id": {of.text()}})
	if err != nil {
		return "", false, err
	}
	for _, file := range found.rows {
		if file.ID != 0 && strings.Contains(file.FileName, ref) {
			return file.ID.text(), true, nil
		}
	}
	if found.count > len(found.rows) {
		return "", false, ambiguous(codeUnsearchable)
	}
	return "", false, nil
}

// fileName is a file's own name without folders, with the reference before its ending, which must not be cut off.
func fileName(given, ref string) string {
	own := path.Base(strings.ReplaceAll(ticket.OneLine(given), `\`, "/"))
	own = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`"<>:|?*;`, r) {
			return '_'
		}
		return r
	}, own)
	if strings.Trim(own, "./") == "" {
		own = "file"
	}
	ending := path.Ext(own)
	if utf8.RuneCountInString(ending) > endingLimit {
		ending = ""
	}
	own = strings.TrimSuffix(own, ending)
	if ref = ticket.OneLine(ref); ref != "" {
		ending = " " + ref + ending
	}
	return strings.TrimSpace(ticket.Cut(own, max(fileNameLimit-utf8.RuneCountInString(ending), 1)) + ending)
}

var mediaType = regexp.MustCompile(`^[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}$`)

// contentType is what a file says it is, if that can stand in a data URL.
func contentType(given string) string {
	kind, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(given)), ";")
	if !mediaType.MatchString(kind) {
		return "application/octet-stream"
	}
	return kind
}
