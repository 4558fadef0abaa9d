// Package totp makes and checks the codes of authenticator apps, for people of MSPs and for operators.
package totp

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp/hotp"
)

// RFC 6238, as every authenticator app does it: SHA-1, six digits, steps of 30 seconds; one step to each side for clocks that differ (section 5.2).
const (
	stepSeconds = 30
	skew        = 1
	secretBytes = 20
	issuer      = "Countersign"
)

// NewSecret makes a secret, in the letters that apps take (base 32).
func NewSecret() string {
	raw := make([]byte, secretBytes)
	rand.Read(raw) //nolint:errcheck // crypto/rand.Read never fails since Go 1.24
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)
}

// URL is the key URI that authenticator apps read, mostly as a QR code.
func URL(account, secret string) string {
	query := url.Values{"secret": {secret}, "issuer": {issuer}}
	return "otpauth://totp/" + url.PathEscape(issuer+":"+account) + "?" + query.Encode()
}

// Step returns the time step whose code this is. Every step in the window is compared, so the time taken tells nothing. Whoever takes a code spends its step, so
// that a code that was seen over a shoulder is of no use.
func Step(secret, code string, now time.Time) (step int64, ok bool) {
	current := now.Unix() / stepSeconds
	for candidate := current - skew; candidate <= current+skew; candidate++ {
		want, err := hotp.GenerateCode(secret, uint64(candidate))
		if err != nil {
			return 0, false
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			step, ok = candidate, true
		}
	}
	return step, ok
}

// Clean strips what people type between the parts of a code.
func Clean(given string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '\u00a0' {
			return -1
		}
		return r
	}, strings.ToLower(given))
}
