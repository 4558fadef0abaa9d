package api

import (
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"countersign/core/problem"
)

// measure counts and times requests by route template, so that no id or token becomes a label.
func measure(registry *prometheus.Registry) gin.HandlerFunc {
	took := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "countersign_http_request_seconds",
		Help:    "Time to answer, by route template, method and status. Event streams are not in it.",
		Buckets: []float64{.002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
	}, []string{"route", "method", "status"})
	registry.MustRegister(took)
	return func(c *gin.Context) {
		began := time.Now()
		c.Next()
		if c.FullPath() == base+"/events" {
			return
		}
		took.WithLabelValues(routeOf(c), knownMethod(c.Request.Method), strconv.Itoa(c.Writer.Status())).Observe(time.Since(began).Seconds())
	}
}

// knownMethod keeps a client from making labels up.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "other"
}

// serveMetrics answers only neighbours: a request that came through a proxy or from a public address is told there is nothing here.
func serveMetrics(registry *prometheus.Registry) gin.HandlerFunc {
	serve := promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
	return func(c *gin.Context) {
		if !fromNeighbour(c.Request) {
			refuse(c, problem.New(problem.NotFound, ""))
			return
		}
		serve.ServeHTTP(c.Writer, c.Request)
	}
}

func fromNeighbour(r *http.Request) bool {
	if r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != "" {
		return false
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && (addr.IsLoopback() || addr.IsPrivate())
}
