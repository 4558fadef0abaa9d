package gate

import (
	"context"
	"net/http"
	"time"
)

// The cookies. The prefix __Host- makes browsers refuse them from subdomains and over plain HTTP (RFC 6265bis 4.1.3.2).
const (
	ConsoleCookie  = "__Host-countersign"
	PodCookie      = "__Host-countersign-pod"
	OperatorCookie = "__Host-countersign-operator"
)

// SetConsoleCookie signs the browser in. Strict: nothing outside our own pages ever calls the API with it.
func SetConsoleCookie(ctx context.Context, token string, until time.Time) {
	setCookie(ctx, &http.Cookie{Name: ConsoleCookie, Value: token, Path: "/", Expires: until, Secure: true, HttpOnly: true, SameSite: http.SameSiteStrictMode})
}

// SetPodCookie keeps a pod signed in. It lives in the frame's own partition: one ticket system's pod cannot be used from another site.
func SetPodCookie(ctx context.Context, token string, until time.Time) {
	setCookie(ctx, &http.Cookie{Name: PodCookie, Value: token, Path: "/", Expires: until, Secure: true, HttpOnly: true, SameSite: http.SameSiteNoneMode, Partitioned: true})
}

// DropConsoleCookie has the answer delete the console's session cookie.
func DropConsoleCookie(ctx context.Context) {
	SetConsoleCookie(ctx, "", time.Unix(1, 0))
}

// DropPodCookie has the answer delete the pod's refresh cookie.
func DropPodCookie(ctx context.Context) {
	SetPodCookie(ctx, "", time.Unix(1, 0))
}

func setCookie(ctx context.Context, cookie *http.Cookie) {
	VisitOf(ctx).answer.Add("Set-Cookie", cookie.String())
}
