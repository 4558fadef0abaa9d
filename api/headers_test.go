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
