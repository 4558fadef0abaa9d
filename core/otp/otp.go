// Package otp derives codes and link tokens. Nothing is stored: a send's code can be derived again from the key ring, and from nothing else.
package otp

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"strconv"

	"countersign/core/keys"
)

// Send names one send of one verification. KeyID is pinned when the verification begins, so that rotation changes nothing that runs.
type Send struct {
	KeyID        string
	Tenant       string
	Verification string
	Number       int // from 1
}

// ErrFormat is returned for an attempt that is not made of the asked number of digits. Such an attempt is not counted.
var ErrFormat = errors.New("otp: not that many digits")

// Code is the code of a send: digits long (6 to 8), leading zeros kept. The same send always has the same code.
func Code(ring *keys.Ring, s Send, digits int) (string, error) {
	if digits < 6 || digits > 8 {
		return "", fmt.Errorf("otp: %d digits are not supported", digits)
	}
	key, err := ring.Derive(s.KeyID, "otp-code", s.Tenant, s.Verification, strconv.Itoa(s.Number))
	if err != nil {
		return "", err
	}
	// RFC 4226 section 5.3: four bytes at an offset taken from the last nibble, without the sign bit.
	offset := key[len(key)-1] & 0x0f
	number := binary.BigEndian.Uint32(key[offset:offset+4]) & 0x7fffffff
	return fmt.Sprintf("%0*d", digits, number%uint32(math.Pow10(digits))), nil
}

// LinkToken is the unguessable part of a send's link: 128 bits, base64url.
func LinkToken(ring *keys.Ring, s Send) (string, error) {
	key, err := ring.Derive(s.KeyID, "otp-link", s.Tenant, s.Verification, strconv.Itoa(s.Number))
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(key[:16]), nil
}

// LinkHash is what a row keeps of a link token. The token has 128 random-looking bits, so a plain hash is enough.
func LinkHash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// Digest is the keyed hash of digits for one verification. Workflows compare digests and never see digits.
func Digest(ring *keys.Ring, keyID, verification, digits string) (string, error) {
	key, err := ring.Derive(keyID, "otp-check")
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(verification + "|" + digits))
	return hex.EncodeToString(mac.Sum(nil)), nil
}

// Clean reads an attempt; ErrFormat unless it is exactly digits digits, however they are written.
func Clean(attempt string, digits int) (string, error) {
	clean, ok := digitsOf(attempt)
	if !ok || len(clean) != digits {
		return "", ErrFormat
	}
	return clean, nil
}

// InGroups is a code as people read it: "915 588", "9155 8820"; seven digits are three and four.
func InGroups(code string) string {
	half := len(code) / 2
	return code[:half] + " " + code[half:]
}
