package keys

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
)

// Index is a keyed hash (HMAC-SHA-256) of a value, for finding rows without storing the value. It survives rotation.
// Purpose and tenant separate the spaces: the same number has unrelated indexes in two tenants.
func (r *Ring) Index(purpose, tenant, value string) []byte {
	mac := hmac.New(sha256.New, r.indexKey(purpose, tenant))
	mac.Write([]byte(value))
	return mac.Sum(nil)
}

// indexSpace is what has a key of its own. There are some ten purposes, all constants, for each tenant.
type indexSpace struct{ purpose, tenant string }

// indexKey remembers derived keys: deriving one costs four times what the hash does, and a sync hashes thirty values a person.
func (r *Ring) indexKey(purpose, tenant string) []byte {
	space := indexSpace{purpose, tenant}
	if held, ok := r.indexKeys.Load(space); ok {
		return held.([]byte)
	}
	key := derive(r.file.Index, "index", purpose, tenant)
	r.indexKeys.Store(space, key)
	return key
}

const evidencePurpose = "evidence"

// Signer returns the active evidence key and its id.
func (r *Ring) Signer() (keyID string, key ed25519.PrivateKey) {
	return r.file.Active, ed25519.NewKeyFromSeed(derive(r.masters[r.file.Active], evidencePurpose))
}

// EvidenceKeys returns the public half of every evidence key, by key id.
func (r *Ring) EvidenceKeys() map[string]ed25519.PublicKey {
	public := make(map[string]ed25519.PublicKey, len(r.masters))
	for id, master := range r.masters {
		public[id] = ed25519.NewKeyFromSeed(derive(master, evidencePurpose)).Public().(ed25519.PublicKey)
	}
	return public
}
