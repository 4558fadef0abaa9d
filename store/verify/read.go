package verify

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/message"
	"countersign/core/verification"
	"countersign/store"
	"countersign/store/db"
)

// Verification is one as screens show it. Name and note are PII.
type Verification struct {
	ID              uuid.UUID
	Status          verification.Status
	Reason          verification.Reason // once it has ended
	Channel         channel.Name        // of the newest send
	ContactPointID  uuid.UUID           // of the newest send; uuid.Nil once forgotten
	SentTo          string              // mask of the newest send's address
	Assurance       channel.Assurance
	Contact         store.Ref // ID uuid.Nil and a name that says so, once forgotten
	Company         store.Ref
	TicketID        string
	TicketPSA       *uuid.UUID // whose ticket it is; nil where none was named
	TicketContactID *uuid.UUID
	Note            string
	Leader          store.Actor
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
	AttemptLog      []Attempt
}

// Send is one send of a verification.
type Send struct {
	Number         int
	Channel        channel.Name
	ContactPointID uuid.UUID
	Masked         string
	Status         message.Status
	ErrorCode      string    // the provider's, when it failed
	Account        uuid.UUID // the own account of the MSP that it was handed to; uuid.Nil for the platform's
	At             time.Time
	ExpiresAt      time.Time
}

// Attempt is one verdict on digits.
type Attempt struct {
	Number   int
	Accepted bool
	At       time.Time
}

// forgottenName stands where a name was that retention has removed.
const forgottenName = "Forgotten person"

// Query asks for a page of verifications, newest first.
type Query struct {
	Contact *uuid.UUID
	Company *uuid.UUID
	Status  string // "" for all
	Scope   store.Scope
	Cursor  string
	Limit   int
}

// GetVerification reads one.
func GetVerification(ctx context.Context, tx store.Tx, id uuid.UUID) (Verification, error) {
	return store.Only(readVerifications(ctx, tx, []uuid.UUID{id}))
}

// ListVerifications lists a page, newest first.
func ListVerifications(ctx context.Context, tx store.Tx, q Query) (store.Page[Verification], error) {
	page := store.NewestFirst{Table: "verifications", Time: "opened_at", Cursor: q.Cursor, Limit: q.Limit, Seen: q.Scope.Where("company_id = ANY(%s)")}
	if q.Contact != nil {
		page.Where = append(page.Where, "contact_id = "+page.Add(*q.Contact))
	}
	if q.Company != nil {
		page.Where = append(page.Where, "company_id = "+page.Add(*q.Company))
	}
	if q.Status != "" {
		page.Where = append(page.Where, "status = "+page.Add(q.Status))
	}
	ids, err := page.IDs(ctx, tx)
	if err != nil {
		return store.Page[Verification]{}, err
	}
	return store.ReadPage(ids, func(ids []uuid.UUID) ([]Verification, error) { return readVerifications(ctx, tx, ids) })
}

// readVerifications reads some, with sends and attempts, in the order of ids: three statements, however many there are.
func readVerifications(ctx context.Context, tx store.Tx, ids []uuid.UUID) ([]Verification, error) {
	rows, err := db.New(tx).ReadVerifications(ctx, ids)
	if err != nil {
		return nil, err
	}
	sends, err := db.New(tx).SendsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	attempts, err := db.New(tx).AttemptsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]*Verification, len(rows))
	for _, row := range rows {
		v, err := view(tx, row)
		if err != nil {
			return nil, err
		}
		byID[v.ID] = &v
	}
	for _, s := range sends {
		v := byID[s.VerificationID]
		v.Sends = append(v.Sends, Send{
			Number: int(s.Number), Channel: channel.Name(s.Channel), ContactPointID: s.PointID, Masked: s.Masked, Status: message.Status(s.Status),
			ErrorCode: store.Text(s.ErrorCode), Account: store.Value(s.AccountID), At: s.CreatedAt, ExpiresAt: s.ExpiresAt,
		})
		v.SentTo = s.Masked
	}
	for _, a := range attempts {
		v := byID[a.VerificationID]
		v.AttemptLog = append(v.AttemptLog, Attempt{Number: int(a.Number), Accepted: a.Accepted, At: a.At})
	}
	return store.InOrder(ids, byID), nil
}

func view(tx store.Tx, row db.ReadVerificationsRow) (Verification, error) {
	r := row.Verification
	v := Verification{
		ID: r.ID, Status: verification.Status(r.Status), Reason: verification.Reason(store.Text(r.Reason)), Channel: channel.Name(r.Channel), ContactPointID: r.PointID,
		Assurance: channel.Assurance(r.Assurance), Contact: store.Ref{ID: r.ContactID, Name: store.Text(row.ContactName)}, Company: store.Ref{ID: r.CompanyID, Name: row.CompanyName},
		TicketID: store.Text(r.TicketID), TicketPSA: r.TicketIntegrationID, TicketContactID: r.TicketContactID, Leader: leaderOf(r), PolicyID: r.PolicyID, KeyID: r.KeyID,
		RunID: store.Text(r.RunID), Attempts: int(r.Attempts), MaxAttempts: int(r.MaxAttempts), CodeLength: int(r.CodeLength),
		OpenedAt: r.OpenedAt, ExpiresAt: r.ExpiresAt, EndsAt: r.EndsAt, SendAgainAt: r.SendAgainAt, ClosedAt: r.ClosedAt, Sends: []Send{}, AttemptLog: []Attempt{},
	}
	if r.ForgottenAt != nil {
		v.Contact.Name = forgottenName
	}
	note, err := openNote(tx, r)
	v.Note = note
	return v, err
}

// leaderOf is whose call a verification is.
func leaderOf(row db.Verification) store.Actor {
	return store.Actor{Kind: row.LeaderKind, ID: row.LeaderID, Name: row.LeaderName, ViaKey: store.KeyOf(row.LeaderKeyID, row.LeaderKeyName)}
}

// openNote opens what the technician noted; "" without a note.
func openNote(tx store.Tx, row db.Verification) (string, error) {
	if row.NoteSealed == nil {
		return "", nil
	}
	return tx.Open(noteTable, noteColumn, row.ID, row.NoteSealed)
}

const noteTable, noteColumn = "verifications", "note_sealed"

// Row is a row of verifications.
type Row = db.Verification

// Load reads the row of a verification.
func Load(ctx context.Context, tx store.Tx, id uuid.UUID) (Row, error) {
	return db.New(tx).ResourceVerification(ctx, id)
}

const (
	// noRunAfter is how long a verification may wait for its run: an API that ended between the row and the start left it without one.
	noRunAfter = time.Minute
	// overdueAfter is how long past its latest end a verification may still be open: its run was ended from outside, or is late.
	overdueAfter = 5 * time.Minute
)

// OrphanedVerification is an open verification that may have no run any more. Ask Temporal before closing it (CloseOrphaned).
type OrphanedVerification struct {
	Tenant   uuid.UUID
	ID       uuid.UUID
	Contact  uuid.UUID
	RunID    *string
	OpenedAt time.Time
	EndsAt   time.Time
}

// OrphanedVerifications lists verifications of all tenants that have been without a run for a minute, or are open five minutes past their latest end.
func OrphanedVerifications(ctx context.Context, s *store.Store, now time.Time, atMost int) ([]OrphanedVerification, error) {
	return store.All[OrphanedVerification](ctx, s, `SELECT * FROM door.stray_verifications($1, $2, $3)`, now.Add(-noRunAfter), now.Add(-overdueAfter), atMost)
}
