// Package ticket is the port of a ticket system (PSA): what Countersign needs of it, in the field's own terms. Every integration of a PSA implements Desk.
// Errors are of core/provider's kinds, so that callers know whether to repeat.
package ticket

import (
	"context"
	"errors"
	"time"
)

// ErrNotFound says that the PSA has no such ticket, or that our member may not see it.
var ErrNotFound = errors.New("ticket: not found")

// Ticket is one as the PSA has it. Ids are the PSA's own.
type Ticket struct {
	ID          string
	Number      string // what people call it by; the id where the PSA has no other
	Summary     string
	StatusID    string
	Status      string
	Closed      bool
	Board       string // board, queue or team
	CompanyID   string
	Company     string
	ContactID   string
	Contact     string
	URL         string // where a technician opens it; empty when it cannot be told
	UpdatedAt   time.Time
	Description string // the first note; only filled by Desk.Ticket
}

// Query asks for tickets, newest first. Empty fields ask for nothing.
type Query struct {
	Text      string // words of the summary, or a number
	ContactID string
	CompanyID string
	Open      bool // only those that are not closed
	Limit     int  // at most 100
}

// New is a ticket to create. Reference is our own short line ("CS-7Q2M4K"): it stands in the ticket, and finds it again after an unknown outcome.
type New struct {
	Reference   string
	Summary     string // cut by the integration to what its PSA takes
	Description string
	CompanyID   string // the PSA's; Defaults' company when empty
	ContactID   string
	Defaults    Defaults
}

// Defaults are the fields of a new ticket, by our names; values are the PSA's ids. Which a PSA has, its integration says.
type Defaults map[string]string

// The fields that integrations share.
const (
	FieldBoard       = "board"
	FieldStatus      = "status"
	FieldType        = "type"
	FieldSubtype     = "subtype"
	FieldItem        = "item"
	FieldCategory    = "category"
	FieldPriority    = "priority"
	FieldSource      = "source"
	FieldCompany     = "company"      // for a contact without a known company
	FieldClosed      = "closed"       // the status of a closed ticket
	FieldSMSReceived = "sms_received" // the status that an answer by SMS sets
)

// Note is a line in a ticket. Reference is our own short line, which stands at its end and finds it again.
type Note struct {
	Reference string
	Text      string
	Internal  bool // for technicians only
}

// Attachment is a file of a ticket.
type Attachment struct {
	Reference   string // part of the title, which finds it again
	Name        string
	ContentType string
	Bytes       []byte
}

// System is one PSA of one MSP.
type System interface {
	// Check proves the address, the credentials and the rights; its error says in one sentence what is wrong.
	Check(ctx context.Context) error
	Ticket(ctx context.Context, id string) (Ticket, error)
	Tickets(ctx context.Context, q Query) ([]Ticket, error)
	// FindTicket looks for a ticket that Create may have made.
	FindTicket(ctx context.Context, reference string) (Ticket, bool, error)
	Create(ctx context.Context, n New) (Ticket, error)
	// SetStatus moves a ticket to a status of its own board, by the PSA's id or name.
	SetStatus(ctx context.Context, id, status string) error
	AddNote(ctx context.Context, id string, n Note) (noteID string, err error)
}

// NoteFinder is a System that can list a ticket's notes. Without it a note whose response was lost stays unknown.
type NoteFinder interface {
	// FindNote looks for a note that AddNote may have written.
	FindNote(ctx context.Context, id, reference string) (noteID string, found bool, err error)
}

// Attacher is a Desk that takes files.
type Attacher interface {
	Attach(ctx context.Context, id string, a Attachment) (attachmentID string, err error)
	FindAttachment(ctx context.Context, id, reference string) (attachmentID string, found bool, err error)
}
