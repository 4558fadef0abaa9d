package kaseyabms

import (
	"context"
	"net/http"
	"time"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// noteRow is a note as Kaseya BMS shows it, as far as we look.
type noteRow struct {
	ID          int    `json:"id"`
	Details     string `json:"details"`
	TypeID      int    `json:"typeId"`
	Attachments []struct {
		ID        int    `json:"id"`
		AliasName string `json:"aliasName"`
	} `json:"attachments"`
}

// newNote is the body of a new note.
type newNote struct {
	Details     string    `json:"Details"`
	IsInternal  bool      `json:"IsInternal"`
	TypeID      int       `json:"TypeId"`
	NoteDate    string    `json:"NoteDate"`
	Attachments []newFile `json:"Attachments,omitempty"`
}

// AddNote writes a note that ends with its reference. After provider.Ambiguous ask FindNote.
func (c *Client) AddNote(ctx context.Context, id string, n ticket.Note) (string, error) {
	made, err := c.writeNote(ctx, id, newNote{Details: ticket.Sign(n.Text, n.Reference), IsInternal: n.Internal})
	return kit.IDText(made.ID), err
}

// writeNote writes a note of our type, now.
func (c *Client) writeNote(ctx context.Context, id string, body newNote) (made noteRow, err error) {
	path, err := ticketPath(id)
	if err != nil {
		return noteRow{}, err
	}
	if body.TypeID, err = c.typeOfNotes(ctx); err != nil {
		return noteRow{}, err
	}
	body.NoteDate = c.cfg.Now().UTC().Format(time.RFC3339)
	if err := c.send(ctx, integration.EditTickets, http.MethodPost, path+"/notes", body, &made); err != nil {
		return noteRow{}, err
	}
	if made.ID == 0 {
		return noteRow{}, c.http.Unreadable(false)
	}
	return made, nil
}

// FindNote looks for a note that ends with a reference.
func (c *Client) FindNote(ctx context.Context, id, ref string) (string, bool, error) {
	found, ok, err := c.findNote(ctx, id, ref, func(note noteRow) bool { return ticket.SignedBy(kit.PlainText(note.Details), ref) })
	return kit.IDText(found.ID), ok, err
}

func (c *Client) findNote(ctx context.Context, id, ref string, is func(noteRow) bool) (noteRow, bool, error) {
	path, err := ticketPath(id)
	if err != nil {
		return noteRow{}, false, err
	}
	if ref == "" {
		return noteRow{}, false, fail.Refused(kit.NoReference)
	}
	return kit.Find(fail, 1, func(int) ([]noteRow, bool, error) {
		notes, whole, err := everyRow(ctx, c, integration.ReadTickets, path+"/notes", func(note noteRow) int { return note.ID })
		return notes, !whole, err
	}, is)
}

// typeOfNotes is the type that our notes have: the one that Kaseya BMS takes by default, else the first, else one that notes of the newest tickets
// have. It is asked for once.
func (c *Client) typeOfNotes(ctx context.Context) (int, error) {
	c.mu.Lock()
	known := c.noteType
	c.mu.Unlock()
	if known != 0 {
		return known, nil
	}
	rows, err := c.table(ctx, noteTypes)
	if err != nil {
		return 0, err
	}
	found, ok := preferred(rows)
	if !ok {
		if found.ID, err = c.usedNoteType(ctx); err != nil {
			return 0, err
		}
	}
	c.mu.Lock()
	c.noteType = found.ID
	c.mu.Unlock()
	return found.ID, nil
}

// notedTickets is how many of the newest tickets are looked at for a note whose type ours can have.
const notedTickets = 10

func (c *Client) usedNoteType(ctx context.Context) (int, error) {
	newest, _, err := c.ticketPage(ctx, paged(1))
	if err != nil {
		return 0, err
	}
	for _, one := range newest[:min(len(newest), notedTickets)] {
		var notes []noteRow
		if err := c.get(ctx, integration.ReadTickets, ticketsPath+"/"+kit.IDText(one.ID)+"/notes", paged(1), &notes); err != nil {
			return 0, err
		}
		for _, note := range notes {
			if note.TypeID > 0 {
				return note.TypeID, nil
			}
		}
	}
	return 0, fail.Refused(codeNoNoteType)
}
