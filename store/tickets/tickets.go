// Package tickets stores writes into tickets, and ticket defaults.
package tickets

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/google/uuid"

	"countersign/core/list"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/db"
)

// LinkedContact is who a PSA's contact is with us.
type LinkedContact struct {
	ID       uuid.UUID
	Company  uuid.UUID
	Verified []string // the tickets of this PSA for which one of their addresses is verified
	Proven   bool     // one of their addresses is verified, for whatever
	Waiting  bool     // a verification is open
	Denied   bool     // a denial stands on them
}

// WritingContact is who writes in a ticket by SMS.
type WritingContact struct {
	LinkedContact
	Name string
}

// Linked are our companies and people by the PSA's ids, and what waits to be written by ticket.
type Linked struct {
	Companies map[string]uuid.UUID
	Contacts  map[string]LinkedContact
	Writing   map[string]WritingContact // by ticket, for tickets of which the PSA names no contact
	Waiting   map[string]int
}

// LoadLinked tells who the companies and people of tickets are with us.
func LoadLinked(ctx context.Context, tx store.Tx, integration uuid.UUID, tickets []ticket.Ticket, now time.Time) (Linked, error) {
	var companies, contacts, ids, nobodys []string
	for _, t := range tickets {
		companies, contacts, ids = append(companies, t.CompanyID), append(contacts, t.ContactID), append(ids, t.ID)
		if t.ContactID == "" && t.Contact == "" {
			nobodys = append(nobodys, t.ID)
		}
	}
	linked := Linked{Companies: map[string]uuid.UUID{}, Contacts: map[string]LinkedContact{}, Writing: map[string]WritingContact{}, Waiting: map[string]int{}}
	ours, err := db.New(tx).LinkedCompanies(ctx, db.LinkedCompaniesParams{IntegrationID: integration, ExternalIds: companies})
	if err != nil {
		return linked, err
	}
	for _, row := range ours {
		linked.Companies[row.ExternalID] = row.CompanyID
	}
	people, err := db.New(tx).LinkedContacts(ctx, db.LinkedContactsParams{IntegrationID: integration, ExternalIds: contacts, At: now})
	if err != nil {
		return linked, err
	}
	for _, row := range people {
		linked.Contacts[row.ExternalID] = LinkedContact{row.ContactID, row.CompanyID, row.VerifiedTickets, row.Proven, row.Waiting, row.Denied}
	}
	writing, err := db.New(tx).WritingContacts(ctx, db.WritingContactsParams{IntegrationID: integration, TicketIds: nobodys, At: now})
	if err != nil {
		return linked, err
	}
	for _, row := range writing {
		linked.Writing[row.TicketID] = WritingContact{LinkedContact{row.ContactID, row.CompanyID, row.VerifiedTickets, row.Proven, row.Waiting, row.Denied}, row.Name}
	}
	queued, err := db.New(tx).QueuedByTicket(ctx, db.QueuedByTicketParams{IntegrationID: integration, TicketIds: ids})
	for _, row := range queued {
		linked.Waiting[row.TicketID] = int(row.Waiting)
	}
	return linked, err
}

// ExternalIDs is what a PSA calls our contact and company, "" for one that it does not know.
func ExternalIDs(ctx context.Context, tx store.Tx, integration uuid.UUID, contact, company *uuid.UUID) (contactID, companyID string, err error) {
	if contact != nil {
		contactID, err = db.New(tx).ExternalIDOfContact(ctx, db.ExternalIDOfContactParams{IntegrationID: integration, ContactID: *contact})
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return "", "", err
		}
	}
	if company != nil {
		companyID, err = db.New(tx).ExternalIDOfCompany(ctx, db.ExternalIDOfCompanyParams{IntegrationID: integration, CompanyID: *company})
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return "", "", err
		}
	}
	return contactID, companyID, nil
}

// ExternalCompanyIDs is what a PSA calls some of our companies, without those that it does not know.
func ExternalCompanyIDs(ctx context.Context, tx store.Tx, integration uuid.UUID, companies []uuid.UUID) ([]string, error) {
	return db.New(tx).ExternalIDsOfCompanies(ctx, db.ExternalIDsOfCompaniesParams{IntegrationID: integration, CompanyIds: companies})
}

// WritesQuery asks for a page of the outbox, the newest first.
type WritesQuery struct {
	Status      string // "" for all
	Integration *uuid.UUID
	Cursor      string
	Limit       int
}

// ListWrites lists a page of what was written into tickets, or waits to be.
func ListWrites(ctx context.Context, tx store.Tx, q WritesQuery) (page store.Page[QueuedWrite], err error) {
	before := int64(1) << 62
	if q.Cursor != "" {
		if before, err = strconv.ParseInt(q.Cursor, 36, 64); err != nil {
			return page, store.ErrCursor
		}
	}
	limit := store.PageSize(q.Limit)
	rows, err := db.New(tx).PageOfTicketWrites(ctx, db.PageOfTicketWritesParams{Before: &before, Status: store.Nullable(q.Status), IntegrationID: q.Integration, AtMost: int32(limit + 1)})
	of := store.CutPage(rows, limit, func(r db.TicketWrite) string { return strconv.FormatInt(*r.Position, 36) })
	return store.Page[QueuedWrite]{Items: list.Of(of.Items, queuedWrite), Next: of.Next}, err
}

// ListWritesOfTicket lists what was written into one ticket, or waits to be, in order.
func ListWritesOfTicket(ctx context.Context, tx store.Tx, integration uuid.UUID, ticketID string) ([]QueuedWrite, error) {
	rows, err := db.New(tx).WritesOfTicket(ctx, db.WritesOfTicketParams{IntegrationID: integration, TicketID: ticketID})
	return list.Of(rows, queuedWrite), err
}

// RequeueWrite puts a write that failed, or whose outcome is unknown, back into its ticket's queue at its old place; ErrConflict for any other, and for one whose words are gone.
func RequeueWrite(ctx context.Context, tx store.Tx, id uuid.UUID) (QueuedWrite, error) {
	n, err := db.New(tx).WriteTicketAgain(ctx, id)
	return settled(ctx, tx, id, n, err)
}

// DismissWrite settles a write of unknown outcome as written, because a user looked at the ticket; ErrConflict for any other.
func DismissWrite(ctx context.Context, tx store.Tx, id uuid.UUID, at time.Time) (QueuedWrite, error) {
	n, err := db.New(tx).DismissTicketWrite(ctx, db.DismissTicketWriteParams{ID: id, At: &at})
	return settled(ctx, tx, id, n, err)
}

func settled(ctx context.Context, tx store.Tx, id uuid.UUID, changed int64, err error) (QueuedWrite, error) {
	if err == nil && changed == 0 {
		err = store.ErrConflict
	}
	if err != nil {
		return QueuedWrite{}, err
	}
	row, err := db.New(tx).ResourceTicketWrite(ctx, id)
	if err != nil {
		return QueuedWrite{}, err
	}
	return queuedWrite(row), tx.Emit(ctx, store.Event{Kind: store.EventTicketWrite, Subject: id})
}

func queuedWrite(r db.TicketWrite) QueuedWrite {
	return QueuedWrite{
		ID: r.ID, Integration: r.IntegrationID, Ticket: r.TicketID, Kind: ticket.WriteKind(r.Kind), Reference: r.Reference, Dedupe: r.Dedupe, Status: r.Status,
		Attempts: int(r.Attempts), Problem: store.Text(r.LastError), At: r.CreatedAt, WrittenAt: r.WrittenAt, SubjectKind: r.SubjectKind, SubjectID: r.SubjectID,
	}
}

// PSANames tells what the MSP calls its connections, those that were disconnected among them.
func PSANames(ctx context.Context, tx store.Tx) (map[uuid.UUID]string, error) {
	rows, err := db.New(tx).NamesOfIntegrations(ctx)
	names := make(map[uuid.UUID]string, len(rows))
	for _, row := range rows {
		names[row.ID] = store.Text(row.Name)
	}
	return names, err
}
