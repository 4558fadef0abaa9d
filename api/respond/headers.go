package respond

import (
	"strings"

	"github.com/gin-gonic/gin"
)

// pagePolicy is the Content-Security-Policy of our pages. Styles may be inline because component libraries measure at run time; scripts never.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "

// handoverPage is where the pod's person signs in, in a window of its own: it hands a code to the page that opened it, so the two stay in touch.
const handoverPage = "/pod-sign-in"

// podPage opens that window, also where it stands in a tab of its own instead of a frame.
const podPage = "/pod"

// SecureHeaders are on every answer. Referrers stay with us instead of being dropped: without one, browsers send `Origin: null` with a form.
func SecureHeaders(publicURL string) gin.HandlerFunc {
	https := strings.HasPrefix(publicURL, "https://")
	return func(c *gin.Context) {
		h := c.Writer.Header()
		h.Set("Content-Security-Policy", pagePolicy+"'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
		switch c.Request.URL.Path {
		case handoverPage:
		case podPage:
			h.Set("Cross-Origin-Opener-Policy", "same-origin-allow-popups")
		default:
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
		}
		if https {
			h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		}
		if strings.HasPrefix(c.Request.URL.Path, Base+"/") {
			h.Set("Cache-Control", "no-store")
			h.Set("Cross-Origin-Resource-Policy", "same-origin")
		}
		c.Next()
	}
}

// FramedBy lets the given origins frame the page that is being served.
func FramedBy(c *gin.Context, origins []string) {
	ancestors := "'none'"
	if len(origins) > 0 {
		ancestors = strings.Join(origins, " ")
	}
	c.Writer.Header().Set("Content-Security-Policy", pagePolicy+ancestors)
}
