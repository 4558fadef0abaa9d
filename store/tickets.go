package store

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/google/uuid"

	"countersign/core/ticket"
	"countersign/store/db"
)

// LinkedContact is who a PSA's contact is with us.
type LinkedContact struct {
	ID      uuid.UUID
	Company uuid.UUID
	Green   bool // one of their addresses is verified
	Waiting bool // a verification is open
}

// Linked are our companies and people by the PSA's ids, and what waits to be written by ticket.
type Linked struct {
	Companies map[string]uuid.UUID
	Contacts  map[string]LinkedContact
	Waiting   map[string]int
}

// LinkedOf tells who the companies and people of tickets are with us.
func (tx Tx) LinkedOf(ctx context.Context, integration uuid.UUID, tickets []ticket.Ticket, now time.Time) (Linked, error) {
	var companies, contacts, ids []string
	for _, t := range tickets {
		companies, contacts, ids = append(companies, t.CompanyID), append(contacts, t.ContactID), append(ids, t.ID)
	}
	linked := Linked{Companies: map[string]uuid.UUID{}, Contacts: map[string]LinkedContact{}, Waiting: map[string]int{}}
	ours, err := tx.LinkedCompanies(ctx, db.LinkedCompaniesParams{IntegrationID: integration, ExternalIds: companies})
	if err != nil {
		return linked, err
	}
	for _, row := range ours {
		linked.Companies[row.ExternalID] = row.CompanyID
	}
	people, err := tx.LinkedContacts(ctx, db.LinkedContactsParams{IntegrationID: integration, ExternalIds: contacts, At: now})
	if err != nil {
		return linked, err
	}
	for _, row := range people {
		linked.Contacts[row.ExternalID] = LinkedContact{row.ContactID, row.CompanyID, row.Green, row.Waiting}
	}
	queued, err := tx.QueuedByTicket(ctx, db.QueuedByTicketParams{IntegrationID: integration, TicketIds: ids})
	for _, row := range queued {
		linked.Waiting[row.TicketID] = int(row.Waiting)
	}
	return linked, err
}

// AtPSA is what a PSA calls our contact and company, "" for one that it does not know.
func (tx Tx) AtPSA(ctx context.Context, integration uuid.UUID, contact, company *uuid.UUID) (contactID, companyID string, err error) {
	if contact != nil {
		contactID, err = tx.ExternalIDOfContact(ctx, db.ExternalIDOfContactParams{IntegrationID: integration, ContactID: *contact})
		if err != nil && !errors.Is(err, ErrNotFound) {
			return "", "", err
		}
	}
	if company != nil {
		companyID, err = tx.ExternalIDOfCompany(ctx, db.ExternalIDOfCompanyParams{IntegrationID: integration, CompanyID: *company})
		if err != nil && !errors.Is(err, ErrNotFound) {
			return "", "", err
		}
	}
	return contactID, companyID, nil
}

// CompaniesAtPSA is what a PSA calls some of our companies, without those that it does not know.
func (tx Tx) CompaniesAtPSA(ctx context.Context, integration uuid.UUID, companies []uuid.UUID) ([]string, error) {
	return tx.ExternalIDsOfCompanies(ctx, db.ExternalIDsOfCompaniesParams{IntegrationID: integration, CompanyIds: companies})
}

// WritesQuery asks for a page of the outbox, the newest first.
type WritesQuery struct {
	Status      string // "" for all
	Integration *uuid.UUID
	Cursor      string
	Limit       int
}

// Outbox lists what was written into tickets, or waits to be.
func (tx Tx) Outbox(ctx context.Context, q WritesQuery) (items []QueuedWrite, next string, err error) {
	before := int64(1) << 62
	if q.Cursor != "" {
		if before, err = strconv.ParseInt(q.Cursor, 36, 64); err != nil {
			return nil, "", ErrCursor
		}
	}
	limit := PageSize(q.Limit)
	rows, err := tx.PageOfTicketWrites(ctx, db.PageOfTicketWritesParams{Before: &before, Status: Nullable(q.Status), IntegrationID: q.Integration, AtMost: int32(limit + 1)})
	if err != nil {
		return nil, "", err
	}
	if len(rows) > limit {
		rows = rows[:limit]
		next = strconv.FormatInt(*rows[limit-1].Position, 36)
	}
	for _, row := range rows {
		items = append(items, queuedWrite(row))
	}
	return items, next, nil
}

// TicketsWrites lists what was written into one ticket, or waits to be, in order.
func (tx Tx) TicketsWrites(ctx context.Context, integration uuid.UUID, ticketID string) ([]QueuedWrite, error) {
	rows, err := tx.WritesOfTicket(ctx, db.WritesOfTicketParams{IntegrationID: integration, TicketID: ticketID})
	items := make([]QueuedWrite, len(rows))
	for i, row := range rows {
		items[i] = queuedWrite(row)
	}
	return items, err
}

// RequeueWrite puts a write that failed, or of which nobody can tell, back into its ticket's queue at its old place; ErrConflict for any other, and for one whose words are gone.
func (tx Tx) RequeueWrite(ctx context.Context, id uuid.UUID) (QueuedWrite, error) {
	n, err := tx.WriteTicketAgain(ctx, id)
	return tx.settled(ctx, id, n, err)
}

// DismissWrite settles a write of which nobody can tell as written, because somebody looked; ErrConflict for any other.
func (tx Tx) DismissWrite(ctx context.Context, id uuid.UUID, at time.Time) (QueuedWrite, error) {
	n, err := tx.DismissTicketWrite(ctx, db.DismissTicketWriteParams{ID: id, At: &at})
	return tx.settled(ctx, id, n, err)
}

func (tx Tx) settled(ctx context.Context, id uuid.UUID, changed int64, err error) (QueuedWrite, error) {
	if err == nil && changed == 0 {
		err = ErrConflict
	}
	if err != nil {
		return QueuedWrite{}, err
	}
	row, err := tx.ResourceTicketWrite(ctx, id)
	if err != nil {
		return QueuedWrite{}, err
	}
	return queuedWrite(row), tx.Emit(ctx, Event{Kind: EventTicketWrite, Subject: id})
}

func queuedWrite(r db.TicketWrite) QueuedWrite {
	return QueuedWrite{
		ID: r.ID, Integration: r.IntegrationID, Ticket: r.TicketID, Kind: ticket.WriteKind(r.Kind), Reference: r.Reference, Dedupe: r.Dedupe, Status: r.Status,
		Attempts: int(r.Attempts), Problem: Text(r.LastError), At: r.CreatedAt, WrittenAt: r.WrittenAt, SubjectKind: r.SubjectKind, SubjectID: r.SubjectID,
	}
}

// PSANames tells what the MSP calls its connections, those that were disconnected among them.
func (tx Tx) PSANames(ctx context.Context) (map[uuid.UUID]string, error) {
	rows, err := tx.NamesOfIntegrations(ctx)
	names := make(map[uuid.UUID]string, len(rows))
	for _, row := range rows {
		names[row.ID] = Text(row.Name)
	}
	return names, err
}
