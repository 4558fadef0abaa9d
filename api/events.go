package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/google/uuid"

	"countersign/api/gen"
	"countersign/store"
	"countersign/store/db"
)

// events answers the stream that tells screens what to fetch again.
type events struct {
	store    *store.Store
	hub      *eventHub
	beat     time.Duration // a comment goes out so often, so that proxies keep the connection
	recheck  time.Duration // so often the session is looked at again
	patience time.Duration // a write that takes longer ends the stream
}

const (
	eventBeat     = 15 * time.Second
	eventRecheck  = time.Minute
	eventPatience = 10 * time.Second
	eventReplay   = 500 // a screen that missed more fetches everything
	resyncEvent   = "resync"
)

func newEvents(s *store.Store, log *slog.Logger) events {
	return events{store: s, hub: newEventHub(s, log), beat: eventBeat, recheck: eventRecheck, patience: eventPatience}
}

// StreamEvents opens a stream. Joining comes before reading what was missed, so nothing falls between.
func (e events) StreamEvents(ctx context.Context, request gen.StreamEventsRequestObject) (gen.StreamEventsResponseObject, error) {
	actor := ActorOf(ctx)
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
	return &eventStream{events: e, ctx: ctx, actor: actor, joined: joined, missed: missed}, nil
}

// missed is what a screen must hear before anything new: the events since the one it knows, or the advice to fetch everything.
func (e events) missed(ctx context.Context, tenant uuid.UUID, lastEventID *string) ([]event, error) {
	if lastEventID != nil {
		if last, err := strconv.ParseInt(*lastEventID, 10, 64); err == nil && last > 0 {
			rows, known, err := e.store.EventsSince(ctx, tenant, last, eventReplay)
			if err != nil {
				return nil, err
			}
			if known && len(rows) < eventReplay {
				return replayed(rows), nil
			}
		}
	}
	var newest int64
	err := e.store.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) (err error) {
		newest, err = tx.NewestEvent(ctx)
		return err
	})
	return []event{{ID: newest}}, err
}

func replayed(rows []db.Event) []event {
	missed := make([]event, len(rows))
	for i, row := range rows {
		missed[i] = event{Tenant: row.TenantID, ID: row.ID, Kind: row.Kind, Subject: row.SubjectID, Contact: row.ContactID, Company: row.CompanyID}
	}
	return missed
}

// eventStream writes server-sent events until the screen goes away, falls behind, or may no longer listen.
type eventStream struct {
	events
	ctx    context.Context //nolint:containedctx // the response object of a strict handler is the only way to write while the request lasts
	actor  Actor
	joined *listener
	missed []event
}

// VisitStreamEventsResponse is called once by the generated server.
func (s *eventStream) VisitStreamEventsResponse(w http.ResponseWriter) error {
	defer s.hub.leave(s.joined)
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // nginx would hold events back
	w.WriteHeader(http.StatusOK)
	out := sseWriter{w: w, control: http.NewResponseController(w), patience: s.patience}
	if out.write([]byte("retry: 2000\n\n")) != nil {
		return nil
	}
	for _, e := range s.missed {
		if out.event(s.actor, e) != nil {
			return nil
		}
	}
	s.follow(&out)
	return nil // a stream has no other end than being cut off
}

func (s *eventStream) follow(out *sseWriter) {
	beat, recheck := time.NewTicker(s.beat), time.NewTicker(s.recheck)
	defer beat.Stop()
	defer recheck.Stop()
	for {
		var err error
		select {
		case <-s.ctx.Done():
			return
		case e, open := <-s.joined.heard:
			if !open {
				return
			}
			err = out.event(s.actor, e)
		case <-beat.C:
			err = out.write([]byte(":\n\n"))
		case <-recheck.C:
			s.actor, err = again(s.ctx)
		}
		if err != nil {
			return
		}
	}
}

// sseWriter writes the format of https://html.spec.whatwg.org/multipage/server-sent-events.html.
type sseWriter struct {
	w        http.ResponseWriter
	control  *http.ResponseController
	patience time.Duration
}

// event writes one event if the actor may hear of it. The id of an event that they may not is passed on all the same: it is a place in the stream, and says nothing.
func (s *sseWriter) event(actor Actor, e event) error {
	var out bytes.Buffer
	if e.ID > 0 {
		fmt.Fprintf(&out, "id: %d\n", e.ID)
	}
	switch {
	case e.Kind == "":
		fmt.Fprintf(&out, "event: %s\ndata: {}\n\n", resyncEvent)
	case e.Company != nil && !actor.Sees(*e.Company):
		out.WriteString("\n") // an id without data moves the browser's place and fires nothing
	default:
		data, err := json.Marshal(struct {
			ID        uuid.UUID  `json:"id"`
			ContactID *uuid.UUID `json:"contact_id,omitempty"`
			CompanyID *uuid.UUID `json:"company_id,omitempty"`
		}{e.Subject, e.Contact, e.Company})
		if err != nil {
			return err
		}
		fmt.Fprintf(&out, "event: %s\ndata: %s\n\n", e.Kind, data)
	}
	return s.write(out.Bytes())
}

func (s *sseWriter) write(p []byte) error {
	_ = s.control.SetWriteDeadline(time.Now().Add(s.patience)) // not every test's writer has deadlines
	if _, err := s.w.Write(p); err != nil {
		return err
	}
	return s.control.Flush()
}
