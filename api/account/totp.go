package account

import (
	"crypto/rand"
	"crypto/subtle"
	"strings"
	"time"

	"github.com/pquerna/otp/hotp"
)

// RFC 6238, as every authenticator app does it: SHA-1, six digits, steps of 30 seconds; one step to each side for clocks that differ (section 5.2).
const (
	totpStepSeconds = 30
	totpSkew        = 1
	totpSecretBytes = 20
	totpIssuer      = "Countersign"
	recoveryCodes   = 10
)

// totpStep returns the time step whose code this is. Every step in the window is compared, so the time taken tells nothing.
func totpStep(secret, code string, now time.Time) (step int64, ok bool) {
	current := now.Unix() / totpStepSeconds
	for candidate := current - totpSkew; candidate <= current+totpSkew; candidate++ {
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

// cleanCode strips what people type between the parts of a code.
func cleanCode(given string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '\u00a0' {
			return -1
		}
		return r
	}, strings.ToLower(given))
}

// newRecoveryCodes makes codes of 50 bits, in letters that are not mistaken for each other.
func newRecoveryCodes() []string {
	codes := make([]string, recoveryCodes)
	for i := range codes {
		letters := strings.ToLower(rand.Text())
		codes[i] = letters[:5] + "-" + letters[5:10]
	}
	return codes
}
