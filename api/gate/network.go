package gate

import (
	"net"
	"net/netip"
	"strings"

	"github.com/gin-gonic/gin"
)

// scale is a size of network that tries are counted by.
type scale struct{ bits, times int }

// The scales of each family, the narrowest first. Who has a /48 of IPv6 has 65,536 of /64: wider networks count too, and may be wrong a few times as often.
var (
	scalesOf4 = []scale{{24, 1}}
	scalesOf6 = []scale{{64, 1}, {56, 2}, {48, 4}}
)

// Network is where a request comes from.
type Network struct {
	Prefix string // "203.0.113.0/24"; "unknown" for an address that cannot be read
	Times  int    // how many times as often as one narrow network it may be wrong
}

// NetworksOf are the networks of an address, the narrowest first; at least one.
func NetworksOf(ip string) []Network {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return []Network{{"unknown", 1}}
	}
	addr = addr.Unmap().WithZone("")
	scales := scalesOf6
	if addr.Is4() {
		scales = scalesOf4
	}
	networks := make([]Network, len(scales))
	for i, s := range scales {
		prefix, err := addr.Prefix(s.bits)
		if err != nil {
			return []Network{{"unknown", 1}}
		}
		networks[i] = Network{prefix.String(), s.times}
	}
	return networks
}

// forwardedBy are the headers that a trusted proxy names the client in.
var forwardedBy = []string{"X-Forwarded-For", "X-Real-Ip"}

// ReadForwarded takes ports and brackets off the addresses that proxies forward: some write "203.0.113.7:50000" or "[2001:db8::1]:443", which would count as no
// address at all, and everybody behind the proxy as one.
func ReadForwarded(c *gin.Context) {
	for _, name := range forwardedBy {
		if values := c.Request.Header.Values(name); len(values) > 0 {
			entries := strings.Split(strings.Join(values, ","), ",")
			for i, entry := range entries {
				entries[i] = bareAddress(strings.Trim(strings.TrimSpace(entry), `"`))
			}
			c.Request.Header.Set(name, strings.Join(entries, ", "))
		}
	}
	c.Next()
}

// bareAddress is an address without its port; what is none stays as it is.
func bareAddress(entry string) string {
	if host, _, err := net.SplitHostPort(entry); err == nil {
		return host
	}
	return strings.TrimSuffix(strings.TrimPrefix(entry, "["), "]")
}
