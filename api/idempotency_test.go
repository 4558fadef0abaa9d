package api

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/api/gate"
	"countersign/api/respond"
	"countersign/core/problem"
	"countersign/store"
)

func TestARepeatedRequestIsAnsweredTheSameAndDoneOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	ana, ben := d.add(msp, newcomer{}).in(), d.add(msp, newcomer{}).in()
	body := map[string]any{"name": "RMM", "scopes": []string{"contacts:read"}}
	first := ana.do("POST", "/v1/api-keys", body, idempotent("k1")).is(201)
	require.Empty(t, first.Header.Get("Idempotent-Replay"))
	again := ana.do("POST", "/v1/api-keys", body, idempotent("k1")).is(201)
	require.Equal(t, "true", again.Header.Get("Idempotent-Replay"))
	var shown, repeated map[string]any
	first.into(&shown)
	again.into(&repeated)
	delete(shown, "secret") // it is shown once, and kept nowhere
	require.Equal(t, shown, repeated)
	require.Equal(t, first.Header.Get("Content-Type"), again.Header.Get("Content-Type"))
	require.Equal(t, 1, d.count(`SELECT count(*) FROM api_keys`))

	// Another request under the key, another path, another person.
	ana.do("POST", "/v1/api-keys", map[string]any{"name": "Other", "scopes": []string{"contacts:read"}}, idempotent("k1")).is(409).refused(problem.IdempotencyConflict)
	ana.do("POST", "/v1/users", map[string]any{"email": "a@x.example"}, idempotent("k1")).is(409).refused(problem.IdempotencyConflict)
	body["name"] = "RMM of Ben"
	ben.do("POST", "/v1/api-keys", body, idempotent("k1")).is(201)
	require.Equal(t, 2, d.count(`SELECT count(*) FROM api_keys`))

	// What is kept says nothing to a reader of the table.
	require.Zero(t, d.count(`SELECT count(*) FROM idempotency_keys WHERE encode(response_sealed, 'escape') LIKE '%' || $1 || '%'`, first.text("secret")))
	require.Zero(t, d.count(`SELECT count(*) FROM idempotency_keys WHERE encode(key_hash, 'escape') LIKE '%k1%'`))
}

func TestARefusalThatMayPassIsNotKept(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	msp := d.msp("Bluepeak")
	ana := d.add(msp, newcomer{}).in()
	ana.do("POST", "/v1/users", map[string]any{"email": "no address"}, idempotent("k1")).is(422)
	ana.do("POST", "/v1/users", map[string]any{"email": ana.email}, idempotent("k2")).is(409) // conflict: tomorrow it may be free
	require.Zero(t, d.count(`SELECT count(*) FROM idempotency_keys WHERE status = 409`))
	ana.do("POST", "/v1/users", map[string]any{"email": ana.email}, idempotent("")).is(422)
}

// slowEngine counts how often its handler runs; it works until it is let go.
func slowEngine(t *testing.T, d *desk, actor gate.Actor, work func(c *gin.Context)) http.Handler {
	t.Helper()
	g, err := gate.New(d.store, d.deps.Now, d.deps.Log, ourURL)
	require.NoError(t, err)
	engine, err := newEngine(withMetrics(d.deps))
	require.NoError(t, err)
	engine.POST("/work", func(c *gin.Context) {
		c.Request = c.Request.WithContext(gate.WithActor(c.Request.Context(), actor))
	}, g.Once, work)
	return engine
}

func post(handler http.Handler, key string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", "/work", nil)
	r.Header.Set("Idempotency-Key", key)
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w
}

func TestOfManyAtOnceOneDoesTheWork(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := gate.Actor{Kind: gate.ActorUser, ID: uuid.New(), Tenant: d.msp("Bluepeak")}
	var ran atomic.Int32
	var created []uuid.UUID
	var takenOver []bool
	begun, letGo := make(chan bool, 1), make(chan bool)
	engine := slowEngine(t, d, actor, func(c *gin.Context) {
		if ran.Add(1) == 1 {
			begun <- true
			<-letGo
		}
		require.NotEmpty(t, gate.IdempotencyOf(c.Request.Context()))
		id, over := gate.Creates(c.Request.Context())
		created, takenOver = append(created, id), append(takenOver, over)
		c.String(http.StatusOK, "done")
	})
	first := make(chan *httptest.ResponseRecorder)
	go func() { first <- post(engine, "k") }()
	<-begun
	for range 5 {
		w := post(engine, "k")
		require.Equal(t, http.StatusConflict, w.Code)
		require.Equal(t, "1", w.Header().Get("Retry-After"))
	}
	close(letGo)
	require.Equal(t, http.StatusOK, (<-first).Code)
	again := post(engine, "k")
	require.Equal(t, "done", again.Body.String())
	require.Equal(t, int32(1), ran.Load())

	// The process that ran it has died: nobody holds its key any more, and the next one works under the same id.
	before := d.count(`SELECT count(*) FROM idempotency_keys WHERE reserved_id IS NOT NULL`)
	require.Equal(t, 1, before)
	d.sql(`UPDATE idempotency_keys SET status = NULL, response_sealed = NULL, held_until = clock_timestamp() + interval '1 hour'`)
	require.Equal(t, http.StatusConflict, post(engine, "k").Code)
	d.sql(`UPDATE idempotency_keys SET held_until = clock_timestamp() - interval '1 millisecond'`)
	require.Equal(t, http.StatusOK, post(engine, "k").Code)
	require.Equal(t, int32(2), ran.Load())
	require.Equal(t, []uuid.UUID{created[0]}, slices.Compact(created), "what was begun is found")
	require.Equal(t, []bool{false, true}, takenOver)
}

func TestABrokenRequestFreesItsKey(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := gate.Actor{Kind: gate.ActorUser, ID: store.NewID(), Tenant: d.msp("Bluepeak")}
	answers := []func(*gin.Context){
		func(*gin.Context) { panic("broken") },
		func(c *gin.Context) { respond.Refuse(c, problem.Later(problem.SendLimit, time.Minute)) },
		func(c *gin.Context) { respond.Refuse(c, problem.New(problem.Unavailable, "")) },
		func(c *gin.Context) { c.String(http.StatusOK, "done") },
	}
	turn := 0
	engine := slowEngine(t, d, actor, func(c *gin.Context) { answers[turn](c) })
	for i, want := range []int{500, 429, 503, 200} {
		turn = i
		require.Equal(t, want, post(engine, "k").Code)
	}
}

// A request that takes longer than a lease keeps its key all the while.
func TestARequestThatTakesLongHoldsItsKey(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	actor := gate.Actor{Kind: gate.ActorUser, ID: uuid.New(), Tenant: d.msp("Bluepeak")}
	begun, letGo := make(chan bool, 1), make(chan bool)
	engine := slowEngine(t, d, actor, func(c *gin.Context) {
		begun <- true
		<-letGo
		c.String(http.StatusOK, "done")
	})
	first := make(chan *httptest.ResponseRecorder)
	go func() { first <- post(engine, "k") }()
	<-begun
	d.sql(`UPDATE idempotency_keys SET held_until = clock_timestamp() - interval '1 hour'`)
	require.Eventually(t, func() bool {
		return d.count(`SELECT count(*) FROM idempotency_keys WHERE held_until > clock_timestamp()`) == 1
	}, 20*time.Second, 20*time.Millisecond)
	require.Equal(t, http.StatusConflict, post(engine, "k").Code)
	close(letGo)
	require.Equal(t, http.StatusOK, (<-first).Code)
}
