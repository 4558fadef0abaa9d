package webhooks

import (
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"countersign/api/respond"
	"countersign/core/message"
	"countersign/core/problem"
	"countersign/store/messages"
	"countersign/store/verify"
)

// unreadable accepts a message that cannot be read, because another try would not help. Its content is not logged.
func (h Providers) unreadable(c *gin.Context, provider string) {
	h.Log.WarnContext(c, "an inbound message could not be read", slog.String("provider", provider), slog.String("integration", c.Param("integration")))
	c.Status(http.StatusNoContent)
}

// receive stores a message once and has it routed. A message that could not be stored is refused, so that the provider brings it again.
func (h Providers) receive(c *gin.Context, tenant uuid.UUID, provider string, in message.Inbound) bool {
	integration, err := uuid.Parse(c.Param("integration"))
	if err != nil {
		respond.Refuse(c, errUnsigned)
		return false
	}
	id, fresh, err := messages.Receive(c, h.Store, tenant, integration, in, h.Now())
	if err != nil {
		h.Log.ErrorContext(c, "inbound message not stored", slog.String("provider", provider), slog.String("tenant", tenant.String()), slog.String("error", err.Error()))
		respond.Refuse(c, problem.New(problem.Unavailable, ""))
		return false
	}
	if fresh && h.Arrived != nil {
		h.Arrived(tenant, id, in.Transport)
	}
	return true
}

// record stores reports and thanks for them. A report that could not be stored is refused, so that the provider brings it again.
func (h Providers) record(c *gin.Context, tenant uuid.UUID, provider string, reports []message.Delivery) {
	if err := verify.RecordDeliveries(c, h.Store, tenant, provider, reports); err != nil {
		h.Log.ErrorContext(c, "deliveries not recorded", slog.String("provider", provider), slog.String("tenant", tenant.String()), slog.String("error", err.Error()))
		respond.Refuse(c, problem.New(problem.Unavailable, ""))
		return
	}
	c.Status(http.StatusNoContent)
}
