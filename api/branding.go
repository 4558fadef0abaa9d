package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"countersign/api/gen"
	"countersign/core/phone"
	"countersign/core/problem"
	"countersign/core/template"
	"countersign/store"
)

// brandings answers for the MSP's looks and senders.
type brandings struct{ Store *store.Store }

func (h brandings) GetBranding(ctx context.Context, _ gen.GetBrandingRequestObject) (gen.GetBrandingResponseObject, error) {
	var branding template.Branding
	err := h.Store.InTenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) (err error) {
		branding, err = tx.Branding(ctx)
		return err
	})
	return gen.GetBranding200JSONResponse(brandingShown(branding)), err
}

func (h brandings) PutBranding(ctx context.Context, request gen.PutBrandingRequestObject) (gen.PutBrandingResponseObject, error) {
	branding := brandingAsked(*request.Body)
	if wrong := branding.Validate(); len(wrong) > 0 {
		return nil, problem.Invalid(problem.ValidationFailed, wrong...)
	}
	actor := ActorOf(ctx)
	err := h.Store.InTenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		changed, err := tx.PutBranding(ctx, branding, actor.Name)
		if err != nil || !changed {
			return err
		}
		return audit(ctx, tx, store.AuditEntry{Action: "branding.changed", SubjectKind: "branding", SubjectID: actor.Tenant.String()})
	})
	return gen.PutBranding200JSONResponse(brandingShown(branding)), senderProblem(err)
}

// senderProblem says which fields name a sender that belongs to another MSP.
func senderProblem(err error) error {
	taken, ok := errors.AsType[*store.SenderTaken](err)
	if !ok {
		return err
	}
	wrong := make([]problem.Field, len(taken.Fields))
	for i, field := range taken.Fields {
		wrong[i] = problem.Field{Field: field, Message: "This sender belongs to another organisation. Ask the operator of this installation if it is yours."}
	}
	return problem.Invalid(problem.ValidationFailed, wrong...)
}

// brandingAsked takes the slips out that have only one meaning: blanks around names, a number written with blanks.
func brandingAsked(b gen.Branding) template.Branding {
	branding := template.Branding{
		MSPName: strings.TrimSpace(b.MspName), Logo: value(b.Logo), Accent: b.Accent, GradientFrom: b.GradientFrom, GradientTo: b.GradientTo,
		SenderName: strings.TrimSpace(b.SenderName), SenderEmail: strings.TrimSpace(value(b.SenderEmail)), SenderNumber: strings.TrimSpace(value(b.SenderNumber)),
	}
	if number, err := phone.Parse(branding.SenderNumber, ""); err == nil {
		branding.SenderNumber = number.E164
	}
	return branding
}

func brandingShown(b template.Branding) gen.Branding {
	return gen.Branding{
		MspName: b.MSPName, Logo: present(b.Logo), Accent: b.Accent, GradientFrom: b.GradientFrom, GradientTo: b.GradientTo,
		SenderName: b.SenderName, SenderEmail: present(b.SenderEmail), SenderNumber: present(b.SenderNumber),
	}
}

// brand serves the logo to mail programs, which know no session.
type brand struct{ Store *store.Store }

func (h brand) mount(engine *gin.Engine) {
	engine.GET("/brand/:tenant/logo", h.logo)
	engine.HEAD("/brand/:tenant/logo", h.logo)
}

// logoPolicy lets a picture that is opened by itself do nothing.
const logoPolicy = "default-src 'none'; sandbox"

func (h brand) logo(c *gin.Context) {
	tenant, err := uuid.Parse(c.Param("tenant"))
	if err != nil {
		refuse(c, problem.New(problem.NotFound, ""))
		return
	}
	var branding template.Branding
	err = h.Store.InTenant(c, tenant, func(ctx context.Context, tx store.Tx) (err error) {
		branding, err = tx.Branding(ctx)
		return err
	})
	mediaType, image, missing := branding.LogoImage()
	if err != nil || missing != nil {
		refuse(c, noLogo(err))
		return
	}
	sum := sha256.Sum256(image)
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	header := c.Writer.Header()
	header.Set("Content-Security-Policy", logoPolicy)
	header.Set("Cross-Origin-Resource-Policy", "cross-origin")
	header.Set("Cache-Control", "public, max-age=3600")
	header.Set("ETag", tag)
	if c.GetHeader("If-None-Match") == tag {
		c.Status(http.StatusNotModified)
		return
	}
	c.Data(http.StatusOK, mediaType, image)
}

// noLogo is the same for an MSP without a logo and for no MSP.
func noLogo(err error) error {
	if err == nil || errors.Is(err, store.ErrNotFound) {
		return problem.New(problem.NotFound, "")
	}
	return err
}
