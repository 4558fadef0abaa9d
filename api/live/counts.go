package live

import (
	"context"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/store"
	"countersign/store/counts"
)

// Counts answers for the numbers in the navigation.
type Counts struct{ Store *store.Store }

// GetCounts leaves out what the actor may not list.
func (h Counts) GetCounts(ctx context.Context, _ gen.GetCountsRequestObject) (gen.GetCountsResponseObject, error) {
	actor := gate.ActorOf(ctx)
	query := counts.Query{Scope: actor.Scope(), Messages: actor.May(string(gen.ScopeMessagesRead)), SetUp: actor.May(string(gen.ScopeSettingsRead))}
	var waiting counts.Waiting
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) (err error) {
		waiting, err = counts.Read(ctx, tx, query)
		return err
	})
	return gen.GetCounts200JSONResponse{
		AlertsOpen: waiting.AlertsOpen, VerificationsOpen: waiting.VerificationsOpen, TechnicianVerificationsOpen: waiting.TechnicianVerificationsOpen, TechnicianVerificationsWaiting: waiting.TechnicianVerificationsWaiting,
		ConversationsUnread: told(query.Messages, waiting.ConversationsUnread), ConnectionsFailing: told(query.SetUp, waiting.ConnectionsFailing), TicketWritesFailed: told(query.SetUp, waiting.TicketWritesFailed),
	}, err
}

func told(allowed bool, number int) *int {
	if !allowed {
		return nil
	}
	return &number
}
