package alerts

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/actor"
	"countersign/core/alert"
	"countersign/store"
	"countersign/store/db"
)

// View is an alert as screens show it. Names are PII.
type View struct {
	ID                     uuid.UUID
	Kind                   alert.Kind
	Verification           *uuid.UUID
	TechnicianVerification *uuid.UUID
	Message                *uuid.UUID
	People                 []Named
	Technician             string // "" where nobody of the MSP was on the call
	TechnicianID           uuid.UUID
	TechnicianActor        *store.Actor // with the API key that spoke for them
	Ticket                 string
	RaisedAt               time.Time
	OwnerID                *uuid.UUID
	Owner                  string
	OwnerActor             *store.Actor // nil where only a name was kept
	SettledAt              *time.Time
	SettledBy              string
	SettledByActor         *store.Actor // likewise
}

// Named is a person of an alert. ClearedAt is when an Admin cleared the denial.
type Named struct {
	Contact, Company store.Ref
	ClearedAt        *time.Time
}

// Query asks for a page of alerts, newest first.
type Query struct {
	Open   *bool // nil: all
	Scope  store.Scope
	Cursor string
	Limit  int
}

// List lists a page.
func List(ctx context.Context, tx store.Tx, q Query) (store.Page[View], error) {
	page := store.NewestFirst{
		Table: "alerts", Time: "raised_at", Cursor: q.Cursor, Limit: q.Limit,
		Seen: q.Scope.Where("EXISTS (SELECT FROM denials d WHERE d.tenant_id = alerts.tenant_id AND d.alert_id = alerts.id AND d.company_id = ANY(%s))"),
	}
	switch {
	case q.Open == nil:
	case *q.Open:
		page.Where = append(page.Where, "settled_at IS NULL")
	default:
		page.Where = append(page.Where, "settled_at IS NOT NULL")
	}
	ids, err := page.IDs(ctx, tx)
	if err != nil {
		return store.Page[View]{}, err
	}
	return store.ReadPage(ids, func(ids []uuid.UUID) ([]View, error) { return readViews(ctx, tx, ids, q.Scope) })
}

// Get reads one.
func Get(ctx context.Context, tx store.Tx, id uuid.UUID, scope store.Scope) (View, error) {
	return store.Only(readViews(ctx, tx, []uuid.UUID{id}, scope))
}

// readViews reads alerts in the order of ids, with those of their people whom the scope allows.
func readViews(ctx context.Context, tx store.Tx, ids []uuid.UUID, scope store.Scope) ([]View, error) {
	rows, err := db.New(tx).ReadAlerts(ctx, ids)
	if err != nil {
		return nil, err
	}
	people, err := db.New(tx).PeopleOfAlerts(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]*View, len(rows))
	for _, row := range rows {
		a := row.Alert
		byID[a.ID] = &View{
			ID: a.ID, Kind: alert.Kind(a.Kind), Verification: a.VerificationID, TechnicianVerification: a.TechnicianVerificationID, Message: a.MessageID, People: []Named{},
			Technician: row.Technician, TechnicianID: row.TechnicianID, Ticket: row.TicketID, RaisedAt: a.RaisedAt, OwnerID: a.OwnerID, Owner: store.Text(a.OwnerName),
			SettledAt: a.SettledAt, SettledBy: store.Text(a.SettledBy),
			TechnicianActor: actorOf(row.TechnicianKind, row.TechnicianID, row.Technician, actor.Key{ID: row.TechnicianKeyID, Name: row.TechnicianKeyName}),
			OwnerActor:      actorOf(store.Text(a.OwnerKind), store.Value(a.OwnerID), store.Text(a.OwnerName), store.KeyOf(a.OwnerKeyID, a.OwnerKeyName)),
			SettledByActor:  actorOf(store.Text(a.SettledByKind), store.Value(a.SettledByID), store.Text(a.SettledBy), store.KeyOf(a.SettledKeyID, a.SettledKeyName)),
		}
	}
	for _, p := range people {
		if v := byID[p.AlertID]; v != nil && scope.Allows(p.CompanyID) {
			v.People = append(v.People, Named{store.Ref{ID: p.ContactID, Name: p.ContactName}, store.Ref{ID: p.CompanyID, Name: p.CompanyName}, p.ClearedAt})
		}
	}
	return store.InOrder(ids, byID), nil
}

// actorOf is who did something; nil where the kind is not known.
func actorOf(kind string, id uuid.UUID, name string, via actor.Key) *store.Actor {
	if kind == "" {
		return nil
	}
	return &store.Actor{Kind: kind, ID: id, Name: name, ViaKey: via}
}
