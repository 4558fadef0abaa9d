package autotask

import (
	"context"
	"net/http"

	"countersign/core/psa"
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
	body := newNote{TicketID: number, Title: noteTitle, Description: signed(n.Text, n.Reference, noteLimit), NoteType: kind, Publish: forEverybody}
	if n.Internal {
		body.Publish = forInternal
	}
	return c.send(ctx, request{right: psa.WriteNotes, method: http.MethodPost, path: "/Tickets/" + id + "/Notes", one: true}, body)
}

// signed is a text with its reference, which must not be cut off.
func signed(text, ref string, limit int) string {
	return ticket.Sign(ticket.Cut(text, limit-len(ref)-2), ref)
}

// FindNote looks for a note that ends with a reference.
func (c *Client) FindNote(ctx context.Context, id, ref string) (string, bool, error) {
	number, err := record(id)
	if err != nil {
		return "", false, err
	}
	if ref == "" {
		return "", false, fail.Refused(kit.NoReference)
	}
	type row struct {
		ID          int64  `json:"id"`
		Description string `json:"description"`
	}
	found, ok, err := find(ctx, c, "TicketNotes", question{Filter: []filter{is("ticketID", number)}, IncludeFields: []string{"id", "description"}}, func(note row) bool {
		return ticket.SignedBy(note.Description, ref)
	})
	return kit.IDText(found.ID), ok, err
}

// find looks through what hangs from a ticket.
func find[Row any](ctx context.Context, c *Client, entity string, q question, is func(Row) bool) (Row, bool, error) {
	return kit.Find(fail, 1, func(int) ([]Row, bool, error) {
		rows, whole, err := every[Row](ctx, c, psa.ReadTickets, entity, q)
		return rows, !whole, err
	}, is)
}
