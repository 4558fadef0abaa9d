package api

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
	enumspb "go.temporal.io/api/enums/v1"

	"countersign/core/problem"
	"countersign/core/provider"
	"countersign/core/psa"
	"countersign/store"
)

const (
	// hookBodyLimit in bytes. A callback that tells of one person has some thousand; some PSAs tell of several at once.
	hookBodyLimit = 1 << 20
	// hookPause is for how long what a PSA tells is gathered into one sync. A person is changed field by field, and imports are many people.
	hookPause = 10 * time.Second
)

// psaWebhooks hears what PSAs tell of changes as they happen. Nothing of it is kept: it leads to a sync, which reads what is true. What gets lost on the
// way is only later, for the schedule reads it anyhow.
type psaWebhooks struct {
	Store     *store.Store
	Now       func() time.Time
	Log       *slog.Logger
	PSAs      PSAs
	Schedules schedules
	syncs     *gathering
}

// newPSAWebhooks needs everything but psas, which may be nil: then no PSA is listened to.
func newPSAWebhooks(s *store.Store, now func() time.Time, log *slog.Logger, psas PSAs, schedules schedules) psaWebhooks {
	h := psaWebhooks{Store: s, Now: now, Log: log, PSAs: psas, Schedules: schedules}
	h.syncs = newGathering(hookPause, func(pause time.Duration, end func()) { time.AfterFunc(pause, end) }, h.sync)
	return h
}

// mount opens a door for each kind of PSA that calls.
func (h psaWebhooks) mount(engine *gin.Engine) {
	if h.PSAs == nil {
		return
	}
	for _, v := range h.PSAs.Vendors() {
		if v.Hook != nil {
			engine.POST("/webhooks/"+v.Kind+"/:integration", func(c *gin.Context) { h.hear(c, v.Kind) })
		}
	}
}

// hookURL is where a PSA calls about a connection.
func hookURL(publicURL, kind string, integration uuid.UUID) string {
	return publicURL + "/webhooks/" + kind + "/" + integration.String()
}

func (h psaWebhooks) hear(c *gin.Context, kind string) {
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, hookBodyLimit))
	if err != nil {
		refuse(c, err)
		return
	}
	ctx, cancel := context.WithTimeout(c, askPatience)
	defer cancel()
	caller, err := h.hearerOf(ctx, c.Param("integration"), kind)
	if err != nil {
		refuse(c, err)
		return
	}
	heard, err := caller.Hear(ctx, psa.Hook{Header: c.Request.Header, Body: body, At: h.Now()})
	if errors.Is(err, psa.ErrNotOwn) {
		refuse(c, errUnsigned)
		return
	}
	if err != nil {
		h.Log.WarnContext(ctx, "a PSA's call could not be judged", slog.String("kind", kind), slog.String("integration", caller.wish.integration.String()), slog.String("code", provider.CodeOf(err)))
		refuse(c, problem.New(problem.Unavailable, ""))
		return
	}
	if heard.People {
		h.syncs.ask(caller.due(heard.Delay))
	}
	c.Status(http.StatusNoContent)
}

// hooked is a connection whose PSA may call, with what judges its calls.
type hooked struct {
	psa.Hearer
	wish wish
}

func (h hooked) due(delay time.Duration) wish {
	due := h.wish
	due.delay = delay
	return due
}

// hearerOf finds the connection that a path names. One that is not there, not of this kind, disabled or disconnected hears nobody, and is looked for as
// long as any; errors are those of our own database.
func (h psaWebhooks) hearerOf(ctx context.Context, path, kind string) (hooked, error) {
	nobody := hooked{Hearer: deaf{}}
	id, err := uuid.Parse(path)
	if err != nil {
		return nobody, nil
	}
	tenant, unknown := h.Store.TenantOfIntegration(ctx, kind, id)
	row, gone := h.Store.PSA(ctx, tenant, id)
	desk, closed := h.PSAs.Desk(ctx, tenant, id)
	if err := errors.Join(away(unknown), away(gone), away(closed)); err != nil {
		return nobody, err
	}
	hears, ok := desk.(psa.Hearer)
	if unknown != nil || gone != nil || closed != nil || !ok || !row.Enabled {
		return nobody, nil
	}
	return hooked{hears, wish{tenant: tenant, integration: id}}, nil
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

func (deaf) Hear(_ context.Context, h psa.Hook) (psa.Heard, error) {
	mac := hmac.New(sha256.New, []byte("nobody's secret"))
	mac.Write(h.Body)
	mac.Sum(nil)
	return psa.Heard{}, psa.ErrNotOwn
}

// sync has a connection synced. One that runs has perhaps read past what changed, so that another comes after it, and only one.
func (h psaWebhooks) sync(w wish) {
	h.Schedules.plan(context.Background(), "syncing a PSA that told of a change", func(ctx context.Context) error {
		return h.Schedules.trigger(ctx, w.tenant, w.integration, enumspb.SCHEDULE_OVERLAP_POLICY_BUFFER_ONE)
	})
}
