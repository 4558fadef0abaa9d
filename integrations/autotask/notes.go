package autotask

import (
	"context"
	"encoding/json"
	"net/http"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// Who sees a note or a file. Both are Autotask's own values; their labels an MSP may change.
const (
	forEverybody = 1 // clients see it in their portal
	forInternal  = 2
)

const (
	noteTitle = "Countersign"
	noteLimit = 32000 // characters
)

// newNote is the body of a new note.
type newNote struct {
	TicketID    int64  `json:"ticketID"`
	Title       string `json:"title"`
	Description string `json:"description"`
	NoteType    int64  `json:"noteType"`
	Publish     int    `json:"publish"`
}

// AddNote writes a note that ends with its reference. After provider.Ambiguous ask FindNote.
func (c *Client) AddNote(ctx context.Context, id string, n ticket.Note) (string, error) {
	number, err := record(id)
	if err != nil {
		return "", err
	}
	kinds, err := c.picklist(ctx, "TicketNotes", "noteType")
	if err != nil {
		return "", err
	}
	kind, ok := kinds.usual()
	if !ok {
		return "", fail.Refused(codeNoNoteType)
	}
	text := ticket.Sign(ticket.Cut(n.Text, noteLimit-len(n.Reference)-2), n.Reference) // the reference must not be cut off
	body := newNote{TicketID: number, Title: noteTitle, Description: text, NoteType: kind, Publish: forEverybody}
	if n.Internal {
		body.Publish = forInternal
	}
	return c.send(ctx, request{right: integration.WriteNotes, method: http.MethodPost, path: "/Tickets/" + id + "/Notes", one: true}, body)
}

// FindNote looks for a note that ends with a reference.
func (c *Client) FindNote(ctx context.Context, id, ref string) (string, bool, error) {
	return c.find(ctx, id, ref, "TicketNotes", "ticketID", "description", ticket.SignedBy)
}

// find looks for what hangs from a ticket and has a reference in a field.
func (c *Client) find(ctx context.Context, id, ref, entity, parent, field string, says func(text, ref string) bool) (string, bool, error) {
	number, err := record(id)
	if err != nil {
		return "", false, err
	}
	if ref == "" {
		return "", false, fail.Refused(kit.NoReference)
	}
	type row map[string]json.RawMessage
	found, ok, err := kit.Find(fail, 1, func(int) ([]row, bool, error) {
		rows, whole, err := every[row](ctx, c, integration.ReadTickets, entity, question{Filter: []filter{is(parent, number)}, IncludeFields: []string{"id", field}})
		return rows, !whole, err
	}, func(one row) bool {
		var text string
		return json.Unmarshal(one[field], &text) == nil && says(text, ref)
	})
	return string(found["id"]), ok, err
}
