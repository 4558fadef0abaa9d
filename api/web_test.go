package api

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"countersign/core/problem"
)

func TestTheConsoleFindsItsOwnWay(t *testing.T) {
	t.Parallel()
	d := newDesk(t, func(deps *Deps) {
		deps.ConsoleFS = fstest.MapFS{
			"index.html":        {Data: []byte("the console")},
			"pod.html":          {Data: []byte("the pod")},
			"assets/app-1a2.js": {Data: []byte("code()")},
			"favicon.svg":       {Data: []byte("<svg/>")},
		}
	})
	for path, want := range map[string]string{"/": "the console", "/contacts": "the console", "/contacts/7": "the console", "/index.html": "the console", "/pod": "the pod", "/pod/ticket": "the pod", "/assets/app-1a2.js": "code()"} {
		require.Equal(t, want, string(d.do("GET", path, nil).is(200).body), path)
	}
	for _, path := range []string{"/v1/nothing", "/assets/gone.js", "/temporal/nothing", "/webhooks/nothing/x"} {
		d.do("GET", path, nil).is(404).refused(problem.NotFound)
	}
	d.do("POST", "/contacts", nil).is(404)
	d.do("GET", "/../../etc/passwd", nil).is(200) // a screen that does not exist, not a file

	console, pod, script := d.do("GET", "/", nil), d.do("GET", "/pod", nil), d.do("GET", "/assets/app-1a2.js", nil)
	require.Contains(t, console.Header.Get("Content-Security-Policy"), "frame-ancestors 'none'")
	require.Contains(t, pod.Header.Get("Content-Security-Policy"), "frame-ancestors https://psa.test")
	require.Equal(t, "no-cache", console.Header.Get("Cache-Control"))
	require.Equal(t, "public, max-age=31536000, immutable", script.Header.Get("Cache-Control"))
	require.Equal(t, "text/javascript; charset=utf-8", script.Header.Get("Content-Type"))
}
