// Package address reads e-mail addresses as people type them and keeps only plain ones that a provider will take as they are.
package address

import (
	"errors"
	"net/mail"
	"strings"
)

// The reasons an address is refused. They are shown as they are and never repeat the address.
var (
	ErrEmpty       = errors.New("no e-mail address given")
	ErrTooLong     = errors.New("too long for an e-mail address")
	ErrNotAddress  = errors.New("not an e-mail address")
	ErrDisplayName = errors.New("give the address alone, without a name or brackets")
	ErrNotASCII    = errors.New("has letters that mail cannot carry: use the plain form of the address")
)

const (
	maxAddress = 254 // characters, RFC 5321 section 4.5.3.1.3 less the brackets
	maxLocal   = 64  // RFC 5321 section 4.5.3.1.1
	maxLabel   = 63  // RFC 1035 section 2.3.4
)

// Email returns the address with its domain in lower case. The local part keeps its case: it belongs to the other side (RFC 5321 section 2.4).
// The error is one of this package's reasons.
func Email(raw string) (string, error) {
	raw = strings.Trim(raw, " \t") // not TrimSpace: a line break is an attempt to add headers, not a slip
	if raw == "" {
		return "", ErrEmpty
	}
	if len(raw) > maxAddress {
		return "", ErrTooLong
	}
	for _, r := range raw {
		if r < ' ' || r == 0x7f {
			return "", ErrNotAddress
		}
		if r > 0x7f {
			return "", ErrNotASCII
		}
	}
	parsed, err := mail.ParseAddress(raw)
	if err != nil {
		return "", ErrNotAddress
	}
	if parsed.Name != "" || strings.HasSuffix(raw, ">") {
		return "", ErrDisplayName
	}
	// Quotes, comments and blanks are legal, and another parser may read them differently: only bare words pass.
	at := strings.LastIndexByte(raw, '@')
	local, domain := raw[:at], strings.ToLower(raw[at+1:])
	if len(local) > maxLocal || strings.ContainsAny(local, ` "(),:;<>@[\]`) || !isHost(domain) {
		return "", ErrNotAddress
	}
	return local + "@" + domain, nil
}

// isHost reports whether domain is a name of at least two labels of letters, digits and inner hyphens, and no number.
func isHost(domain string) bool {
	labels := strings.Split(domain, ".")
	if len(labels) < 2 {
		return false
	}
	for _, label := range labels {
		if label == "" || len(label) > maxLabel || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		if strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return false
		}
	}
	return strings.Trim(labels[len(labels)-1], "0123456789") != ""
}
