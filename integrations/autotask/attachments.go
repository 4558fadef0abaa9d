package autotask

import (
	"context"
	"net/http"
	"strings"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// fileTitleLimit is the longest title or name of a file, in characters.
const fileTitleLimit = 255

// newFile is the body of a new attachment. What it holds travels in base 64.
type newFile struct {
	AttachmentType string `json:"attachmentType"`
	Title          string `json:"title"`
	FullPath       string `json:"fullPath"`
	Publish        int    `json:"publish"`
	Data           []byte `json:"data"`
}

// Attach adds a file to a ticket, where technicians see it and the client's portal does not. After provider.Ambiguous ask FindAttachment.
func (c *Client) Attach(ctx context.Context, id string, a ticket.Attachment) (string, error) {
	if _, err := record(id); err != nil {
		return "", err
	}
	body := newFile{AttachmentType: "FILE_ATTACHMENT", Title: kit.FileTitle(a, fileTitleLimit), FullPath: kit.FileName(a.Name, "", fileTitleLimit), Publish: forInternal, Data: a.Bytes}
	return c.send(ctx, request{right: integration.EditTickets, method: http.MethodPost, path: "/Tickets/" + id + "/Attachments", one: true}, body)
}

// FindAttachment looks for a file of a ticket whose title holds a reference.
func (c *Client) FindAttachment(ctx context.Context, id, ref string) (string, bool, error) {
	return c.find(ctx, id, ref, "TicketAttachments", "parentID", "title", strings.Contains)
}
