package gate

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"
)

func TestTheNetworksOfAnAddress(t *testing.T) {
	t.Parallel()
	for ip, want := range map[string][]Network{
		"203.0.113.7":            {{"203.0.113.0/24", 1}},
		"::ffff:203.0.113.7":     {{"203.0.113.0/24", 1}},
		"2001:db8:1:2:3:4:5:6":   {{"2001:db8:1:2::/64", 1}, {"2001:db8:1::/56", 2}, {"2001:db8:1::/48", 4}},
		"2001:db8:1:2ff:3:4:5:6": {{"2001:db8:1:2ff::/64", 1}, {"2001:db8:1:200::/56", 2}, {"2001:db8:1::/48", 4}},
		"fe80::1%eth0":           {{"fe80::/64", 1}, {"fe80::/56", 2}, {"fe80::/48", 4}},
		"":                       {{"unknown", 1}},
		"nobody":                 {{"unknown", 1}},
	} {
		require.Equal(t, want, NetworksOf(ip), ip)
	}
}

// A proxy that writes the client's port into the header hides nobody.
func TestPortsAreCutOffForwardedAddresses(t *testing.T) {
	t.Parallel()
	engine := gin.New()
	require.NoError(t, engine.SetTrustedProxies([]string{"10.0.0.0/8"}))
	engine.Use(ReadForwarded)
	engine.GET("/", func(c *gin.Context) { c.String(http.StatusOK, c.ClientIP()) })
	for header, want := range map[string]string{
		"203.0.113.7":                       "203.0.113.7",
		"203.0.113.7:50000":                 "203.0.113.7",
		"203.0.113.7:50000, 10.1.2.3:443":   "203.0.113.7",
		"198.51.100.9, 203.0.113.7:50000":   "203.0.113.7",
		"2001:db8::1":                       "2001:db8::1",
		"[2001:db8::1]:443":                 "2001:db8::1",
		"[2001:db8::1]":                     "2001:db8::1",
		`"[2001:db8::1]:443"`:               "2001:db8::1",
		"198.51.100.9:1, [2001:db8::1]:443": "2001:db8::1",
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		r.RemoteAddr = "10.0.0.1:4711"
		r.Header.Set("X-Forwarded-For", header)
		w := httptest.NewRecorder()
		engine.ServeHTTP(w, r)
		require.Equal(t, want, w.Body.String(), header)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	r.RemoteAddr = "192.0.2.1:4711"
	r.Header.Set("X-Forwarded-For", "203.0.113.7:50000")
	w := httptest.NewRecorder()
	engine.ServeHTTP(w, r)
	require.Equal(t, "192.0.2.1", w.Body.String(), "who is no trusted proxy names nobody")
}
