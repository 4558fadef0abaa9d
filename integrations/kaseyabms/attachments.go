package kaseyabms

import (
	"context"
	"encoding/base64"
	"strings"

	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// nameLimit is the longest name of a file that we write, in characters. Kaseya publishes no limit; file systems take no more than 255 bytes.
const nameLimit = 60

// newFile is a file of a new note.
type newFile struct {
	Name       string `json:"Name"`
	Alias      string `json:"Alias"`
	Base64Data string `json:"Base64Data"`
	Type       string `json:"Type"`
}

// Attach adds a file, on an internal note of its own that ends with the reference: below a ticket itself files stand by the number of a module, which
// Kaseya does not publish.
func (c *Client) Attach(ctx context.Context, id string, a ticket.Attachment) (string, error) {
	if len(a.Bytes) == 0 {
		return "", fail.Refused(codeBadFile)
	}
	name := kit.FileName(a.Name, "", nameLimit)
	made, err := c.writeNote(ctx, id, newNote{Details: ticket.Sign(name, a.Reference), IsInternal: true, Attachments: []newFile{{
		Name: name, Alias: strings.TrimSpace(name + " " + a.Reference), Base64Data: base64.StdEncoding.EncodeToString(a.Bytes), Type: a.ContentType,
	}}})
	return fileOf(made), err
}

// FindAttachment looks for a file that Attach may have added.
func (c *Client) FindAttachment(ctx context.Context, id, ref string) (string, bool, error) {
	found, ok, err := c.findNote(ctx, id, ref, func(note noteRow) bool {
		return len(note.Attachments) > 0 && ticket.SignedBy(kit.PlainText(note.Details), ref)
	})
	return fileOf(found), ok, err
}

// fileOf is the file of a note that Attach made; the note itself where Kaseya BMS does not show it.
func fileOf(note noteRow) string {
	if len(note.Attachments) > 0 {
		return kit.IDText(note.Attachments[0].ID)
	}
	return kit.IDText(note.ID)
}
