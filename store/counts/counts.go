// Package counts says how many things wait for somebody.
package counts

import (
	"context"

	"countersign/store"
	"countersign/store/db"
)

// Most is where counting stops: a number of Most means as many or more.
const Most = 100

// Waiting is how many things of each kind wait, each at most Most.
type Waiting struct {
	AlertsOpen                     int // dealt with by nobody
	VerificationsOpen              int
	TechnicianVerificationsOpen    int // waiting or claimed
	TechnicianVerificationsWaiting int // of these, claimed by nobody
	ConversationsUnread            int // 0 unless asked for
	ConnectionsFailing             int // enabled, and they do not work; 0 unless asked for
	TicketWritesFailed             int // failed, or perhaps written; 0 unless asked for
}

// Query asks for the numbers of one actor.
type Query struct {
	Scope    store.Scope
	Messages bool // whether unread conversations are counted
	SetUp    bool // whether connections and writes are counted
}

// Read counts in one statement.
func Read(ctx context.Context, tx store.Tx, q Query) (Waiting, error) {
	row, err := db.New(tx).CountWaiting(ctx, db.CountWaitingParams{Limited: q.Scope.Limited, Companies: q.Scope.CompanyIDs(), Messages: q.Messages, Connections: q.SetUp, Writes: q.SetUp})
	return Waiting{
		AlertsOpen: int(row.AlertsOpen), VerificationsOpen: int(row.VerificationsOpen), TechnicianVerificationsOpen: int(row.AllOpen), TechnicianVerificationsWaiting: int(row.Waiting),
		ConversationsUnread: int(row.ConversationsUnread), ConnectionsFailing: int(row.ConnectionsFailing), TicketWritesFailed: int(row.TicketWritesFailed),
	}, err
}
