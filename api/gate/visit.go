package gate

import (
	"context"
	"net/http"
	"net/netip"

	"github.com/gin-gonic/gin"
)

// Visit is what a handler may know of the connection beyond the description of its operation.
type Visit struct {
	answer  http.Header // of the answer, for cookies
	Cookies map[string]string
	Origin  string // the Origin header
	network string // where it comes from: a /24 of IPv4, a /64 of IPv6
}

type visitKey struct{}

// VisitOf is who calls from where, as WithVisit recorded it.
func VisitOf(ctx context.Context) Visit {
	v, _ := ctx.Value(visitKey{}).(Visit)
	return v
}

// WithVisit records who calls from where.
func WithVisit(c *gin.Context) context.Context {
	v := Visit{answer: c.Writer.Header(), Cookies: map[string]string{}, Origin: c.GetHeader("Origin"), network: NetworkOf(c.ClientIP())}
	for _, cookie := range c.Request.Cookies() {
		v.Cookies[cookie.Name] = cookie.Value
	}
	return context.WithValue(c.Request.Context(), visitKey{}, v)
}

// NetworkOf is what tries are counted by: one person can have many addresses of one network.
func NetworkOf(ip string) string {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return "unknown"
	}
	addr = addr.Unmap().WithZone("")
	bits := 64
	if addr.Is4() {
		bits = 24
	}
	prefix, err := addr.Prefix(bits)
	if err != nil {
		return "unknown"
	}
	return prefix.String()
}
