package webhooks

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"countersign/api/respond"
	"countersign/api/vendors"
	"countersign/core/integration"
	"countersign/core/problem"
	"countersign/core/provider"
	"countersign/dispatch"
	"countersign/store"
	"countersign/store/integrations"
	"countersign/store/psasync"
)

// psaBodyLimit in bytes. A webhook about one person has some thousand; some PSAs send several events at once.
const psaBodyLimit = 1 << 20

// PSA takes the webhooks of PSAs about changes. A webhook leads to a sync, which reads the PSA; the scheduled sync finds what a lost webhook told of. All that
// is stored of one are the ids of contacts whom it calls deleted: the sync reads each of them.
type PSA struct {
	Store    *store.Store
	Now      func() time.Time
	Log      *slog.Logger
	PSAs     vendors.Opener // nil: no webhook is taken
	Dispatch *dispatch.Dispatcher
}

// Mount adds a route for each kind of PSA that sends webhooks.
func (h PSA) Mount(engine *gin.Engine) {
	if h.PSAs == nil {
		return
	}
	for _, v := range h.PSAs.Vendors() {
		if v.Webhooks != nil {
			engine.POST("/webhooks/"+v.Kind+"/:integration", func(c *gin.Context) { h.receive(c, v.Kind) })
		}
	}
}

func (h PSA) receive(c *gin.Context, kind string) {
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, psaBodyLimit))
	if err != nil {
		respond.Refuse(c, err)
		return
	}
	ctx, cancel := context.WithTimeout(c, vendors.Patience)
	defer cancel()
	sender, err := h.senderOf(ctx, c.Param("integration"), kind)
	if err != nil {
		respond.Refuse(c, err)
		return
	}
	event, err := sender.VerifyWebhook(ctx, integration.WebhookRequest{Header: c.Request.Header, Body: body, At: h.Now()})
	if errors.Is(err, integration.ErrNotAuthentic) {
		respond.Refuse(c, errUnsigned)
		return
	}
	if err != nil {
		h.Log.WarnContext(ctx, "a PSA's webhook could not be verified", slog.String("kind", kind), slog.String("integration", sender.integrationID.String()), slog.String("code", provider.CodeOf(err)))
		respond.Refuse(c, problem.New(problem.Unavailable, ""))
		return
	}
	if len(event.Doubted) > 0 {
		if err := psasync.Doubt(ctx, h.Store, sender.tenant, sender.integrationID, event.Doubted, h.Now()); err != nil {
			respond.Refuse(c, errors.Join(problem.New(problem.Unavailable, ""), err))
			return
		}
	}
	if event.People {
		h.Dispatch.SyncAfterChange(sender.tenant, sender.integrationID, event.Delay)
	}
	c.Status(http.StatusNoContent)
}

// sender is a connection whose PSA may send webhooks.
type sender struct {
	integration.WebhookVerifier
	tenant, integrationID uuid.UUID
}

// senderOf finds the connection that a path names. Where it does not exist, is of another kind, disabled or disconnected, every webhook is rejected after
// about the same time. Errors are those of our own database.
func (h PSA) senderOf(ctx context.Context, path, kind string) (sender, error) {
	unknown := sender{WebhookVerifier: rejectAll{}}
	id, err := uuid.Parse(path)
	if err != nil {
		return unknown, nil
	}
	tenant, _, errTenant := integrations.TenantOfIntegration(ctx, h.Store, kind, id)
	row, errRow := integrations.OpenPSA(ctx, h.Store, tenant, id)
	system, errOpen := h.PSAs.Open(ctx, tenant, id)
	if err := errors.Join(unavailable(errTenant), unavailable(errRow), unavailable(errOpen)); err != nil {
		return unknown, err
	}
	verifier, ok := system.(integration.WebhookVerifier)
	if errTenant != nil || errRow != nil || errOpen != nil || !ok || !row.Enabled {
		return unknown, nil
	}
	return sender{verifier, tenant, id}, nil
}

// unavailable is a failure of our own database, after which the PSA should send again. An absent row and wrong settings are none.
func unavailable(err error) error {
	if _, settings := errors.AsType[*provider.Error](err); err == nil || settings || errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return errors.Join(problem.New(problem.Unavailable, ""), err)
}

// rejectAll rejects every webhook, after about the time that a verifier with a secret takes.
type rejectAll struct{}

func (rejectAll) VerifyWebhook(_ context.Context, r integration.WebhookRequest) (integration.WebhookEvent, error) {
	mac := hmac.New(sha256.New, []byte("no secret"))
	mac.Write(r.Body)
	mac.Sum(nil)
	return integration.WebhookEvent{}, integration.ErrNotAuthentic
}
