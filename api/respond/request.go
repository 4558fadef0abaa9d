package respond

import (
	"log/slog"
	"net/url"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

const (
	requestIDKey    = "countersign/request-id"
	loggerKey       = "countersign/logger"
	requestIDHeader = "X-Request-Id"
	unmatchedRoute  = "(none)"
)

// NumberRequests gives every request an id of its own: a client's is not trusted in our logs.
func NumberRequests(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		id := uuid.Must(uuid.NewV7()).String()
		c.Set(requestIDKey, id)
		c.Set(loggerKey, log)
		c.Header(requestIDHeader, id)
		c.Next()
	}
}

// RequestID is the id of the request in logs.
func RequestID(c *gin.Context) string { return c.GetString(requestIDKey) }

// LoggerOf is the logger of the request.
func LoggerOf(c *gin.Context) *slog.Logger {
	if log, ok := c.MustGet(loggerKey).(*slog.Logger); ok {
		return log
	}
	return slog.Default()
}

// RouteOf is the route's pattern, which holds no ids.
func RouteOf(c *gin.Context) string {
	if route := c.FullPath(); route != "" {
		return route
	}
	return unmatchedRoute
}

// OriginOf is scheme://host[:port] of an address, as browsers send it.
func OriginOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// Base is where the generated API is mounted.
const Base = "/v1"
