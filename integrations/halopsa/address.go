package halopsa

import (
	"net"
	"net/url"
	"slices"
	"strings"

	"countersign/core/integration"
	"countersign/integrations/httpx"
)

// example is how a Resource Server looks that we take.
const example = "https://acme.halopsa.com"

// address reads the Resource Server's URL. HaloPSA's own screen shows it with /api at its end, and often without https://. The error names both
// mistakes.
func address(raw string) (*url.URL, error) {
	base, err := httpx.Base(raw, example)
	if err != nil || !sealed(base) || strings.HasSuffix(strings.ToLower(base.Path), "/api") {
		return nil, &integration.Complaint{
			Sentence: "The Resource Server URL must begin with https:// and have /api removed, such as " + example + ".", Cause: fail.Unsettled(codeBadAddress),
		}
	}
	return base, nil
}

// sealed reports whether requests to an address are encrypted or stay on this machine.
func sealed(at *url.URL) bool {
	return at.Scheme == "https" || at.Scheme == "http" && isLoopback(at.Hostname())
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// clouds are the domains under which Halo runs servers for MSPs. Where one signs in may be another host than where its API is.
var clouds = []string{".halopsa.com", ".haloitsm.com", ".haloservicedesk.com"}

// trusted reports whether credentials may be sent where a server says one signs in: to the server itself, or, sealed, to a host of Halo's.
func trusted(base, at *url.URL) bool {
	if at.User != nil || at.RawQuery != "" || at.Fragment != "" || at.Host == "" {
		return false
	}
	if strings.EqualFold(at.Host, base.Host) {
		return at.Scheme == base.Scheme
	}
	return at.Scheme == "https" && at.Port() == "" && slices.ContainsFunc(clouds, func(cloud string) bool { return strings.HasSuffix(strings.ToLower(at.Hostname()), cloud) })
}
