package public

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"countersign/api/respond"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/settings"
)

// Logo serves the logo to mail programs, which know no session.
type Logo struct{ Store *store.Store }

func (h Logo) Mount(engine *gin.Engine) {
	engine.GET("/brand/:tenant/logo", h.logo)
	engine.HEAD("/brand/:tenant/logo", h.logo)
}

// logoPolicy lets a picture that is opened by itself do nothing.
const logoPolicy = "default-src 'none'; sandbox"

func (h Logo) logo(c *gin.Context) {
	tenant, err := uuid.Parse(c.Param("tenant"))
	if err != nil {
		respond.Refuse(c, problem.New(problem.NotFound, ""))
		return
	}
	branding, err := store.InTenant(c, h.Store, tenant, settings.GetBranding)
	mediaType, image, missing := branding.LogoImage()
	if err != nil || missing != nil {
		respond.Refuse(c, noLogo(err))
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
