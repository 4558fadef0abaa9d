// Package keys is the key ring: one random master key per id, from which every other key is derived by HKDF-SHA-256 (RFC 5869) under a label.
// Rotation adds a master key and makes it the active one; what was sealed or derived under an older id keeps working.
package keys

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"

	"countersign/core/clock"
)

const masterSize = 32

// Master is one generation of the ring.
type Master struct {
	ID        string    `json:"id"`
	Secret    []byte    `json:"secret"` // 32 random bytes
	CreatedAt time.Time `json:"created_at"`
}

// file is the ring as it is stored. Index never rotates: it keys the look-up hashes that rows are found by.
type file struct {
	Active  string   `json:"active"`
	Masters []Master `json:"masters"`
	Index   []byte   `json:"index"`
}

// Ring holds the masters. It is safe for concurrent use: nothing in it changes after it is made but what it remembers.
type Ring struct {
	file      file
	masters   map[string][]byte
	indexKeys sync.Map // indexSpace -> []byte
}

// ErrUnknownKey is returned for a key id the ring does not hold.
var ErrUnknownKey = errors.New("keys: no master key of that id in the ring")

// Generate makes a ring with one new master key.
func Generate() *Ring {
	r := &Ring{file: file{Index: random(masterSize)}}
	return r.Rotated()
}

// Rotated returns a ring with one more master key, which is the active one.
func (r *Ring) Rotated() *Ring {
	m := Master{ID: fmt.Sprintf("k%d", len(r.file.Masters)+1), Secret: random(masterSize), CreatedAt: clock.Now().Truncate(time.Second)}
	f := r.file
	f.Masters = append(append([]Master{}, f.Masters...), m)
	f.Active = m.ID
	ring, err := fromFile(f)
	if err != nil {
		panic(err) // what we just made is well formed
	}
	return ring
}

// Load reads a ring from a file that only its owner may read.
func Load(path string) (*Ring, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("keys: %s does not exist; make one with `countersign keys generate --out %s`", path, path)
	}
	if err != nil {
		return nil, fmt.Errorf("keys: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("keys: %s can be read by others; run `chmod 600 %s`", path, path)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("keys: %w", err)
	}
	return Parse(raw)
}

// Parse reads a ring from its JSON form.
func Parse(raw []byte) (*Ring, error) {
	var f file
	if err := json.Unmarshal(raw, &f); err != nil {
		return nil, errors.New("keys: not a key ring") // the parser's own words could quote a secret
	}
	return fromFile(f)
}

func fromFile(f file) (*Ring, error) {
	r := &Ring{file: f, masters: map[string][]byte{}}
	for _, m := range f.Masters {
		if m.ID == "" || strings.ContainsAny(m.ID, "|/ ") || len(m.Secret) != masterSize {
			return nil, errors.New("keys: a master key needs an id and 32 bytes")
		}
		if _, twice := r.masters[m.ID]; twice {
			return nil, fmt.Errorf("keys: id %s stands twice", m.ID)
		}
		r.masters[m.ID] = m.Secret
	}
	if _, ok := r.masters[f.Active]; !ok {
		return nil, errors.New("keys: the active key is not in the ring")
	}
	if len(f.Index) != masterSize {
		return nil, errors.New("keys: the index key needs 32 bytes")
	}
	return r, nil
}

// JSON is the ring's stored form. It is a secret.
func (r *Ring) JSON() []byte {
	raw, err := json.MarshalIndent(r.file, "", "  ")
	if err != nil {
		panic(err) // strings, bytes and times always encode
	}
	return append(raw, '\n')
}

// Active is the id of the key that new things are sealed and derived under.
func (r *Ring) Active() string { return r.file.Active }

// Masters lists ids and ages, without secrets.
func (r *Ring) Masters() []Master {
	list := make([]Master, len(r.file.Masters))
	for i, m := range r.file.Masters {
		list[i] = Master{ID: m.ID, CreatedAt: m.CreatedAt}
	}
	return list
}

// Derive returns 32 bytes for a purpose, bound to context. Purposes are constants of the caller; context may hold anything.
func (r *Ring) Derive(keyID, purpose string, context ...string) ([]byte, error) {
	master, ok := r.masters[keyID]
	if !ok {
		return nil, ErrUnknownKey
	}
	return derive(master, purpose, context...), nil
}

// derive separates the parts by their lengths, so that ("ab","c") and ("a","bc") differ.
func derive(master []byte, purpose string, context ...string) []byte {
	var info strings.Builder
	fmt.Fprintf(&info, "countersign/1|%d:%s", len(purpose), purpose)
	for _, c := range context {
		fmt.Fprintf(&info, "|%d:%s", len(c), c)
	}
	key, err := hkdf.Key(sha256.New, master, nil, info.String(), 32)
	if err != nil {
		panic(err) // 32 bytes are within HKDF's limit
	}
	return key
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) //nolint:errcheck // crypto/rand.Read never fails since Go 1.24
	return b
}
