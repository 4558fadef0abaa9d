package public

import (
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"countersign/api/respond"
)

// Web serves the built console and pod. Paths that are no files are screens of the console, which finds its way by itself.
type Web struct {
	Files fs.FS // the built web; nil: none is served
	Hosts PodHosts
}

// servedOtherwise are files that no path names: pages, and the compressed form of others.
var servedOtherwise = map[string]bool{".html": true, ".br": true, ".gz": true}

// notScreens are the beginnings of paths that belong to programs: an unknown one is a 404, never the console.
var notScreens = []string{respond.Base + "/", "/webhooks/", "/temporal/", "/l/", "/assets/", "/operator", "/healthz", "/readyz", "/metrics", "/brand/"}

func (w Web) Mount(engine *gin.Engine) {
	if w.Files == nil {
		return
	}
	engine.NoRoute(w.serve)
}

func (w Web) serve(c *gin.Context) {
	r := c.Request
	asked := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		respond.NoRoute(c)
		return
	}
	if info, err := fs.Stat(w.Files, asked); err == nil && !info.IsDir() && !servedOtherwise[path.Ext(asked)] {
		w.file(c, asked)
		return
	}
	for _, beginning := range notScreens {
		if strings.HasPrefix(r.URL.Path, beginning) {
			respond.NoRoute(c)
			return
		}
	}
	if asked == "pod" || strings.HasPrefix(asked, "pod/") {
		host := w.Hosts.of(r.Context(), r.URL)
		respond.FramedBy(c, host.origins)
		w.page(c, "pod.html", host.tell)
		return
	}
	w.page(c, "index.html", unchanged)
}

func unchanged(page []byte) []byte { return page }

// page is not cached; its files under assets/ never change.
func (w Web) page(c *gin.Context, name string, told func([]byte) []byte) {
	if _, err := fs.Stat(w.Files, name); err != nil {
		respond.NoRoute(c)
		return
	}
	c.Header("Cache-Control", "no-cache")
	w.write(c, name, told)
}

// file serves a file of the build, compressed where the build has it compressed and the browser takes it.
func (w Web) file(c *gin.Context, name string) {
	if strings.HasPrefix(name, "assets/") {
		c.Header("Cache-Control", "public, max-age=31536000, immutable")
		c.Header("Vary", "Accept-Encoding")
	}
	for _, packed := range packings {
		if !accepts(c.GetHeader("Accept-Encoding"), packed.encoding) {
			continue
		}
		if body, err := fs.ReadFile(w.Files, name+packed.ending); err == nil {
			c.Header("Content-Encoding", packed.encoding)
			c.Data(http.StatusOK, contentType(name), body)
			return
		}
	}
	w.write(c, name, unchanged)
}

// packings are the compressed forms that the build leaves beside a file, the smallest first.
var packings = []struct{ encoding, ending string }{{"br", ".br"}, {"gzip", ".gz"}}

// accepts reports whether an Accept-Encoding names an encoding without refusing it by q=0 (RFC 9110, section 12.5.3).
func accepts(header, encoding string) bool {
	for _, each := range strings.Split(header, ",") {
		name, weight, _ := strings.Cut(each, ";")
		if !strings.EqualFold(strings.TrimSpace(name), encoding) {
			continue
		}
		q, found := strings.CutPrefix(strings.ReplaceAll(strings.ToLower(weight), " ", ""), "q=")
		if !found {
			return true
		}
		value, err := strconv.ParseFloat(q, 64)
		return err == nil && value > 0
	}
	return false
}

func (w Web) write(c *gin.Context, name string, told func([]byte) []byte) {
	body, err := fs.ReadFile(w.Files, name)
	if err != nil {
		respond.Refuse(c, err)
		return
	}
	c.Data(http.StatusOK, contentType(name), told(body))
}

// contentType does not depend on what the machine's own tables say.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".ico":
		return "image/x-icon"
	case ".woff2":
		return "font/woff2"
	case ".json", ".map":
		return "application/json"
	case ".webmanifest":
		return "application/manifest+json"
	case ".txt":
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}
