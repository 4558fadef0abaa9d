package evidence

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// Envelope is a signed bundle as it is kept and handed out.
type Envelope struct {
	Bundle    json.RawMessage `json:"bundle"`    // canonical JSON
	Hash      string          `json:"hash"`      // SHA-256 of the canonical JSON, hex
	Signature string          `json:"signature"` // Ed25519 over the hash's 32 bytes under signingContext, base64
	KeyID     string          `json:"key_id"`
}

// signingContext keeps a signature of a bundle from being taken for one of anything else that the key might ever sign.
const signingContext = "countersign evidence 1\n"

// Sign seals a bundle into an envelope. The bundle's KeyID must name the key.
func Sign(bundle Bundle, key ed25519.PrivateKey) (Envelope, error) {
	body, err := canonical(bundle)
	if err != nil {
		return Envelope{}, fmt.Errorf("evidence: %w", err)
	}
	sum := sha256.Sum256(body)
	return Envelope{
		Bundle: body, Hash: hex.EncodeToString(sum[:]), KeyID: bundle.KeyID,
		Signature: base64.StdEncoding.EncodeToString(ed25519.Sign(key, signed(sum))),
	}, nil
}

func signed(sum [sha256.Size]byte) []byte {
	return append([]byte(signingContext), sum[:]...)
}

// read opens an envelope's bundle. What it reads is all that the bundle holds: a member that this form does not know is refused.
func (e Envelope) read() (Bundle, []byte, error) {
	body, err := normalise(e.Bundle)
	if err != nil {
		return Bundle{}, nil, err
	}
	var bundle Bundle
	if err := json.Unmarshal(body, &bundle); err != nil {
		return Bundle{}, nil, fmt.Errorf("it is not a bundle of format %d", Format)
	}
	again, err := canonical(bundle)
	if err != nil {
		return Bundle{}, nil, err
	}
	if !bytes.Equal(body, again) {
		return Bundle{}, nil, fmt.Errorf("it holds something that format %d does not know, or lacks something", Format)
	}
	return bundle, body, nil
}
