package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/message"
	"countersign/core/technician"
	"countersign/store/db"
)

// TechnicianVerificationView is a technician verification as screens show it. Names are PII.
type TechnicianVerificationView struct {
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

// Candidate is a person who has the contact point that asked.
type Candidate struct{ Contact, Company Ref }

// TechnicianVerificationQuery asks for a page of technician verifications, newest first.
type TechnicianVerificationQuery struct {
	Status  string // "" for all
	Open    *bool
	Contact *uuid.UUID // who has the contact point that asked
	Scope   Scope
	Cursor  string
	Limit   int
}

// TechnicianVerifications lists a page; next is the cursor of the following one. seen is whose look at the code is told.
func (tx Tx) TechnicianVerifications(ctx context.Context, q TechnicianVerificationQuery, actor uuid.UUID) (items []TechnicianVerificationView, next string, err error) {
	limit := PageSize(q.Limit)
	query := db.ListTechnicianVerificationsParams{
		Status: q.Status, Open: q.Open != nil && *q.Open, Closed: q.Open != nil && !*q.Open, ContactID: q.Contact, Limited: q.Scope.Limited, Companies: q.Scope.CompanyIDs(), AtMost: int32(limit + 1),
	}
	if q.Cursor != "" {
		last, err := ReadCursor(q.Cursor)
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
	items, err = tx.technicianViews(ctx, ids, q.Scope, actor)
	return items, next, err
}

// TechnicianVerification reads one with its messages.
func (tx Tx) TechnicianVerification(ctx context.Context, id uuid.UUID, scope Scope, actor uuid.UUID) (TechnicianVerificationView, error) {
	list, err := tx.technicianViews(ctx, []uuid.UUID{id}, scope, actor)
	if err != nil {
		return TechnicianVerificationView{}, err
	}
	if len(list) == 0 {
		return TechnicianVerificationView{}, ErrNotFound
	}
	rows, err := tx.MessagesOfTechnicianVerification(ctx, &id)
	if err != nil {
		return TechnicianVerificationView{}, err
	}
	for _, row := range rows {
		m, err := tx.technicianViewMessage(row)
		if err != nil {
			return TechnicianVerificationView{}, err
		}
		list[0].Messages = append(list[0].Messages, m)
	}
	return list[0], nil
}

// codeHidden stands for the text that carries a code: a code is shown by an operation of its own, which is audited.
const codeHidden = "A message with the code"

func (tx Tx) technicianViewMessage(row db.Message) (ConversationMessage, error) {
	if row.Direction == "outbound" && row.BodySealed == nil {
		return ConversationMessage{ID: row.ID, Direction: row.Direction, Transport: row.Transport, Kind: row.Kind, Body: codeHidden, At: row.At, Status: message.Status(row.Status), ErrorCode: Text(row.ErrorCode)}, nil
	}
	return tx.conversationMessage(row)
}

func (tx Tx) technicianViews(ctx context.Context, ids []uuid.UUID, scope Scope, actor uuid.UUID) ([]TechnicianVerificationView, error) {
	rows, err := tx.ReadTechnicianVerifications(ctx, db.ReadTechnicianVerificationsParams{ActorID: actor, Ids: ids})
	if err != nil {
		return nil, err
	}
	candidates, err := tx.CandidatesOfTechnicianVerifications(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]*TechnicianVerificationView, len(rows))
	for _, row := range rows {
		r := technicianView(row, scope)
		byID[r.ID] = &r
	}
	for _, c := range candidates {
		if r := byID[c.TechnicianVerificationID]; r != nil && scope.Allows(c.CompanyID) {
			r.Candidates = append(r.Candidates, Candidate{Contact: Ref{c.ContactID, c.ContactName}, Company: Ref{c.CompanyID, c.CompanyName}})
		}
	}
	list := make([]TechnicianVerificationView, 0, len(rows))
	for _, id := range ids {
		if r := byID[id]; r != nil {
			list = append(list, *r)
		}
	}
	return list, nil
}

// technicianView shows the client only to actors who may see them: of people who share a number, one of another company may have been chosen.
func technicianView(row db.ReadTechnicianVerificationsRow, scope Scope) TechnicianVerificationView {
	v := row.TechnicianVerification
	r := TechnicianVerificationView{
		ID: v.ID, Status: technician.Status(v.Status), Transport: v.Transport, Masked: v.PointMasked, Candidates: []Candidate{}, ClaimedBy: Text(v.ClaimedName), ClaimedByID: v.ClaimedBy,
		ClaimedAt: v.ClaimedAt, TicketID: Text(v.TicketID), Verification: v.VerificationID, ConfirmedHow: Text(v.ConfirmedHow), Note: v.NoteState, Seen: row.Seen,
		OpenedAt: v.OpenedAt, ExpiresAt: v.ExpiresAt, ClosedAt: v.ClosedAt, Messages: []ConversationMessage{},
	}
	if row.NoteStatus == "written" {
		r.Note = "written"
	}
	if v.CompanyID != nil && !scope.Allows(*v.CompanyID) {
		return r
	}
	if v.ContactID != nil {
		r.Contact = &Ref{*v.ContactID, Text(row.ContactName)}
	}
	if v.CompanyID != nil {
		r.Company = &Ref{*v.CompanyID, Text(row.CompanyName)}
	}
	return r
}
