package public

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"countersign/dispatch"
	"countersign/store"
)

const readyTimeout = 2 * time.Second

// Health says that the process answers.
func Health(c *gin.Context) {
	c.JSON(http.StatusOK, gin.H{"status": "ok"})
}

// Ready says whether the API can do its work, and names what is missing.
func Ready(s *store.Store, dispatcher *dispatch.Dispatcher, log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx, cancel := context.WithTimeout(c.Request.Context(), readyTimeout)
		defer cancel()
		parts := gin.H{"database": "ok", "temporal": "ok"}
		status := http.StatusOK
		for name, check := range map[string]func() error{"database": func() error { return s.Ping(ctx) }, "temporal": func() error { return dispatcher.CheckHealth(ctx) }} {
			if err := check(); err != nil {
				parts[name], status = "unavailable", http.StatusServiceUnavailable
				log.WarnContext(ctx, "not ready", slog.String("part", name), slog.String("error", err.Error()))
			}
		}
		c.JSON(status, parts)
	}
}
