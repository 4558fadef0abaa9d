package halopsa

import (
	"context"
	"encoding/base64"
	"net/url"
	"strings"

	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// fileNameLimit is the longest name we give a file, in characters.
const fileNameLimit = 100

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
		return "", fail.Absent(kit.BadID)
	}
	kind := kit.ContentType(a.ContentType)
	body := newAttachment{
		TicketID: of, FileName: kit.FileName(a.Name, a.Reference, fileNameLimit), IsImage: strings.HasPrefix(kind, "image/"),
		DataBase64: "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(a.Bytes),
	}
	var made struct {
		ID id `json:"id"`
	}
	if err := c.post(ctx, "/Attachment", body, &made); err != nil {
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
		return "", false, fail.Absent(kit.BadID)
	}
	if ref == "" {
		return "", false, fail.Refused(kit.NoReference)
	}
	type row struct {
		ID       id     `json:"id"`
		FileName string `json:"filename"`
	}
	found, ok, err := find(ctx, c, "/Attachment", "attachments", url.Values{"ticket_id": {of.text()}}, func(file row) bool {
		return file.ID != 0 && strings.Contains(file.FileName, ref)
	})
	return found.ID.text(), ok, err
}
