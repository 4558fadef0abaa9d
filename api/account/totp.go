package account

import (
	"crypto/rand"
	"strings"
)

const recoveryCodes = 10

// newRecoveryCodes makes codes of 50 bits, in letters that are not mistaken for each other.
func newRecoveryCodes() []string {
	codes := make([]string, recoveryCodes)
	for i := range codes {
		letters := strings.ToLower(rand.Text())
		codes[i] = letters[:5] + "-" + letters[5:10]
	}
	return codes
}
