package twiliotest

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// Sign computes X-Twilio-Signature as Twilio does: base64(HMAC-SHA1(token, URL without its fragment + parameters sorted by name)).
// It is written apart from the product's own check, so that the two can disagree.
func Sign(token, address string, form url.Values) string {
	mac := hmac.New(sha1.New, []byte(token))
	called, _, _ := strings.Cut(address, "#")
	mac.Write([]byte(called))
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range form[name] {
			mac.Write([]byte(name + value))
		}
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
