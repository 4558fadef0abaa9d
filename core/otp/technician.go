package otp

import (
	"encoding/binary"
	"fmt"
	"strconv"

	"countersign/core/keys"
)

// TechnicianCode is the six-digit code that a technician has to know, leading zeros kept. Every issue of a request has another one; it is stored nowhere.
func TechnicianCode(ring *keys.Ring, keyID, tenant, request string, issue int) (string, error) {
	key, err := ring.Derive(keyID, "technician-code", tenant, request, strconv.Itoa(issue))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(key[:8])%1_000_000), nil
}
