package live

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"

	"countersign/core/problem"
	"countersign/store"
)

const (
	eventChannel     = "countersign_events" // of the trigger on table events
	eventBuffer      = 64                   // a screen that is further behind is dropped; it comes back and catches up
	streamsPerActor  = 12
	listenPause      = time.Second
	listenReadyLimit = 5 * time.Second
)

// event is sent to screens: ids only. Without a kind it means that all data may have changed.
type event struct {
	Tenant  uuid.UUID  `json:"t"`
	ID      int64      `json:"id"`
	Kind    string     `json:"kind"`
	Subject uuid.UUID  `json:"s"`
	Contact *uuid.UUID `json:"c"`
	Company *uuid.UUID `json:"co"`
}

// hub fans one LISTEN connection out to every open stream of the process. It listens while a stream is open.
type hub struct {
	store *store.Store
	log   *slog.Logger

	mu        sync.Mutex
	listeners map[*listener]bool
	stop      context.CancelFunc
	listening chan struct{} // closed once LISTEN is in force
}

// listener is one open stream.
type listener struct {
	tenant, actor uuid.UUID
	events        chan event    // closed when the stream fell behind
	listening     chan struct{} // see eventHub
}

func newHub(s *store.Store, log *slog.Logger) *hub {
	return &hub{store: s, log: log, listeners: map[*listener]bool{}}
}

// join adds a stream and waits until nothing that happens from now on is missed.
func (h *hub) join(ctx context.Context, tenant, actor uuid.UUID) (*listener, error) {
	l, err := h.add(tenant, actor)
	if err != nil {
		return nil, err
	}
	limit := time.NewTimer(listenReadyLimit)
	defer limit.Stop()
	select {
	case <-l.listening:
		return l, nil
	case <-ctx.Done():
		err = ctx.Err()
	case <-limit.C:
		err = problem.New(problem.Unavailable, "")
	}
	h.leave(l)
	return nil, err
}

func (h *hub) add(tenant, actor uuid.UUID) (*listener, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	open := 0
	for other := range h.listeners {
		if other.tenant == tenant && other.actor == actor {
			open++
		}
	}
	if open >= streamsPerActor {
		return nil, problem.Later(problem.RateLimited, time.Minute)
	}
	if len(h.listeners) == 0 {
		ctx, stop := context.WithCancel(context.Background())
		h.stop, h.listening = stop, make(chan struct{})
		go h.listen(ctx, h.listening)
	}
	l := &listener{tenant: tenant, actor: actor, events: make(chan event, eventBuffer), listening: h.listening}
	h.listeners[l] = true
	return l, nil
}

func (h *hub) leave(l *listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.drop(l)
}

// drop is called with the lock held; it may be called twice for a stream.
func (h *hub) drop(l *listener) {
	if !h.listeners[l] {
		return
	}
	delete(h.listeners, l)
	close(l.events)
	if len(h.listeners) == 0 {
		h.stop()
	}
}

// listen keeps LISTEN in force. After a lost connection every stream is told to fetch again: events of the meantime were missed.
func (h *hub) listen(ctx context.Context, listening chan struct{}) {
	first := true
	for ctx.Err() == nil {
		err := h.store.Listen(ctx, eventChannel, func() {
			if first {
				close(listening)
				first = false
				return
			}
			h.broadcast(ctx, event{}, func(*listener) bool { return true })
		}, func(payload string) { h.receive(ctx, payload) })
		if ctx.Err() != nil {
			return
		}
		h.log.WarnContext(ctx, "listening for events broke off", slog.String("error", err.Error()))
		select {
		case <-ctx.Done():
		case <-time.After(listenPause):
		}
	}
}

func (h *hub) receive(ctx context.Context, payload string) {
	var e event
	if err := json.Unmarshal([]byte(payload), &e); err != nil {
		h.log.ErrorContext(ctx, "an event could not be read", slog.String("error", err.Error()))
		return
	}
	h.broadcast(ctx, e, func(l *listener) bool { return l.tenant == e.Tenant })
}

// broadcast never waits: a stream whose buffer is full is dropped. A hub that has stopped does nothing: the streams of its successor are not its own.
func (h *hub) broadcast(ctx context.Context, e event, concerns func(*listener) bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if ctx.Err() != nil {
		return
	}
	for l := range h.listeners {
		if !concerns(l) {
			continue
		}
		select {
		case l.events <- e:
		default:
			h.drop(l)
		}
	}
}
