package api

import (
	"context"
	"net/http"
	"net/netip"
	"time"

	"github.com/gin-gonic/gin"
)

// The cookies. The prefix __Host- makes browsers refuse them from subdomains and over plain HTTP (RFC 6265bis 4.1.3.2).
const (
	consoleCookie  = "__Host-countersign"
	podCookie      = "__Host-countersign-pod"
	operatorCookie = "__Host-countersign-operator"
)

// visit is what a handler may know of the connection beyond the description of its operation.
type visit struct {
	answer  http.Header // of the answer, for cookies
	cookies map[string]string
	origin  string // the Origin header
	network string // where it comes from: a /24 of IPv4, a /64 of IPv6
}

type visitKey struct{}

func visitOf(ctx context.Context) visit {
	v, _ := ctx.Value(visitKey{}).(visit)
	return v
}

func withVisit(c *gin.Context) context.Context {
	v := visit{answer: c.Writer.Header(), cookies: map[string]string{}, origin: c.GetHeader("Origin"), network: networkOf(c.ClientIP())}
	for _, cookie := range c.Request.Cookies() {
		v.cookies[cookie.Name] = cookie.Value
	}
	return context.WithValue(c.Request.Context(), visitKey{}, v)
}

// networkOf is what tries are counted by: one person can have many addresses of one network.
func networkOf(ip string) string {
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

// setConsoleCookie signs the browser in. Strict: nothing outside our own pages ever calls the API with it.
func setConsoleCookie(ctx context.Context, token string, until time.Time) {
	setCookie(ctx, &http.Cookie{Name: consoleCookie, Value: token, Path: "/", Expires: until, Secure: true, HttpOnly: true, SameSite: http.SameSiteStrictMode})
}

// setPodCookie keeps a pod signed in. It lives in the frame's own partition: one ticket system's pod cannot be used from another site.
func setPodCookie(ctx context.Context, token string, until time.Time) {
	setCookie(ctx, &http.Cookie{Name: podCookie, Value: token, Path: "/", Expires: until, Secure: true, HttpOnly: true, SameSite: http.SameSiteNoneMode, Partitioned: true})
}

func dropConsoleCookie(ctx context.Context) {
	setConsoleCookie(ctx, "", time.Unix(1, 0))
}

func dropPodCookie(ctx context.Context) {
	setPodCookie(ctx, "", time.Unix(1, 0))
}

func setCookie(ctx context.Context, cookie *http.Cookie) {
	visitOf(ctx).answer.Add("Set-Cookie", cookie.String())
}
