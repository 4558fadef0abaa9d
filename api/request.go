package api

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

const (
	requestIDKey    = "countersign/request-id"
	loggerKey       = "countersign/logger"
	requestIDHeader = "X-Request-Id"
	unmatchedRoute  = "(none)"
)

// How much of a body is read, in bytes.
const (
	defaultBodyLimit = 1 << 20
	importBodyLimit  = 5 << 20
	codecBodyLimit   = 8 << 20 // a page of a history
)

// numberRequests gives every request an id of its own: a client's is not trusted in our logs.
func numberRequests(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		id := uuid.Must(uuid.NewV7()).String()
		c.Set(requestIDKey, id)
		c.Set(loggerKey, log)
		c.Header(requestIDHeader, id)
		c.Next()
	}
}

func requestID(c *gin.Context) string { return c.GetString(requestIDKey) }

func loggerOf(c *gin.Context) *slog.Logger {
	if log, ok := c.MustGet(loggerKey).(*slog.Logger); ok {
		return log
	}
	return slog.Default()
}

// logAccess writes one line a request: the route's template and ids, never the path, the query, headers or bodies, which may hold tokens and people.
func logAccess(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		began := time.Now()
		c.Next()
		attrs := []slog.Attr{
			slog.String("request_id", requestID(c)),
			slog.String("method", c.Request.Method),
			slog.String("route", routeOf(c)),
			slog.Int("status", c.Writer.Status()),
			slog.Duration("took", time.Since(began)),
		}
		if actor := ActorOf(c.Request.Context()); actor.Tenant != uuid.Nil {
			attrs = append(attrs, slog.String("tenant", actor.Tenant.String()), slog.String("actor_kind", string(actor.Kind)), slog.String("actor", actor.ID.String()))
		}
		log.LogAttrs(c.Request.Context(), slog.LevelInfo, "request", attrs...)
	}
}

func routeOf(c *gin.Context) string {
	if route := c.FullPath(); route != "" {
		return route
	}
	return unmatchedRoute
}

// recoverPanics turns a panic into a 500 with the request's number; only the log has the stack. It stands inside logAccess, so the line is still written.
func recoverPanics(c *gin.Context) {
	defer func() {
		caught := recover()
		if caught == nil {
			return
		}
		if caught == http.ErrAbortHandler {
			panic(caught)
		}
		refuse(c, panicError(caught))
		loggerOf(c).Error("panic", slog.String("request_id", requestID(c)), slog.String("route", routeOf(c)), slog.String("stack", string(debug.Stack())))
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
	case c.FullPath() == base+"/contacts/import":
		limit = importBodyLimit
	case slices.Contains(codecPaths, c.FullPath()):
		limit = codecBodyLimit
	case c.FullPath() == inboundMailPath:
		limit = mailBodyLimit
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, limit)
	c.Next()
}
