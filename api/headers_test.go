package api

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The window in which the pod's person signs in hands a code to the page that opened it; every other page is alone in its window.
func TestPagesAreIsolated(t *testing.T) {
	t.Parallel()
	d := newDesk(t, func(d *Deps) { d.PublicURL = "https://desk.test" })
	for path, want := range map[string]string{"/": "same-origin", "/v1/session": "same-origin", "/pod": "same-origin-allow-popups", "/operator": "same-origin", "/pod-sign-in": ""} {
		answer := d.do("GET", path, nil)
		require.Equal(t, want, answer.Header.Get("Cross-Origin-Opener-Policy"), path)
		require.Equal(t, "max-age=63072000; includeSubDomains", answer.Header.Get("Strict-Transport-Security"), path)
	}
}

// What refuses, or answers a machine, carries the same protection as a page.
func TestEveryKindOfAnswerIsProtected(t *testing.T) {
	t.Parallel()
	d := newDesk(t, func(d *Deps) { d.PublicURL = "https://desk.test" })
	for _, asked := range []struct{ method, path string }{
		{"GET", "/v1/nope"}, {"GET", "/v1/contacts"}, {"HEAD", "/v1/contacts"}, {"OPTIONS", "/v1/contacts"}, {"TRACE", "/"}, {"PUT", "/"}, {"GET", "/assets/none.js"}, {"GET", "/l/abc"}, {"GET", "/%ff"},
		{"GET", "/openapi.json"}, {"GET", "/healthz"}, {"GET", "/brand/x/logo"}, {"POST", "/webhooks/twilio/x/messages"}, {"GET", "/operator/none"},
	} {
		answer := d.do(asked.method, asked.path, nil)
		for _, name := range []string{"Strict-Transport-Security", "Cross-Origin-Opener-Policy", "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"} {
			require.NotEmpty(t, answer.Header.Get(name), "%s of %s %s", name, asked.method, asked.path)
		}
	}
}
