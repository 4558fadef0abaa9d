package public

import (
	"net"
	"net/http"
	"net/netip"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"countersign/api/respond"
	"countersign/core/problem"
)

// Metrics answers only neighbours: a request that came through a proxy or from a public address is told there is nothing here.
func Metrics(registry *prometheus.Registry) gin.HandlerFunc {
	serve := promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
	return func(c *gin.Context) {
		if !fromNeighbour(c.Request) {
			respond.Refuse(c, problem.New(problem.NotFound, ""))
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
