package otp

import (
	"encoding/binary"
	"errors"
	"strconv"

	"countersign/core/keys"
)

// MatchNumber is the two-digit number that the technician reads to the person, who enters it. The same send always has the same number, from 10 to 99.
func MatchNumber(ring *keys.Ring, s Send) (string, error) {
	key, err := ring.Derive(s.KeyID, "otp-match", s.Tenant, s.Verification, strconv.Itoa(s.Number))
	if err != nil {
		return "", err
	}
	return strconv.Itoa(10 + int(binary.BigEndian.Uint64(key[:8])%90)), nil
}

// ErrNumber is returned for what is not a number of two digits.
var ErrNumber = errors.New("otp: not a number of two digits")

// CleanNumber reads a number; ErrNumber unless it is two digits, however they are written.
func CleanNumber(typed string) (string, error) {
	number, ok := digitsOf(typed)
	if !ok || len(number) != 2 {
		return "", ErrNumber
	}
	return number, nil
}

// Words are what both screens show once the number was entered: two words that are easy to say and to tell apart.
func Words(ring *keys.Ring, s Send) (string, error) {
	key, err := ring.Derive(s.KeyID, "otp-words", s.Tenant, s.Verification, strconv.Itoa(s.Number))
	if err != nil {
		return "", err
	}
	return Pair(binary.BigEndian.Uint64(key[:8]), binary.BigEndian.Uint64(key[8:16])), nil
}
