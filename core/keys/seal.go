package keys

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"strings"
	"sync"
)

// Where names the place a sealed value lives in. It is authenticated with the value, so that a ciphertext moved to another row, column or tenant does not open.
type Where struct {
	Table, Column string
	Tenant, Row   string
}

// ErrSealed is returned when a sealed value does not open: a wrong place, a wrong key, or changed bytes.
var ErrSealed = errors.New("keys: this value does not open here")

const sealPurpose = "seal"

// aeads caches one AEAD per master: deriving costs more than sealing.
var aeads sync.Map // string(master) -> cipher.AEAD

// Seal encrypts plain with AES-256-GCM under the active key. The form is "<key id>|" nonce ciphertext.
func (r *Ring) Seal(where Where, plain []byte) []byte {
	return r.sealUnder(r.file.Active, sealPurpose, where.additional(), plain)
}

// Open decrypts what Seal made.
func (r *Ring) Open(where Where, sealed []byte) ([]byte, error) {
	return r.openUnder(sealPurpose, where.additional(), sealed)
}

// SealedUnder tells which master key a sealed value needs; rotation re-seals what is not under the active one.
func SealedUnder(sealed []byte) string {
	id, _, _ := strings.Cut(string(sealed[:min(len(sealed), 16)]), "|")
	return id
}

func (w Where) additional() string {
	return strings.Join([]string{w.Table, w.Column, w.Tenant, w.Row}, "|")
}

func (r *Ring) sealUnder(keyID, purpose, additional string, plain []byte) []byte {
	aead := aeadOf(r.masters[keyID], purpose)
	head := []byte(keyID + "|")
	nonce := random(aead.NonceSize())
	return aead.Seal(append(head, nonce...), nonce, plain, []byte(additional+"|"+keyID))
}

func (r *Ring) openUnder(purpose, additional string, sealed []byte) ([]byte, error) {
	keyID := SealedUnder(sealed)
	master, ok := r.masters[keyID]
	if !ok {
		return nil, ErrSealed
	}
	aead := aeadOf(master, purpose)
	_, rest, _ := bytes.Cut(sealed, []byte("|"))
	if len(rest) < aead.NonceSize() {
		return nil, ErrSealed
	}
	plain, err := aead.Open(nil, rest[:aead.NonceSize()], rest[aead.NonceSize():], []byte(additional+"|"+keyID))
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

func aeadOf(master []byte, purpose string) cipher.AEAD {
	cacheKey := purpose + "|" + string(master)
	if cached, ok := aeads.Load(cacheKey); ok {
		return cached.(cipher.AEAD)
	}
	block, err := aes.NewCipher(derive(master, purpose))
	if err != nil {
		panic(err) // 32 bytes are an AES key
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	aeads.Store(cacheKey, aead)
	return aead
}

// SealPayload encrypts a Temporal payload. It is bound to nothing but its purpose: the codec endpoint decodes payloads without knowing where they come from.
func (r *Ring) SealPayload(plain []byte) []byte {
	return r.sealUnder(r.file.Active, payloadPurpose, "temporal", plain)
}

// OpenPayload decrypts what SealPayload made.
func (r *Ring) OpenPayload(sealed []byte) ([]byte, error) {
	return r.openUnder(payloadPurpose, "temporal", sealed)
}

const payloadPurpose = "temporal-payload"
