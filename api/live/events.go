package live

import (
	"context"
	"log/slog"
	"strconv"
	"time"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/store"
)

// Events answers the stream that tells screens what to fetch again.
type Events struct {
	store    *store.Store
	hub      *hub
	Beat     time.Duration // a comment goes out so often, so that proxies keep the connection
	Recheck  time.Duration // so often the session is looked at again
	patience time.Duration // a write that takes longer ends the stream
}

const (
	eventBeat     = 15 * time.Second
	eventRecheck  = time.Minute
	eventPatience = 10 * time.Second
	eventReplay   = 500 // a screen that missed more fetches everything
	resyncEvent   = "resync"
)

// NewEvents returns the handler of the event stream.
func NewEvents(s *store.Store, log *slog.Logger) Events {
	return Events{store: s, hub: newHub(s, log), Beat: eventBeat, Recheck: eventRecheck, patience: eventPatience}
}

// StreamEvents opens a stream. Joining comes before reading what was missed, so nothing falls between.
func (e Events) StreamEvents(ctx context.Context, request gen.StreamEventsRequestObject) (gen.StreamEventsResponseObject, error) {
	actor := gate.ActorOf(ctx)
	caller := actor.ID
	if actor.APIKey != uuid.Nil {
		caller = actor.APIKey
	}
	joined, err := e.hub.join(ctx, actor.Tenant, caller)
	if err != nil {
		return nil, err
	}
	missed, err := e.missed(ctx, actor.Tenant, request.Params.LastEventID)
	if err != nil {
		e.hub.leave(joined)
		return nil, err
	}
	return &eventStream{Events: e, ctx: ctx, actor: actor, joined: joined, missed: missed}, nil
}

// missed returns what a screen gets first: the events since the one it knows, or the advice to fetch all data.
func (e Events) missed(ctx context.Context, tenant uuid.UUID, lastEventID *string) ([]event, error) {
	if lastEventID != nil {
		if last, err := strconv.ParseInt(*lastEventID, 10, 64); err == nil && last > 0 {
			rows, known, err := e.store.EventsSince(ctx, tenant, last, eventReplay)
			if err != nil {
				return nil, err
			}
			if known && len(rows) < eventReplay {
				missed := make([]event, len(rows))
				for i, row := range rows {
					missed[i] = event{Tenant: row.TenantID, ID: row.ID, Kind: row.Kind, Subject: row.SubjectID, Contact: row.ContactID, Company: row.CompanyID}
				}
				return missed, nil
			}
		}
	}
	newest, err := e.store.NewestEvent(ctx, tenant)
	return []event{{ID: newest}}, err
}
