package api

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/live"
	"countersign/api/respond"
	"countersign/store"
)

// quickEvents serves the stream alone, with a heart that beats faster.
func (d *desk) quickEvents(change func(*live.Events)) http.Handler {
	d.t.Helper()
	g, err := gate.New(d.store, d.deps.Now, d.deps.Log, ourURL)
	require.NoError(d.t, err)
	e := live.NewEvents(d.store, d.deps.Log)
	change(&e)
	engine, err := newEngine(withMetrics(d.deps))
	require.NoError(d.t, err)
	wrapped := gen.ServerInterfaceWrapper{Handler: gen.NewStrictHandlerWithOptions(onlyEvents{Events: e}, nil, problemOptions())}
	engine.GET(respond.Base+"/events", g.Stand, wrapped.StreamEvents)
	return engine
}

// onlyEvents is a server that answers nothing else.
type onlyEvents struct {
	live.Events
	noOthers
}

type noOthers struct{ gen.StrictServerInterface }

// stream is an open event stream, read frame by frame.
type stream struct {
	t      testing.TB
	frames chan frame
	close  func()
}

type frame struct {
	id, event, data string
	comment         bool
}

func (d *desk) listen(handler http.Handler, options ...option) *stream {
	d.t.Helper()
	server := httptest.NewServer(handler)
	d.t.Cleanup(server.Close)
	ctx, cancel := context.WithCancel(context.Background())
	d.t.Cleanup(cancel)
	out := outgoing{header: http.Header{}}
	for _, o := range options {
		o(&out)
	}
	r, err := http.NewRequestWithContext(ctx, "GET", server.URL+"/v1/events", nil)
	require.NoError(d.t, err)
	r.Header = out.header
	response, err := server.Client().Do(r)
	require.NoError(d.t, err)
	d.t.Cleanup(func() { _ = response.Body.Close() })
	require.Equal(d.t, 200, response.StatusCode)
	require.Equal(d.t, "text/event-stream", response.Header.Get("Content-Type"))
	s := &stream{t: d.t, frames: make(chan frame, 1000), close: cancel}
	go s.read(bufio.NewScanner(response.Body))
	return s
}

func (s *stream) read(lines *bufio.Scanner) {
	defer close(s.frames)
	var f frame
	for lines.Scan() {
		line := lines.Text()
		name, value, _ := strings.Cut(line, ": ")
		switch {
		case line == "":
			s.frames <- f
			f = frame{}
		case strings.HasPrefix(line, ":"):
			f.comment = true
		case name == "id":
			f.id = value
		case name == "event":
			f.event = value
		case name == "data":
			f.data = value
		}
	}
}

// next is the next frame that is an event; ok is false when the stream has ended.
func (s *stream) next() (f frame, ok bool) {
	s.t.Helper()
	timeout := time.After(10 * time.Second)
	for {
		select {
		case f, ok = <-s.frames:
			if !ok || f.event != "" {
				return f, ok
			}
		case <-timeout:
			require.Fail(s.t, "nothing was heard")
		}
	}
}

func (s *stream) hears(event string) frame {
	s.t.Helper()
	f, ok := s.next()
	require.True(s.t, ok, "the stream ended")
	require.Equal(s.t, event, f.event, "%+v", f)
	return f
}

func (s *stream) ends() {
	s.t.Helper()
	f, ok := s.next()
	require.False(s.t, ok, "%+v", f)
}

func (d *desk) emit(msp uuid.UUID, kind string, company *uuid.UUID) uuid.UUID {
	d.t.Helper()
	subject := store.NewID()
	d.tx(msp, func(ctx context.Context, tx store.Tx) error {
		return tx.Emit(ctx, store.Event{Kind: kind, Subject: subject, Company: company})
	})
	return subject
}

func TestAStreamHearsItsOwnMSPAndItsCompanies(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ours, theirs := d.msp("Ours"), d.msp("Theirs")
	seen, unseen := d.company(ours, "Seen"), d.company(ours, "Unseen")
	ana := d.add(ours, newcomer{}).in()
	tom := d.add(ours, newcomer{Role: "technician", Limited: []uuid.UUID{seen}}).in()
	all := d.listen(d.handler, cookie(gate.ConsoleCookie, ana.cookie))
	some := d.listen(d.handler, cookie(gate.ConsoleCookie, tom.cookie))
	all.hears("resync")
	some.hears("resync")

	d.emit(theirs, store.EventVerification, nil)
	hidden := d.emit(ours, store.EventContact, &unseen)
	shown := d.emit(ours, store.EventVerification, &seen)
	open := d.emit(ours, "settings.updated", nil)

	require.Contains(t, all.hears("contact.updated").data, hidden.String())
	f := all.hears("verification.updated")
	var data map[string]string
	require.NoError(t, json.Unmarshal([]byte(f.data), &data))
	require.Equal(t, map[string]string{"id": shown.String(), "company_id": seen.String()}, data, "ids and nothing else")
	require.Contains(t, all.hears("settings.updated").data, open.String())

	require.Contains(t, some.hears("verification.updated").data, shown.String())
	require.Contains(t, some.hears("settings.updated").data, open.String())
}

func TestAStreamResumesWhereItBrokeOff(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ours, theirs := d.msp("Ours"), d.msp("Theirs")
	ana := d.add(ours, newcomer{}).in()
	d.emit(ours, store.EventContact, nil)
	first := d.listen(d.handler, cookie(gate.ConsoleCookie, ana.cookie))
	place := first.hears("resync").id
	require.NotEmpty(t, place)
	first.close()

	missed := []uuid.UUID{d.emit(ours, store.EventContact, nil), d.emit(ours, store.EventVerification, nil)}
	foreign := d.emit(theirs, store.EventContact, nil)
	again := d.listen(d.handler, cookie(gate.ConsoleCookie, ana.cookie), header("Last-Event-ID", place))
	require.Contains(t, again.hears("contact.updated").data, missed[0].String())
	require.Contains(t, again.hears("verification.updated").data, missed[1].String())
	live := d.emit(ours, store.EventAlert, nil)
	require.Contains(t, again.hears("alert.raised").data, live.String())

	// An id that is gone, of another tenant, or invalid: fetch everything.
	foreignID := d.count(`SELECT id FROM events WHERE subject_id = $1`, foreign)
	for _, lost := range []string{"999999", "0", "-1", "nonsense", "99999999999999999999", uuid.NewString(), strings.TrimSpace(jsonOf(foreignID))} {
		d.listen(d.handler, cookie(gate.ConsoleCookie, ana.cookie), header("Last-Event-ID", lost)).hears("resync")
	}
}

func jsonOf(v any) string {
	raw, _ := json.Marshal(v)
	return string(raw)
}

func TestAStreamEndsWithItsSession(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	ana, tom := d.add(msp, newcomer{}).in(), d.add(msp, newcomer{}).in()
	key := d.key(msp, nil, "verifications:read")
	quick := d.quickEvents(func(e *live.Events) { e.Recheck = 10 * time.Millisecond })
	out, disabled, revoked := d.listen(quick, cookie(gate.ConsoleCookie, ana.cookie)), d.listen(quick, cookie(gate.ConsoleCookie, tom.cookie)), d.listen(quick, bearer(key))
	for _, s := range []*stream{out, disabled, revoked} {
		s.hears("resync")
	}
	d.sql(`UPDATE users SET status = 'disabled' WHERE id = $1`, tom.id)
	disabled.ends()
	d.sql(`UPDATE api_keys SET revoked_at = now()`)
	revoked.ends()
	ana.do("DELETE", "/v1/session", nil).is(204)
	out.ends()
}

func TestListeningDoesNotKeepASessionAwake(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{}).in()
	s := d.listen(d.quickEvents(func(e *live.Events) { e.Recheck = 10 * time.Millisecond }), cookie(gate.ConsoleCookie, ana.cookie))
	s.hears("resync")
	d.clock.pass(idleConsole + time.Minute)
	s.ends()
}

func TestAQuietStreamBeats(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ana := d.add(d.msp("Bluepeak"), newcomer{}).in()
	s := d.listen(d.quickEvents(func(e *live.Events) { e.Beat = 5 * time.Millisecond }), cookie(gate.ConsoleCookie, ana.cookie))
	for f := range s.frames {
		if f.comment {
			return
		}
	}
	require.Fail(t, "no beat")
}

func TestALostConnectionTellsEverybodyToFetchAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	ana := d.add(msp, newcomer{}).in()
	s := d.listen(d.handler, cookie(gate.ConsoleCookie, ana.cookie))
	s.hears("resync")
	d.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`)
	s.hears("resync")
	subject := d.emit(msp, store.EventContact, nil)
	require.Contains(t, s.hears("contact.updated").data, subject.String())
}
