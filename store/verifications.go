package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"countersign/core/channel"
	"countersign/core/message"
	"countersign/core/verification"
	"countersign/store/db"
)

// Verification is one as screens show it. Name and note are PII.
type Verification struct {
	ID              uuid.UUID
	Status          verification.Status
	Reason          verification.Reason // once it has ended
	Channel         channel.Name        // of the newest send
	PointID         uuid.UUID           // of the newest send; uuid.Nil once forgotten
	SentTo          string              // mask of the newest send's address
	Assurance       channel.Assurance
	Contact         Ref // ID uuid.Nil and a name that says so, once forgotten
	Company         Ref
	TicketID        string
	TicketContactID *uuid.UUID
	Note            string
	Leader          Actor
	PolicyID        uuid.UUID
	KeyID           string // master key that its codes and links are derived from
	RunID           string // "" until Temporal has it
	Attempts        int
	MaxAttempts     int
	CodeLength      int
	OpenedAt        time.Time
	ExpiresAt       time.Time // of the newest code or link
	EndsAt          time.Time // the latest end
	SendAgainAt     *time.Time
	ClosedAt        *time.Time
	Sends           []Send
	Guesses         []Guess
}

// Send is one send of a verification.
type Send struct {
	Number    int
	Channel   channel.Name
	PointID   uuid.UUID
	Masked    string
	Status    message.Status
	ErrorCode string // the provider's, when it failed
	At        time.Time
	ExpiresAt time.Time
}

// Guess is one verdict on digits.
type Guess struct {
	Number   int
	Accepted bool
	At       time.Time
}

// forgottenName stands where a name was that retention has removed.
const forgottenName = "Forgotten person"

// VerificationQuery asks for a page of verifications, newest first.
type VerificationQuery struct {
	Contact *uuid.UUID
	Company *uuid.UUID
	Status  string // "" for all
	Scope   Scope
	Cursor  string
	Limit   int
}

// Verification reads one.
func (tx Tx) Verification(ctx context.Context, id uuid.UUID) (Verification, error) {
	list, err := tx.verifications(ctx, []uuid.UUID{id})
	if err != nil {
		return Verification{}, err
	}
	if len(list) == 0 {
		return Verification{}, ErrNotFound
	}
	return list[0], nil
}

// Verifications lists a page, newest first; next is the cursor of the following page, "" on the last.
func (tx Tx) Verifications(ctx context.Context, q VerificationQuery) (items []Verification, next string, err error) {
	args := &arguments{}
	where := []string{"true"}
	if q.Contact != nil {
		where = append(where, "contact_id = "+args.add(*q.Contact))
	}
	if q.Company != nil {
		where = append(where, "company_id = "+args.add(*q.Company))
	}
	if q.Status != "" {
		where = append(where, "status = "+args.add(q.Status))
	}
	if q.Scope.Limited {
		where = append(where, "company_id = ANY("+args.add(q.Scope.CompanyIDs())+"::uuid[])")
	}
	if q.Cursor != "" {
		last, err := ReadCursor(q.Cursor)
		if err != nil {
			return nil, "", err
		}
		at, err := tx.PlaceOfVerification(ctx, last)
		if err != nil {
			return nil, "", ErrCursor
		}
		where = append(where, fmt.Sprintf("(opened_at, id) < (%s, %s)", args.add(at), args.add(last)))
	}
	limit := PageSize(q.Limit)
	rows, err := tx.Query(ctx, fmt.Sprintf(`SELECT id FROM verifications WHERE %s ORDER BY opened_at DESC, id DESC LIMIT %d`, strings.Join(where, " AND "), limit+1), args.values...)
	if err != nil {
		return nil, "", err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	if err != nil {
		return nil, "", err
	}
	if len(ids) > limit {
		ids = ids[:limit]
		next = ids[limit-1].String()
	}
	items, err = tx.verifications(ctx, ids)
	return items, next, err
}

// verifications reads some, with sends and guesses, in the order of ids: three statements, however many there are.
func (tx Tx) verifications(ctx context.Context, ids []uuid.UUID) ([]Verification, error) {
	rows, err := tx.ReadVerifications(ctx, ids)
	if err != nil {
		return nil, err
	}
	sends, err := tx.SendsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	attempts, err := tx.AttemptsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]*Verification, len(rows))
	for _, row := range rows {
		v, err := tx.view(row)
		if err != nil {
			return nil, err
		}
		byID[v.ID] = &v
	}
	for _, s := range sends {
		v := byID[s.VerificationID]
		v.Sends = append(v.Sends, Send{
			Number: int(s.Number), Channel: channel.Name(s.Channel), PointID: s.PointID, Masked: s.Masked, Status: message.Status(s.Status),
			ErrorCode: Text(s.ErrorCode), At: s.CreatedAt, ExpiresAt: s.ExpiresAt,
		})
		v.SentTo = s.Masked
	}
	for _, a := range attempts {
		v := byID[a.VerificationID]
		v.Guesses = append(v.Guesses, Guess{Number: int(a.Number), Accepted: a.Accepted, At: a.At})
	}
	list := make([]Verification, 0, len(rows))
	for _, id := range ids {
		if v := byID[id]; v != nil {
			list = append(list, *v)
		}
	}
	return list, nil
}

func (tx Tx) view(row db.ReadVerificationsRow) (Verification, error) {
	r := row.Verification
	v := Verification{
		ID: r.ID, Status: verification.Status(r.Status), Reason: verification.Reason(Text(r.Reason)), Channel: channel.Name(r.Channel), PointID: r.PointID,
		Assurance: channel.Assurance(r.Assurance), Contact: Ref{r.ContactID, Text(row.ContactName)}, Company: Ref{r.CompanyID, row.CompanyName},
		TicketID: Text(r.TicketID), TicketContactID: r.TicketContactID, Leader: Actor{r.LeaderKind, r.LeaderID, r.LeaderName}, PolicyID: r.PolicyID, KeyID: r.KeyID,
		RunID: Text(r.RunID), Attempts: int(r.Attempts), MaxAttempts: int(r.MaxAttempts), CodeLength: int(r.CodeLength),
		OpenedAt: r.OpenedAt, ExpiresAt: r.ExpiresAt, EndsAt: r.EndsAt, SendAgainAt: r.SendAgainAt, ClosedAt: r.ClosedAt, Sends: []Send{}, Guesses: []Guess{},
	}
	if r.ForgottenAt != nil {
		v.Contact.Name = forgottenName
	}
	if r.NoteSealed != nil {
		note, err := tx.Open(noteTable, noteColumn, r.ID, r.NoteSealed)
		if err != nil {
			return Verification{}, err
		}
		v.Note = note
	}
	return v, nil
}

const noteTable, noteColumn = "verifications", "note_sealed"
