package techverify

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/list"
	"countersign/core/message"
	"countersign/core/technician"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/messages"
)

// View is a technician verification as screens show it. Names are PII.
type View struct {
	ID           uuid.UUID
	Status       technician.Status
	Transport    string
	Masked       string
	Contact      *store.Ref
	Company      *store.Ref
	Candidates   []Candidate
	ClaimedBy    string
	Claimant     *store.Actor // ClaimedBy with its id and the key that spoke for it
	ClaimedByID  *uuid.UUID
	ClaimedAt    *time.Time
	TicketID     string
	Verification *uuid.UUID
	ConfirmedHow string
	Note         string // none | awaits_approval | queued | written | maybe_written | failed
	NoteProblem  string // why it is not in the ticket
	Seen         bool   // the actor has looked at the code
	OpenedAt     time.Time
	ExpiresAt    time.Time
	ClosedAt     *time.Time
	Messages     []messages.Message
}

// Candidate is a person who has the contact point that asked.
type Candidate struct{ Contact, Company store.Ref }

// Query asks for a page of technician verifications, newest first.
type Query struct {
	Status  string // "" for all
	Open    *bool
	Contact *uuid.UUID // who has the contact point that asked
	Scope   store.Scope
	Cursor  string
	Limit   int
}

// List lists a page. actor is whose look at the code is told.
func List(ctx context.Context, tx store.Tx, q Query, actor uuid.UUID) (page store.Page[View], err error) {
	limit := store.PageSize(q.Limit)
	query := db.ListTechnicianVerificationsParams{
		Status: q.Status, Open: q.Open != nil && *q.Open, Closed: q.Open != nil && !*q.Open, ContactID: q.Contact, Limited: q.Scope.Limited, Companies: q.Scope.CompanyIDs(), AtMost: int32(limit + 1),
	}
	if q.Cursor != "" {
		last, err := store.ReadCursor(q.Cursor)
		if err != nil {
			return page, err
		}
		at, err := db.New(tx).PlaceOfTechnicianVerification(ctx, db.PlaceOfTechnicianVerificationParams{ID: last, Limited: q.Scope.Limited, Companies: q.Scope.CompanyIDs()})
		if err != nil {
			return page, store.ErrCursor
		}
		query.BeforeAt, query.BeforeID = &at, &last
	}
	ids, err := db.New(tx).ListTechnicianVerifications(ctx, query)
	if err != nil {
		return page, err
	}
	return store.ReadPage(store.CutPage(ids, limit, uuid.UUID.String), func(ids []uuid.UUID) ([]View, error) { return readViews(ctx, tx, ids, q.Scope, actor) })
}

// Get reads one with its messages.
func Get(ctx context.Context, tx store.Tx, id uuid.UUID, scope store.Scope, actor uuid.UUID) (View, error) {
	view, err := store.Only(readViews(ctx, tx, []uuid.UUID{id}, scope, actor))
	if err != nil {
		return View{}, err
	}
	rows, err := db.New(tx).MessagesOfTechnicianVerification(ctx, &id)
	if err != nil {
		return View{}, err
	}
	view.Messages, err = list.Read(rows, func(row db.Message) (messages.Message, error) { return viewMessage(tx, row) })
	return view, err
}

func viewMessage(tx store.Tx, row db.Message) (messages.Message, error) {
	if row.Direction == "outbound" && row.BodySealed == nil {
		return messages.Message{ID: row.ID, Direction: row.Direction, Transport: row.Transport, Kind: row.Kind, Body: technician.HiddenCode, At: row.At, Status: message.Status(row.Status), ErrorCode: store.Text(row.ErrorCode)}, nil
	}
	return messages.Read(tx, row)
}

func readViews(ctx context.Context, tx store.Tx, ids []uuid.UUID, scope store.Scope, actor uuid.UUID) ([]View, error) {
	rows, err := db.New(tx).ReadTechnicianVerifications(ctx, db.ReadTechnicianVerificationsParams{ActorID: actor, Ids: ids})
	if err != nil {
		return nil, err
	}
	candidates, err := db.New(tx).CandidatesOfTechnicianVerifications(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]*View, len(rows))
	for _, row := range rows {
		r := viewOf(row, scope)
		byID[r.ID] = &r
	}
	for _, c := range candidates {
		if r := byID[c.TechnicianVerificationID]; r != nil && scope.Allows(c.CompanyID) {
			r.Candidates = append(r.Candidates, Candidate{Contact: store.Ref{ID: c.ContactID, Name: c.ContactName}, Company: store.Ref{ID: c.CompanyID, Name: c.CompanyName}})
		}
	}
	return store.InOrder(ids, byID), nil
}

// viewOf shows the client only to actors who may see them: of people who share a number, one of another company may have been chosen.
func viewOf(row db.ReadTechnicianVerificationsRow, scope store.Scope) View {
	v := row.TechnicianVerification
	r := View{
		ID: v.ID, Status: technician.Status(v.Status), Transport: v.Transport, Masked: v.PointMasked, Candidates: []Candidate{}, ClaimedBy: store.Text(v.ClaimedName), ClaimedByID: v.ClaimedBy, Claimant: stateOf(v).ClaimedBy,
		ClaimedAt: v.ClaimedAt, TicketID: store.Text(v.TicketID), Verification: v.VerificationID, ConfirmedHow: store.Text(v.ConfirmedHow), Note: v.NoteState, Seen: row.Seen,
		OpenedAt: v.OpenedAt, ExpiresAt: v.ExpiresAt, ClosedAt: v.ClosedAt, Messages: []messages.Message{},
	}
	if row.NoteStatus != "" {
		r.Note, r.NoteProblem = row.NoteStatus, row.NoteProblem
	}
	if v.CompanyID != nil && !scope.Allows(*v.CompanyID) {
		return r
	}
	if v.ContactID != nil {
		r.Contact = &store.Ref{ID: *v.ContactID, Name: store.Text(row.ContactName)}
	}
	if v.CompanyID != nil {
		r.Company = &store.Ref{ID: *v.CompanyID, Name: store.Text(row.CompanyName)}
	}
	return r
}

// Load reads the row of a technician verification.
func Load(ctx context.Context, tx store.Tx, id uuid.UUID) (Row, error) {
	return db.New(tx).ResourceTechnicianVerification(ctx, id)
}

// ListCompanies lists the companies that a technician verification may concern.
func ListCompanies(ctx context.Context, tx store.Tx, id uuid.UUID) ([]uuid.UUID, error) {
	return db.New(tx).CompaniesOfTechnicianVerification(ctx, id)
}

// noRunAfter is how long a technician verification may wait for its run, or stay open after its end.
const noRunAfter = time.Minute

// Orphan is an open technician verification that may have no run any more.
type Orphan struct {
	Tenant     uuid.UUID
	ID         uuid.UUID
	RunID      *string
	PointIndex []byte
}

// Orphaned lists those of all tenants that have been without a run for a minute, or are open after their end.
func Orphaned(ctx context.Context, s *store.Store, now time.Time, atMost int) ([]Orphan, error) {
	return store.All[Orphan](ctx, s, `SELECT * FROM door.stray_technician_verifications($1, $2, $3)`, now.Add(-noRunAfter), now.Add(-noRunAfter), atMost)
}
