package respond

import (
	"net/url"
)

// OriginOf is scheme://host[:port] of an address, as browsers send it.
func OriginOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// Base is where the generated API is mounted.
const Base = "/v1"
