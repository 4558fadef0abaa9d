package connectwise

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// titleLimit is the longest title we give a document, in characters.
const titleLimit = 100

// documentInfo is a document as ConnectWise shows it, as far as we look.
type documentInfo struct {
	ID    int64  `json:"id"`
	Title string `json:"title"`
}

// Attach adds a file to a ticket, where technicians see it and the customer's portal does not. After provider.Ambiguous ask FindAttachment.
func (c *Client) Attach(ctx context.Context, id string, a ticket.Attachment) (string, error) {
	if _, err := ticketPath(id); err != nil {
		return "", err
	}
	kind, body, err := form(id, a)
	if err != nil {
		return "", err
	}
	var made documentInfo
	if err := c.call(ctx, request{right: integration.EditTickets, method: http.MethodPost, path: "/system/documents", kind: kind, body: body}, &made); err != nil {
		return "", err
	}
	if made.ID == 0 {
		return "", c.http.Unreadable(false)
	}
	return kit.IDText(made.ID), nil
}

// FindAttachment looks for a document of a ticket whose title holds a reference.
func (c *Client) FindAttachment(ctx context.Context, id, ref string) (string, bool, error) {
	if _, err := ticketPath(id); err != nil {
		return "", false, err
	}
	if ref == "" {
		return "", false, fail.Refused(kit.NoReference)
	}
	query := url.Values{"recordType": {"Ticket"}, "recordId": {id}}
	found, ok, err := find(ctx, c, "/system/documents", query, func(document documentInfo) bool { return strings.Contains(document.Title, ref) })
	return kit.IDText(found.ID), ok, err
}

// form is the upload of a file: its record and title as fields, then the file itself.
func form(id string, a ticket.Attachment) (kind string, body []byte, err error) {
	var out bytes.Buffer
	writer := multipart.NewWriter(&out)
	for _, field := range []struct{ name, value string }{
		{"recordType", "Ticket"}, {"recordId", id}, {"title", kit.FileTitle(a, titleLimit)}, {"privateFlag", "true"},
	} {
		if err := writer.WriteField(field.name, field.value); err != nil {
			return "", nil, err
		}
	}
	head := textproto.MIMEHeader{}
	head.Set("Content-Disposition", `form-data; name="file"; filename="`+kit.FileName(a.Name, "", titleLimit)+`"`)
	head.Set("Content-Type", kit.ContentType(a.ContentType))
	part, err := writer.CreatePart(head)
	if err != nil {
		return "", nil, err
	}
	if _, err := part.Write(a.Bytes); err != nil {
		return "", nil, err
	}
	if err := writer.Close(); err != nil {
		return "", nil, err
	}
	return writer.FormDataContentType(), out.Bytes(), nil
}
