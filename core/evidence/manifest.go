package evidence

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// ManifestFormat is the version of the manifest's form.
const ManifestFormat = 1

// Manifest says what an export holds, so that nothing can be taken out of it unseen.
type Manifest struct {
	Format    int               `json:"format"`
	Tenant    uuid.UUID         `json:"tenant"`
	CreatedAt time.Time         `json:"created_at"`
	Company   *uuid.UUID        `json:"company,omitempty"` // the export is of this company alone
	From      *time.Time        `json:"from,omitempty"`    // inclusive
	To        *time.Time        `json:"to,omitempty"`      // exclusive
	Bundles   ManifestBundles   `json:"bundles"`
	Log       ManifestLog       `json:"log"`
	Files     map[string]string `json:"files"` // name -> SHA-256, hex, of what is no signed bundle
	KeyID     string            `json:"key_id"`
}

// ManifestBundles are the bundles of an export in the order of their chain.
type ManifestBundles struct {
	Count  int      `json:"count"`
	First  *Anchor  `json:"first,omitempty"`
	Last   *Anchor  `json:"last,omitempty"`
	Hashes []Anchor `json:"hashes"`
}

// ManifestLog is the audit log of an export.
type ManifestLog struct {
	Count int     `json:"count"`
	First *Anchor `json:"first,omitempty"`
	Last  *Anchor `json:"last,omitempty"`
}

// partial reports an export of one company or of some days.
func (m Manifest) partial() bool { return m.Company != nil || m.From != nil || m.To != nil }

// SignedManifest is a manifest as it is handed out; it is signed as bundles are.
type SignedManifest struct {
	Manifest  json.RawMessage `json:"manifest"`
	Hash      string          `json:"hash"`
	Signature string          `json:"signature"` // Ed25519 over the hash's 32 bytes under manifestContext, base64
	KeyID     string          `json:"key_id"`
}

const manifestContext = "countersign manifest 1\n"

// SignManifest seals a manifest.
func SignManifest(m Manifest, keyID string, key ed25519.PrivateKey) (SignedManifest, error) {
	m.Format, m.KeyID = ManifestFormat, keyID
	body, err := canonical(m)
	if err != nil {
		return SignedManifest{}, fmt.Errorf("evidence: %w", err)
	}
	sum := sha256.Sum256(body)
	return SignedManifest{
		Manifest: body, Hash: hex.EncodeToString(sum[:]), KeyID: keyID,
		Signature: base64.StdEncoding.EncodeToString(ed25519.Sign(key, append([]byte(manifestContext), sum[:]...))),
	}, nil
}

// readManifest opens a manifest whose signature holds.
func readManifest(file []byte, public map[string]ed25519.PublicKey) (m Manifest, err error) {
	whole, err := normalise(file)
	var signed SignedManifest
	if err != nil || json.Unmarshal(whole, &signed) != nil || !same(whole, signed) {
		return m, errors.New("the manifest cannot be read")
	}
	body, err := normalise(signed.Manifest)
	if err != nil || json.Unmarshal(body, &m) != nil || !same(body, m) || m.Format != ManifestFormat {
		return m, fmt.Errorf("the manifest is not of format %d", ManifestFormat)
	}
	sum := sha256.Sum256(body)
	key, known := public[signed.KeyID]
	if !known || len(key) != ed25519.PublicKeySize || signed.KeyID != m.KeyID {
		return m, fmt.Errorf("there is no public key %q to check the manifest's signature with", signed.KeyID)
	}
	signature, err := base64.StdEncoding.Strict().DecodeString(signed.Signature)
	if err != nil || signed.Hash != hex.EncodeToString(sum[:]) || !ed25519.Verify(key, append([]byte(manifestContext), sum[:]...), signature) {
		return m, errors.New("the manifest was changed, or another key signed it")
	}
	return m, nil
}

// lacks names the first thing that the manifest lists and the export does not hold as listed, "" when it holds all.
func (m Manifest) lacks(export Export, links []link, entries []LogEntry) string {
	for name, file := range export.Files {
		sum := sha256.Sum256(file)
		if listed, known := m.Files[name]; known && listed != hex.EncodeToString(sum[:]) {
			return fmt.Sprintf("%s is not as it was exported", name)
		}
	}
	given := map[int64]string{}
	for _, l := range links {
		given[l.Seq] = l.hash
	}
	for _, listed := range m.Bundles.Hashes {
		if given[listed.Seq] != listed.Hash {
			return fmt.Sprintf("bundle %d, which the manifest lists, is not there", listed.Seq)
		}
	}
	if len(given) != m.Bundles.Count || len(m.Bundles.Hashes) != m.Bundles.Count {
		return fmt.Sprintf("there are %d bundles, but the manifest lists %d", len(given), m.Bundles.Count)
	}
	if export.Log == nil {
		return ""
	}
	if len(entries) != m.Log.Count {
		return fmt.Sprintf("the audit log has %d entries, but the manifest counts %d", len(entries), m.Log.Count)
	}
	if len(entries) > 0 {
		first, last := entries[0], entries[len(entries)-1]
		if m.Log.First == nil || m.Log.Last == nil || *m.Log.First != (Anchor{first.Seq, first.Hash}) || *m.Log.Last != (Anchor{last.Seq, last.Hash}) {
			return "the audit log does not begin or end as the manifest says"
		}
	}
	return ""
}

// Export is what is checked together. Nil parts are not there.
type Export struct {
	Bundles  [][]byte          // what the API answers, or single envelopes, in any order
	Log      []byte            // audit.jsonl
	Manifest []byte            // manifest.json
	Files    map[string][]byte // other files that the manifest may list, by name
}

// Demands narrow what is accepted.
type Demands struct {
	Tenant   uuid.UUID // nothing of another MSP; uuid.Nil accepts any
	Complete bool      // no gap: neither in the chain of bundles nor in the log
}

// VerifyExport checks an export offline, as Verify does, with the chain of the audit log, the manifest, and what the caller demands.
func VerifyExport(export Export, public map[string]ed25519.PublicKey, wanted Demands) (Summary, error) {
	links, err := readLinks(export.Bundles, public)
	if err != nil {
		return Summary{}, err
	}
	var manifest Manifest
	if export.Manifest != nil {
		if manifest, err = readManifest(export.Manifest, public); err != nil {
			return Summary{}, err
		}
	}
	entries, gaps, err := readLog(export.Log, manifest.partial())
	if err != nil {
		return Summary{}, err
	}
	summary, err := checkChain(links)
	if err != nil {
		return Summary{}, err
	}
	summary.Entries, summary.LogGaps = len(entries), gaps
	if err := checkTenant(links, entries, export, manifest, wanted.Tenant); err != nil {
		return Summary{}, err
	}
	if err := checkAnchors(links, entries); err != nil {
		return Summary{}, err
	}
	if export.Manifest != nil {
		if lacking := manifest.lacks(export, links, entries); lacking != "" {
			return Summary{}, errors.New(lacking)
		}
	}
	if wanted.Complete {
		return summary, incomplete(summary, manifest)
	}
	return summary, nil
}

func incomplete(summary Summary, manifest Manifest) error {
	switch {
	case manifest.partial():
		return errors.New("it is not complete: it is an export of one company or of some days")
	case summary.Gaps > 0:
		return fmt.Errorf("it is not complete: the chain goes on in bundles that were not given, at %d places, the first before bundle %d", summary.Gaps, summary.firstGap)
	case summary.LogGaps > 0:
		return errors.New("it is not complete: the audit log begins after its first entry")
	}
	return nil
}

func checkTenant(links []link, entries []LogEntry, export Export, manifest Manifest, wanted uuid.UUID) error {
	if export.Manifest != nil && wanted == uuid.Nil {
		wanted = manifest.Tenant
	}
	if wanted == uuid.Nil {
		return nil
	}
	if export.Manifest != nil && manifest.Tenant != wanted {
		return fmt.Errorf("the manifest is of MSP %s, not of %s", manifest.Tenant, wanted)
	}
	for _, l := range links {
		if l.Tenant != wanted {
			return fmt.Errorf("bundle %d: it is of MSP %s, not of %s", l.Seq, l.Tenant, wanted)
		}
	}
	for _, e := range entries {
		if e.Tenant != wanted {
			return fmt.Errorf("audit log, entry %d: it is of MSP %s, not of %s", e.Seq, e.Tenant, wanted)
		}
	}
	return nil
}

// checkAnchors holds the log to what signed bundles say of it: who writes the log anew has not the key.
func checkAnchors(links []link, entries []LogEntry) error {
	hashes := map[int64]string{}
	for _, e := range entries {
		hashes[e.Seq] = e.Hash
	}
	for _, l := range links {
		if l.Audit == nil {
			continue
		}
		if hash, given := hashes[l.Audit.Seq]; given && hash != l.Audit.Hash && l.Tenant == entries[0].Tenant {
			return fmt.Errorf("audit log, entry %d: bundle %d, which was signed after it, knows it with another hash: the log was written anew", l.Audit.Seq, l.Seq)
		}
	}
	return nil
}

// IsManifest reports a file that calls itself a manifest.
func IsManifest(file []byte) bool {
	var named struct {
		Manifest json.RawMessage `json:"manifest"`
	}
	return json.Unmarshal(bytes.TrimSpace(file), &named) == nil && named.Manifest != nil
}
