package integration

import (
	"errors"

	"countersign/core/provider"
	"countersign/core/ticket"
)

// Right is something that our member at a PSA must be allowed to do.
type Right string

// The rights. Vendor.Rights says what each is called in the PSA.
const (
	ReadCompanies Right = "read_companies"
	ReadContacts  Right = "read_contacts"
	ReadTickets   Right = "read_tickets"
	CreateTickets Right = "create_tickets"
	EditTickets   Right = "edit_tickets" // its status too
	DeleteTickets Right = "delete_tickets"
	WriteNotes    Right = "write_notes"
	ReadSetup     Right = "read_setup" // boards, statuses, types and the like
)

// Rights lists them in the order in which an admin gives them.
var Rights = []Right{
	ReadCompanies, ReadContacts, ReadTickets, CreateTickets, EditTickets, DeleteTickets, WriteNotes, ReadSetup,
}

// sentences say what our member is not allowed to do.
var sentences = map[Right]string{
	ReadCompanies: "read companies", ReadContacts: "read contacts", ReadTickets: "read tickets", CreateTickets: "create tickets",
	EditTickets: "change tickets", DeleteTickets: "delete tickets", WriteNotes: "write notes",
	ReadSetup: "read boards, statuses and the like",
}

// Problem says in one sentence why a PSA did not do what it was asked, for people. It holds no PII and no secret.
func Problem(err error) string {
	if complaint, ok := errors.AsType[*Complaint](err); ok {
		return complaint.Sentence
	}
	if denied, ok := errors.AsType[*Denied](err); ok {
		return "The PSA does not let our member " + sentences[denied.Right] + "."
	}
	return ticket.Problem(err)
}

// Denied says that our member lacks a right. It wraps the *provider.Error, whose kind is Refused.
type Denied struct {
	Right Right
	Cause error
}

func (d *Denied) Error() string {
	return "the right " + string(d.Right) + " is missing: " + d.Cause.Error()
}

// Unwrap returns the refusal.
func (d *Denied) Unwrap() error { return d.Cause }

// Lacks marks a refusal for want of a right; any other error, and nil, it returns as it is. forbidden tells such a refusal by the vendor's own signs.
func Lacks(right Right, err error, forbidden func(*provider.Error) bool) error {
	if refusal, ok := errors.AsType[*provider.Error](err); ok && refusal.Kind == provider.Refused && forbidden(refusal) {
		return &Denied{Right: right, Cause: err}
	}
	return err
}
