package superops

import (
	"context"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// newNote is the input of a new note. A public one is shown to the requester.
type newNote struct {
	Ticket      ticketID `json:"ticket"`
	Content     string   `json:"content"`
	PrivacyType string   `json:"privacyType"`
}

// AddNote writes a note that ends with its reference. After provider.Ambiguous ask FindNote. The right to edit tickets includes notes.
func (c *Client) AddNote(ctx context.Context, id string, n ticket.Note) (string, error) {
	if !digits.MatchString(id) {
		return "", fail.Absent(kit.BadID)
	}
	input := newNote{Ticket: ticketID{id}, Content: ticket.Sign(n.Text, n.Reference), PrivacyType: "PUBLIC"}
	if n.Internal {
		input.PrivacyType = "PRIVATE"
	}
	var got struct {
		Note struct {
			NoteID identifier `json:"noteId"`
		} `json:"createTicketNote"`
	}
	if err := c.ask(ctx, call{right: integration.EditTickets, document: makeNote, input: input, writes: true, seeks: true}, &got); err != nil {
		return "", err
	}
	if got.Note.NoteID == "" {
		return "", c.http.Unreadable(false)
	}
	return string(got.Note.NoteID), nil
}

// FindNote looks for a note that ends with a reference. SuperOps lists all notes of a ticket at once.
func (c *Client) FindNote(ctx context.Context, id, ref string) (string, bool, error) {
	switch {
	case !digits.MatchString(id):
		return "", false, fail.Absent(kit.BadID)
	case ref == "":
		return "", false, fail.Refused(kit.NoReference)
	}
	var got struct {
		Notes []struct {
			NoteID  identifier `json:"noteId"`
			Content string     `json:"content"`
		} `json:"getTicketNoteList"`
	}
	if err := c.ask(ctx, call{right: integration.ReadTickets, document: askNotes, input: ticketID{id}, seeks: true}, &got); err != nil {
		return "", false, err
	}
	for _, one := range got.Notes {
		if one.NoteID != "" && signed(one.Content, ref) {
			return string(one.NoteID), true, nil
		}
	}
	return "", false, nil
}

// signed reports whether a text that came back ends with a reference, as it was sent or as SuperOps' editor keeps it.
func signed(content, ref string) bool {
	return ticket.SignedBy(content, ref) || ticket.SignedBy(kit.PlainText(content), ref)
}
