package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/message"
	"countersign/core/technician"
	"countersign/store/db"
)

// Request is a technician verification as screens show it. Names are PII.
type Request struct {
	ID           uuid.UUID
	Status       technician.Status
	Transport    string
	Masked       string
	Contact      *Ref
	Company      *Ref
	Candidates   []Candidate
	ClaimedBy    string
	ClaimedByID  *uuid.UUID
	ClaimedAt    *time.Time
	TicketID     string
	Verification *uuid.UUID
	ConfirmedHow string
	Note         string // none | awaits_approval | queued | written
	Seen         bool   // the actor has looked at the code
	OpenedAt     time.Time
	ExpiresAt    time.Time
	ClosedAt     *time.Time
	Messages     []ConversationMessage
}

// Candidate is somebody who has the number or address that asked.
type Candidate struct{ Contact, Company Ref }

// RequestQuery asks for a page of technician verifications, newest first.
type RequestQuery struct {
	Status  string // "" for all
	Open    *bool
	Contact *uuid.UUID // who has the number or address that asked
	Scope   Scope
	Cursor  string
	Limit   int
}

// Requests lists a page; next is the cursor of the following one. seen is whose look at the code is told.
func (tx Tx) Requests(ctx context.Context, q RequestQuery, actor uuid.UUID) (items []Request, next string, err error) {
	limit := pageSize(q.Limit)
	query := db.ListTechnicianVerificationsParams{
		Status: q.Status, Open: q.Open != nil && *q.Open, Closed: q.Open != nil && !*q.Open, ContactID: q.Contact, Limited: q.Scope.Limited, Companies: q.Scope.companies(), AtMost: int32(limit + 1),
	}
	if q.Cursor != "" {
		last, err := readCursor(q.Cursor)
		if err != nil {
			return nil, "", err
		}
		at, err := tx.PlaceOfTechnicianVerification(ctx, last)
		if err != nil {
			return nil, "", ErrCursor
		}
		query.BeforeAt, query.BeforeID = &at, &last
	}
	ids, err := tx.ListTechnicianVerifications(ctx, query)
	if err != nil {
		return nil, "", err
	}
	if len(ids) > limit {
		ids = ids[:limit]
		next = ids[limit-1].String()
	}
	items, err = tx.requests(ctx, ids, q.Scope, actor)
	return items, next, err
}

// Request reads one with its messages.
func (tx Tx) Request(ctx context.Context, id uuid.UUID, scope Scope, actor uuid.UUID) (Request, error) {
	list, err := tx.requests(ctx, []uuid.UUID{id}, scope, actor)
	if err != nil {
		return Request{}, err
	}
	if len(list) == 0 {
		return Request{}, ErrNotFound
	}
	rows, err := tx.MessagesOfRequest(ctx, &id)
	if err != nil {
		return Request{}, err
	}
	for _, row := range rows {
		m, err := tx.requestMessage(row)
		if err != nil {
			return Request{}, err
		}
		list[0].Messages = append(list[0].Messages, m)
	}
	return list[0], nil
}

// codeHidden stands for the text that carries a code: a code is shown by its own request only, which is written down.
const codeHidden = "A message with the code"

func (tx Tx) requestMessage(row db.Message) (ConversationMessage, error) {
	if row.Direction == "outbound" && row.BodySealed == nil {
		return ConversationMessage{ID: row.ID, Direction: row.Direction, Transport: row.Transport, Kind: row.Kind, Body: codeHidden, At: row.At, Status: message.Status(row.Status), ErrorCode: text(row.ErrorCode)}, nil
	}
	return tx.conversationMessage(row)
}

func (tx Tx) requests(ctx context.Context, ids []uuid.UUID, scope Scope, actor uuid.UUID) ([]Request, error) {
	rows, err := tx.ReadTechnicianVerifications(ctx, db.ReadTechnicianVerificationsParams{ActorID: actor, Ids: ids})
	if err != nil {
		return nil, err
	}
	candidates, err := tx.CandidatesOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]*Request, len(rows))
	for _, row := range rows {
		r := requestOf(row, scope)
		byID[r.ID] = &r
	}
	for _, c := range candidates {
		if r := byID[c.TechnicianVerificationID]; r != nil && scope.Allows(c.CompanyID) {
			r.Candidates = append(r.Candidates, Candidate{Contact: Ref{c.ContactID, c.ContactName}, Company: Ref{c.CompanyID, c.CompanyName}})
		}
	}
	list := make([]Request, 0, len(rows))
	for _, id := range ids {
		if r := byID[id]; r != nil {
			list = append(list, *r)
		}
	}
	return list, nil
}

// requestOf shows whose number it is only to whoever may see them: of people who share a number, another company's may have been chosen.
func requestOf(row db.ReadTechnicianVerificationsRow, scope Scope) Request {
	v := row.TechnicianVerification
	r := Request{
		ID: v.ID, Status: technician.Status(v.Status), Transport: v.Transport, Masked: v.PointMasked, Candidates: []Candidate{}, ClaimedBy: text(v.ClaimedName), ClaimedByID: v.ClaimedBy,
		ClaimedAt: v.ClaimedAt, TicketID: text(v.TicketID), Verification: v.VerificationID, ConfirmedHow: text(v.ConfirmedHow), Note: v.NoteState, Seen: row.Seen,
		OpenedAt: v.OpenedAt, ExpiresAt: v.ExpiresAt, ClosedAt: v.ClosedAt, Messages: []ConversationMessage{},
	}
	if row.NoteStatus == "written" {
		r.Note = "written"
	}
	if v.CompanyID != nil && !scope.Allows(*v.CompanyID) {
		return r
	}
	if v.ContactID != nil {
		r.Contact = &Ref{*v.ContactID, text(row.ContactName)}
	}
	if v.CompanyID != nil {
		r.Company = &Ref{*v.CompanyID, text(row.CompanyName)}
	}
	return r
}
