package connect

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"syscall"
	"time"
)

// Dialer reaches addresses that tenants typed. It decides when a connection is made, on the address that a name came to: a name that pointed
// somewhere harmless a moment ago, a redirect, or an address in disguise gains nothing.
type Dialer struct {
	// Private are networks that may be reached although they are not public, and without TLS: a PSA that stands in the operator's own house.
	Private []netip.Prefix

	resolver *net.Resolver // nil: the system's
}

// ErrNotPublic says that an address is not one of the public internet.
var ErrNotPublic = errors.New("connect: this address is not reachable from here: it is not a public one")

// notPublic are networks that netip has no word for, and a public address at which one cloud tells its machines' secrets.
// https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/iana-ipv6-special-registry,
// https://learn.microsoft.com/en-us/azure/virtual-network/what-is-ip-address-168-63-129-16
var notPublic = prefixes(
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4", "168.63.129.16/32",
	"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
)

// publicIPv6 is all that is given out of IPv6: outside lie translations of IPv4, discarded and local networks. https://www.iana.org/assignments/ipv6-address-space
var publicIPv6 = netip.MustParsePrefix("2000::/3")

func prefixes(all ...string) []netip.Prefix {
	parsed := make([]netip.Prefix, len(all))
	for i, one := range all {
		parsed[i] = netip.MustParsePrefix(one)
	}
	return parsed
}

// allows reports whether a connection to an address may be made.
func (d Dialer) allows(addr netip.Addr, encrypted bool) bool {
	addr = addr.Unmap().WithZone("") // no network holds an address with a zone
	holds := func(network netip.Prefix) bool { return network.Contains(addr) }
	if slices.ContainsFunc(d.Private, holds) {
		return true
	}
	return encrypted && (addr.Is4() || publicIPv6.Contains(addr)) && addr.IsGlobalUnicast() && !addr.IsPrivate() && !slices.ContainsFunc(notPublic, holds)
}

// Transport makes connections to allowed addresses only. It uses no proxy, which would resolve names by itself.
func (d Dialer) Transport() http.RoundTripper {
	plain, encrypted := d.transport(false), d.transport(true)
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		if r.URL.Scheme == "https" {
			return encrypted.RoundTrip(r)
		}
		return plain.RoundTrip(r)
	})
}

func (d Dialer) transport(encrypted bool) *http.Transport {
	dialer := &net.Dialer{
		Timeout: 5 * time.Second, KeepAlive: 30 * time.Second, Resolver: d.resolver,
		ControlContext: func(_ context.Context, _, address string, _ syscall.RawConn) error {
			at, err := netip.ParseAddrPort(address)
			if err != nil || !d.allows(at.Addr(), encrypted) {
				return fmt.Errorf("%w", ErrNotPublic)
			}
			return nil
		},
	}
	return &http.Transport{
		DialContext: dialer.DialContext, ForceAttemptHTTP2: true, TLSHandshakeTimeout: 5 * time.Second, IdleConnTimeout: 90 * time.Second,
		MaxIdleConns: 64, MaxIdleConnsPerHost: 8, ResponseHeaderTimeout: 40 * time.Second,
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
