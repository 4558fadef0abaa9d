package webhooks

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"countersign/api/respond"
	"countersign/core/message"
	"countersign/core/problem"
	"countersign/store/integrations"
	"countersign/store/messages"
	"countersign/store/verify"
)

// unreadable accepts a message that cannot be read, because another try would not help. Its content is not logged.
func (h Providers) unreadable(c *gin.Context, provider string) {
	h.Log.WarnContext(c, "an inbound message could not be read", slog.String("provider", provider), slog.String("integration", c.Param("integration")))
	c.Status(http.StatusNoContent)
}

// receive stores a message once and has it routed. A message that could not be stored is refused, so that the provider brings it again.
func (h Providers) receive(c *gin.Context, by caller, provider string, in message.Inbound) bool {
	for i := range in.Media {
		in.Media[i].Account = by.account
	}
	id, fresh, err := messages.Receive(c, h.Store, by.tenant, by.integration, in, h.Now())
	if err != nil {
		h.Log.ErrorContext(c, "inbound message not stored", slog.String("provider", provider), slog.String("tenant", by.tenant.String()), slog.String("error", err.Error()))
		respond.Refuse(c, problem.New(problem.Unavailable, ""))
		return false
	}
	if fresh && h.Arrived != nil {
		h.Arrived(by.tenant, id, in.Transport)
	}
	return true
}

// record stores a report. One about what its account was not handed changes nothing: another try would not help.
func (h Providers) record(ctx context.Context, by caller, provider string, report message.Delivery) error {
	err := verify.RecordDelivery(ctx, h.Store, by.tenant, provider, by.account, report)
	if errors.Is(err, integrations.ErrOtherAccount) {
		h.Log.WarnContext(ctx, "a report about a message that was not handed to its account", slog.String("provider", provider), slog.String("tenant", by.tenant.String()), slog.String("account", by.account.String()))
		return nil
	}
	return err
}
