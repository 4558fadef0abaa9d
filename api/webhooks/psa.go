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
)

const (
	// hookBodyLimit in bytes. A callback that tells of one person has some thousand; some PSAs tell of several at once.
	hookBodyLimit = 1 << 20
)

// PSA hears what PSAs tell of changes as they happen. Nothing of it is kept: it leads to a sync, which reads what is true. What gets lost on the
// way is only later, for the schedule reads it anyhow.
type PSA struct {
	Store    *store.Store
	Now      func() time.Time
	Log      *slog.Logger
	PSAs     vendors.Opener
	Dispatch *dispatch.Dispatcher
}

// NewPSA needs everything but psas, which may be nil: then no PSA is listened to.
func NewPSA(s *store.Store, now func() time.Time, log *slog.Logger, psas vendors.Opener, dispatcher *dispatch.Dispatcher) PSA {
	return PSA{Store: s, Now: now, Log: log, PSAs: psas, Dispatch: dispatcher}
}

// Mount opens a door for each kind of PSA that calls.
func (h PSA) Mount(engine *gin.Engine) {
	if h.PSAs == nil {
		return
	}
	for _, v := range h.PSAs.Vendors() {
		if v.Webhooks != nil {
			engine.POST("/webhooks/"+v.Kind+"/:integration", func(c *gin.Context) { h.hear(c, v.Kind) })
		}
	}
}

func (h PSA) hear(c *gin.Context, kind string) {
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, hookBodyLimit))
	if err != nil {
		respond.Refuse(c, err)
		return
	}
	ctx, cancel := context.WithTimeout(c, vendors.Patience)
	defer cancel()
	caller, err := h.hearerOf(ctx, c.Param("integration"), kind)
	if err != nil {
		respond.Refuse(c, err)
		return
	}
	heard, err := caller.VerifyWebhook(ctx, integration.WebhookRequest{Header: c.Request.Header, Body: body, At: h.Now()})
	if errors.Is(err, integration.ErrNotAuthentic) {
		respond.Refuse(c, errUnsigned)
		return
	}
	if err != nil {
		h.Log.WarnContext(ctx, "a PSA's call could not be judged", slog.String("kind", kind), slog.String("integration", caller.integrationID.String()), slog.String("code", provider.CodeOf(err)))
		respond.Refuse(c, problem.New(problem.Unavailable, ""))
		return
	}
	if heard.People {
		h.Dispatch.SyncAfterChange(caller.tenant, caller.integrationID, heard.Delay)
	}
	c.Status(http.StatusNoContent)
}

// hooked is a connection whose PSA may call, with what judges its calls.
type hooked struct {
	integration.WebhookVerifier
	tenant, integrationID uuid.UUID
}

// hearerOf finds the connection that a path names. One that is not there, not of this kind, disabled or disconnected hears nobody, and is looked for as
// long as any; errors are those of our own database.
func (h PSA) hearerOf(ctx context.Context, path, kind string) (hooked, error) {
	nobody := hooked{WebhookVerifier: deaf{}}
	id, err := uuid.Parse(path)
	if err != nil {
		return nobody, nil
	}
	tenant, unknown := integrations.TenantOfIntegration(ctx, h.Store, kind, id)
	row, gone := integrations.OpenPSA(ctx, h.Store, tenant, id)
	desk, closed := h.PSAs.Open(ctx, tenant, id)
	if err := errors.Join(away(unknown), away(gone), away(closed)); err != nil {
		return nobody, err
	}
	hears, ok := desk.(integration.WebhookVerifier)
	if unknown != nil || gone != nil || closed != nil || !ok || !row.Enabled {
		return nobody, nil
	}
	return hooked{hears, tenant, id}, nil
}

// away is the failure of our own database, so that the PSA may come again. A row that is not there, or settings that somebody has to set right, is none.
func away(err error) error {
	if _, settings := errors.AsType[*provider.Error](err); err == nil || settings || errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return errors.Join(problem.New(problem.Unavailable, ""), err)
}

// deaf believes nobody, and takes about as long for it as somebody who has a secret.
type deaf struct{}

func (deaf) VerifyWebhook(_ context.Context, h integration.WebhookRequest) (integration.WebhookEvent, error) {
	mac := hmac.New(sha256.New, []byte("nobody's secret"))
	mac.Write(h.Body)
	mac.Sum(nil)
	return integration.WebhookEvent{}, integration.ErrNotAuthentic
}
