package gate

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"countersign/api/respond"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/idempotency"
)

const (
	idempotencyHeader = "Idempotency-Key"
	replayHeader      = "Idempotent-Replay"
	settleTimeout     = 5 * time.Second
)

type claimCtx struct{}

// claim is a request that holds its Idempotency-Key.
type claim struct {
	request idempotency.Request
	idempotency.Creation
}

// Creates is the id of what a request makes. takenOver says that the request came before, and that the process which worked on it is gone: it may have been made.
func Creates(ctx context.Context) (id uuid.UUID, takenOver bool) {
	if c, ok := ctx.Value(claimCtx{}).(claim); ok {
		return c.ID, c.TakenOver
	}
	return store.NewID(), false
}

// Make runs fn, which makes something, in a transaction of the caller's tenant, and keeps its result in the same transaction for a repetition with the same
// Idempotency-Key: should this process die before it answers, the repetition gets what was made, and nothing is made twice. T is kept as JSON, without secrets.
func Make[T any](ctx context.Context, s *store.Store, fn func(ctx context.Context, tx store.Tx) (T, error)) (T, error) {
	c, keyed := ctx.Value(claimCtx{}).(claim)
	if !keyed {
		return InTenant(ctx, s, fn)
	}
	return InTenant(ctx, s, func(ctx context.Context, tx store.Tx) (made T, err error) {
		if c.TakenOver {
			if found, err := idempotency.ReadMade(ctx, tx, c.request, &made); found || err != nil {
				return made, err
			}
		}
		if made, err = fn(ctx, tx); err != nil {
			return made, err
		}
		return made, idempotency.KeepMade(ctx, tx, c.request, made)
	})
}

// IdempotencyOf returns a keyed hash (hex) of the caller and their Idempotency-Key, fit for an Update id; empty when the request has none.
func IdempotencyOf(ctx context.Context) string {
	c, _ := ctx.Value(claimCtx{}).(claim)
	return hex.EncodeToString(c.request.KeyHash)
}

// Once answers a repeated POST with the response of the first one. It runs after authorisation, so only a caller with the right to repeat the POST gets it.
func (g *Gate) Once(c *gin.Context) {
	key := c.GetHeader(idempotencyHeader)
	actor := ActorOf(c.Request.Context())
	if c.Request.Method != http.MethodPost || key == "" || actor.Tenant == uuid.Nil {
		c.Next()
		return
	}
	op, _ := g.operations.of(c.Request, c.FullPath())
	if slices.Contains(op.Without, "*") {
		c.Next()
		return
	}
	sent, _ := c.Get(bodyKey)
	body, _ := sent.([]byte)
	caller := actor.ID
	if actor.APIKey != uuid.Nil {
		caller = actor.APIKey
	}
	request := idempotency.Request{
		Tenant: actor.Tenant, Caller: caller,
		KeyHash:     idempotency.KeyHash(g.store, actor.Tenant, caller, key),
		Fingerprint: idempotency.Fingerprint(g.store, actor.Tenant, c.Request.Method, c.Request.URL.Path, body),
		Holder:      uuid.New(),
	}
	state, creates, answer, err := idempotency.Claim(c.Request.Context(), g.store, request, g.now())
	switch {
	case err != nil:
		respond.Refuse(c, err)
	case state == idempotency.Mismatch:
		respond.Refuse(c, problem.New(problem.IdempotencyConflict, ""))
	case state == idempotency.Running:
		busy := problem.New(problem.Conflict, "The first request with this Idempotency-Key is still being worked on.")
		busy.RetryAfter = time.Second
		respond.Refuse(c, busy)
	case state == idempotency.Answered:
		replay(c, answer)
	default:
		c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), claimCtx{}, claim{request, creates}))
		g.record(c, request, op.Without)
	}
}

func replay(c *gin.Context, answer idempotency.Answer) {
	c.Abort()
	c.Header(replayHeader, "true")
	if answer.ContentType != "" {
		c.Header("Content-Type", answer.ContentType)
	}
	c.Status(answer.Status)
	c.Writer.WriteHeaderNow()
	_, _ = c.Writer.Write(answer.Body)
}

// record runs the handler and keeps its answer if it is final; otherwise the key is free again, also after a panic.
func (g *Gate) record(c *gin.Context, request idempotency.Request, without []string) {
	copied := &copyingWriter{ResponseWriter: c.Writer}
	c.Writer = copied
	final, unknown := false, true
	letGo := g.hold(c.Request.Context(), request)
	defer func() {
		letGo()
		// The caller may be gone; what was done stays done and must be remembered.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Request.Context()), settleTimeout)
		defer cancel()
		var err error
		if final {
			err = idempotency.Settle(ctx, g.store, request, idempotency.Answer{Status: copied.Status(), ContentType: copied.Header().Get("Content-Type"), Body: stripped(copied.body.Bytes(), without)})
		} else {
			err = idempotency.Release(ctx, g.store, request, unknown)
		}
		if err != nil {
			g.log.ErrorContext(ctx, "keeping an answer for its Idempotency-Key failed", slog.String("request_id", respond.RequestID(c)), slog.String("error", err.Error()))
		}
	}()
	c.Next()
	final, unknown = isFinal(copied.Status(), copied.body.Bytes()), copied.Status() >= http.StatusInternalServerError
}

// hold holds the key of a request while it is worked on. Most requests are answered before it is held a second time.
func (g *Gate) hold(ctx context.Context, request idempotency.Request) (letGo func()) {
	ctx, letGo = context.WithCancel(context.WithoutCancel(ctx)) // the caller may go away, the work goes on
	go func() {
		tick := time.NewTicker(idempotency.HoldEvery)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			once, cancel := context.WithTimeout(ctx, idempotency.Lease)
			_, err := idempotency.Hold(once, g.store, request)
			cancel()
			g.note(ctx, err)
		}
	}()
	return letGo
}

// stripped is an answer without the members that are shown once: what is kept of it is neither a secret in the database nor one for whoever repeats the request.
func stripped(body []byte, without []string) []byte {
	var members map[string]json.RawMessage
	if len(without) == 0 || json.Unmarshal(body, &members) != nil {
		return body
	}
	for _, member := range without {
		delete(members, member)
	}
	kept, err := json.Marshal(members)
	if err != nil {
		panic(err) // it was read from JSON
	}
	return kept
}

// isFinal tells whether the same request would be answered the same way whenever it comes: not while limits, sign-ins or a closing run stand in between.
func isFinal(status int, body []byte) bool {
	switch {
	case status >= 200 && status < 300:
		return true
	case status < 400 || status >= 500:
		return false
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusTooManyRequests:
		return false
	}
	var p struct {
		Code problem.Code `json:"code"`
	}
	return json.Unmarshal(body, &p) == nil && p.Code != problem.Conflict && p.Code != problem.Closing
}

// copyingWriter keeps what is written.
type copyingWriter struct {
	gin.ResponseWriter
	body bytes.Buffer
}

func (w *copyingWriter) Write(p []byte) (int, error) {
	w.body.Write(p)
	return w.ResponseWriter.Write(p)
}

func (w *copyingWriter) WriteString(s string) (int, error) {
	w.body.WriteString(s)
	return w.ResponseWriter.WriteString(s)
}
