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
			"index.html":           {Data: []byte("the console")},
			"pod.html":             {Data: []byte("the pod")},
			"assets/app-1a2.js":    {Data: []byte("code()")},
			"assets/app-1a2.js.br": {Data: []byte("br of code()")},
			"assets/app-1a2.js.gz": {Data: []byte("gz of code()")},
			"assets/face.woff2":    {Data: []byte("font")},
			"favicon.svg":          {Data: []byte("<svg/>")},
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

	d.do("GET", "/assets/app-1a2.js.br", nil).is(404)
	for accepted, want := range map[string]string{
		"gzip, deflate, br": "br", "br;q=1.0, gzip;q=0.8": "br", "gzip": "gzip", "br;q=0, GZIP ; q=0.5": "gzip", "br; q=0": "", "identity": "", "": "", "brotli": "",
	} {
		packed := d.do("GET", "/assets/app-1a2.js", nil, header("Accept-Encoding", accepted))
		require.Equal(t, want, packed.Header.Get("Content-Encoding"), accepted)
		require.Equal(t, map[string]string{"br": "br of code()", "gzip": "gz of code()", "": "code()"}[want], string(packed.body))
		require.Equal(t, "text/javascript; charset=utf-8", packed.Header.Get("Content-Type"))
		require.Equal(t, "Accept-Encoding", packed.Header.Get("Vary"))
		require.Equal(t, "public, max-age=31536000, immutable", packed.Header.Get("Cache-Control"))
	}
	font := d.do("GET", "/assets/face.woff2", nil, header("Accept-Encoding", "br"))
	require.Empty(t, font.Header.Get("Content-Encoding"), "it is compressed already")
}
