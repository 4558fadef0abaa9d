package live

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/google/uuid"

	"countersign/api/gate"
)

// eventStream writes server-sent events until the screen goes away, falls behind, or may no longer listen.
type eventStream struct {
	Events
	ctx    context.Context //nolint:containedctx // the response object of a strict handler is the only way to write while the request lasts
	actor  gate.Actor
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
	beat, recheck := time.NewTicker(s.Beat), time.NewTicker(s.Recheck)
	defer beat.Stop()
	defer recheck.Stop()
	for {
		var err error
		select {
		case <-s.ctx.Done():
			return
		case e, open := <-s.joined.events:
			if !open {
				return
			}
			err = out.event(s.actor, e)
		case <-beat.C:
			err = out.write([]byte(":\n\n"))
		case <-recheck.C:
			s.actor, err = gate.Recheck(s.ctx)
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

// event writes one event if the actor may see it. It writes the id of other events too, as a place in the stream.
func (s *sseWriter) event(actor gate.Actor, e event) error {
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
