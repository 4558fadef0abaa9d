package api

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"countersign/api/gate"
	"countersign/api/operator"
	"countersign/api/respond"
	"countersign/api/webhooks"
)

// measure counts and times requests by route template, so that no id or token becomes a label.
func measure(registry *prometheus.Registry) gin.HandlerFunc {
	took := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "countersign_http_request_seconds",
		Help:    "Time to answer, by route template, method and status. Event streams are not in it.",
		Buckets: []float64{.002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
	}, []string{"route", "method", "status"})
	registry.MustRegister(took)
	return func(c *gin.Context) {
		began := time.Now()
		c.Next()
		if c.FullPath() == respond.Base+"/events" {
			return
		}
		took.WithLabelValues(respond.RouteOf(c), knownMethod(c.Request.Method), strconv.Itoa(c.Writer.Status())).Observe(time.Since(began).Seconds())
	}
}

// knownMethod keeps a client from making labels up.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "other"
}

// How much of a body is read, in bytes.
const (
	defaultBodyLimit = 1 << 20
	importBodyLimit  = 5 << 20
	codecBodyLimit   = 8 << 20 // a page of a history
)

// logAccess writes one line a request: the route's template and ids, never the path, the query, headers or bodies, which may hold tokens and people.
func logAccess(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		began := time.Now()
		c.Next()
		attrs := []slog.Attr{
			slog.String("request_id", respond.RequestID(c)),
			slog.String("method", c.Request.Method),
			slog.String("route", respond.RouteOf(c)),
			slog.Int("status", c.Writer.Status()),
			slog.Duration("took", time.Since(began)),
		}
		if actor := gate.ActorOf(c.Request.Context()); actor.Tenant != uuid.Nil {
			attrs = append(attrs, slog.String("tenant", actor.Tenant.String()), slog.String("actor_kind", string(actor.Kind)), slog.String("actor", actor.ID.String()))
		}
		log.LogAttrs(c.Request.Context(), slog.LevelInfo, "request", attrs...)
	}
}

// recoverPanics turns a panic into a 500 with the request's number; only the log has the stack. It stands inside logAccess, so the line is still written.
func recoverPanics(c *gin.Context) {
	defer func() {
		caught := recover()
		if caught == nil {
			return
		}
		if caught == http.ErrAbortHandler { //nolint:errorlint // net/http compares it the same way
			panic(caught)
		}
		respond.Refuse(c, panicError(caught))
		respond.LoggerOf(c).Error("panic", slog.String("request_id", respond.RequestID(c)), slog.String("route", respond.RouteOf(c)), slog.String("stack", string(debug.Stack())))
	}()
	c.Next()
}

// panicError tells what the runtime complains of; any other value may hold what a client sent, so only its type is told.
func panicError(caught any) error {
	if complaint, ok := caught.(runtime.Error); ok {
		return fmt.Errorf("panic: %w", complaint)
	}
	return fmt.Errorf("panic of type %T", caught)
}

// limitBodies refuses to read more of a body than its route may send.
func limitBodies(c *gin.Context) {
	limit := int64(defaultBodyLimit)
	switch {
	case c.FullPath() == respond.Base+"/contacts/import":
		limit = importBodyLimit
	case slices.Contains(operator.CodecPaths, c.FullPath()):
		limit = codecBodyLimit
	case c.FullPath() == webhooks.MailPath:
		limit = webhooks.MailBodyLimit
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, limit)
	c.Next()
}
