package evidence

import (
	"bytes"
	"cmp"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"countersign/core/actor"
	"countersign/core/verification"
)

// File is what GET /verifications/{id}/evidence answers: a bundle, its addenda, and the public keys for readers without another copy.
type File struct {
	Envelopes []Envelope        `json:"envelopes"`
	Keys      map[string]string `json:"keys,omitempty"` // key id -> base64 of the Ed25519 public key
}

// NewFile puts envelopes and public keys into a file.
func NewFile(envelopes []Envelope, public map[string]ed25519.PublicKey) File {
	f := File{Envelopes: append([]Envelope{}, envelopes...), Keys: map[string]string{}}
	for id, key := range public {
		f.Keys[id] = base64.StdEncoding.EncodeToString(key)
	}
	return f
}

// Keys reads the public keys of a file, for a first look only: keys that came with the evidence prove nothing about who wrote it.
func Keys(file []byte) (map[string]ed25519.PublicKey, error) {
	var f struct {
		Keys map[string]string `json:"keys"`
	}
	if err := json.Unmarshal(file, &f); err != nil {
		return nil, errors.New("evidence: the file holds no keys")
	}
	public := map[string]ed25519.PublicKey{}
	for id, text := range f.Keys {
		raw, err := base64.StdEncoding.DecodeString(text)
		if err != nil || len(raw) != ed25519.PublicKeySize {
			return nil, fmt.Errorf("evidence: key %q is no Ed25519 public key", id)
		}
		public[id] = raw
	}
	return public, nil
}

// Summary is what the checked files told.
type Summary struct {
	Bundles       int
	Verifications int
	Gaps          int // places where the chain's next bundle is not in the files
	Entries       int // of the audit log
	LogGaps       int // places where the log's next entry is not in the file

	firstGap int64 // the bundle that the first gap stands before
}

func (s *Summary) gap(before int64) {
	if s.Gaps++; s.Gaps == 1 {
		s.firstGap = before
	}
}

// link is a bundle that was read, with its envelope's hash.
type link struct {
	Bundle
	hash string
}

// Verify checks files offline: a file is what the API answers, or a single envelope. The error names the first thing that does not hold.
// It takes the public keys from the caller, who got them from elsewhere than the files.
func Verify(files [][]byte, public map[string]ed25519.PublicKey) (Summary, error) {
	return VerifyExport(Export{Bundles: files}, public, Demands{})
}

func readLinks(files [][]byte, public map[string]ed25519.PublicKey) (links []link, err error) {
	for i, file := range files {
		envelopes, err := envelopesOf(file)
		if err != nil {
			return nil, fmt.Errorf("file %d: %w", i+1, err)
		}
		for _, envelope := range envelopes {
			bundle, err := check(envelope, public)
			if err != nil {
				return nil, fmt.Errorf("file %d: %w", i+1, err)
			}
			links = append(links, link{bundle, envelope.Hash})
		}
	}
	return links, nil
}

// envelopesOf reads a file of either form. Unknown members are refused: what is not checked must not look as if it were.
func envelopesOf(file []byte) ([]Envelope, error) {
	body, err := normalise(file)
	if err != nil {
		return nil, err
	}
	var whole File
	if json.Unmarshal(body, &whole) == nil && whole.Envelopes != nil && same(body, whole) {
		return whole.Envelopes, nil
	}
	var single Envelope
	if json.Unmarshal(body, &single) == nil && same(body, single) {
		return []Envelope{single}, nil
	}
	return nil, errors.New("it is neither an envelope nor an answer of the evidence API")
}

func same(body []byte, v any) bool {
	again, err := canonical(v)
	return err == nil && bytes.Equal(body, again)
}

// check looks at one envelope alone.
func check(e Envelope, public map[string]ed25519.PublicKey) (Bundle, error) {
	bundle, body, err := e.read()
	if err != nil {
		return Bundle{}, fmt.Errorf("a bundle cannot be read: %w", err)
	}
	fail := func(format string, args ...any) (Bundle, error) {
		return Bundle{}, fmt.Errorf("bundle %d: %s", bundle.Seq, fmt.Sprintf(format, args...))
	}
	if bundle.Format < oldestFormat || bundle.Format > Format {
		return fail("its format %d is unknown here; use a newer countersign", bundle.Format)
	}
	sum := sha256.Sum256(body)
	if e.Hash != hex.EncodeToString(sum[:]) {
		return fail("its hash does not match what it says: it was changed after it was signed")
	}
	if e.KeyID != bundle.KeyID {
		return fail("the envelope names key %q, the bundle itself %q", e.KeyID, bundle.KeyID)
	}
	key, known := public[e.KeyID]
	if !known || len(key) != ed25519.PublicKeySize {
		return fail("there is no public key %q to check its signature with", e.KeyID)
	}
	signature, err := base64.StdEncoding.Strict().DecodeString(e.Signature)
	if err != nil || base64.StdEncoding.EncodeToString(signature) != e.Signature || !ed25519.Verify(key, signed(sum), signature) {
		return fail("its signature does not match: another key signed it, or nobody did")
	}
	if reason := bundle.inconsistency(); reason != "" {
		return fail("%s", reason)
	}
	return bundle, nil
}

// inconsistency is what a bundle says against itself, "" when it is in one piece. A signature does not vouch for that: the writer may have erred.
func (b Bundle) inconsistency() string {
	switch {
	case b.Format == oldestFormat && (b.Audit != nil || b.Result != nil && (b.Result.Actor != nil || b.Result.Leader != nil)):
		return "it holds what its format 1 does not know"
	case b.Format > oldestFormat && b.Audit == nil:
		return "it does not say where the audit log stood"
	case b.Format > oldestFormat && b.Result != nil && (b.Result.Actor == nil || b.Result.Leader == nil || !b.Result.names(*b.Result.Actor)):
		return "it does not say who acted, or somebody else than its facts"
	case b.Seq < 1 || (b.Seq == 1) != (b.Previous == ""):
		return "only the first bundle of a chain has none before it"
	case (b.Kind == KindResult || b.Kind == KindTakenBack) && (b.Result == nil || b.Delivery != nil):
		return "it calls itself a result and holds none"
	case (b.Kind == KindTakenBack) != (b.Result != nil && b.Result.takenBack()):
		return "an approval that was taken back stands in a bundle of its own"
	case b.Result != nil && (b.Kind == KindResult || b.Kind == KindTakenBack):
		return b.Result.inconsistency()
	case b.Delivery == nil || b.Result != nil || b.Kind != KindDelivery(b.Delivery.Send, b.Delivery.Status):
		return fmt.Sprintf("it calls itself %q and holds something else", b.Kind)
	}
	return ""
}

// takenBack reports an end that its person brought about after an approval.
func (r Result) takenBack() bool {
	return len(r.Facts) > 0 && r.Facts[len(r.Facts)-1].Kind == verification.TakenBack && r.End.Status == verification.Denied
}

// names reports that By is the actor who is named.
func (r Result) names(who actor.Shown) bool {
	by := actor.ParseRef(r.By)
	return by.Kind != actor.User && by.Kind != actor.APIKey || who.Ref() == by.Ref()
}

func (r Result) inconsistency() string {
	end := r.refold()
	switch {
	case !r.Policy.Intact():
		return "the policy's hash does not match the policy in it"
	case !r.End.Status.Closed():
		return "it records an end, but the verification is still open in it"
	case end.Status != r.End.Status || end.Reason != r.End.Reason:
		return fmt.Sprintf("its facts come to %s, but it says %s", said(end), said(r.End))
	case end.Assurance != r.End.Assurance:
		return fmt.Sprintf("its facts come to assurance %q, but it says %q", end.Assurance, r.End.Assurance)
	case !equal(end, r.End):
		return "its facts do not come to the end it says (attempts, sends or times differ)"
	}
	return ""
}

// equal compares as written: times have a zone that == would compare by pointer.
func equal(a, b verification.State) bool {
	left, errLeft := canonical(a)
	right, errRight := canonical(b)
	return errLeft == nil && errRight == nil && bytes.Equal(left, right)
}

func said(s verification.State) string {
	if s.Reason == "" {
		return string(s.Status)
	}
	return fmt.Sprintf("%s (%s)", s.Status, s.Reason)
}

// checkChain looks at all bundles together: each tenant's in the order of their numbers.
func checkChain(links []link) (Summary, error) {
	slices.SortStableFunc(links, func(a, b link) int {
		return cmp.Or(bytes.Compare(a.Tenant[:], b.Tenant[:]), cmp.Compare(a.Seq, b.Seq))
	})
	links = slices.CompactFunc(links, func(a, b link) bool { return a.Tenant == b.Tenant && a.hash == b.hash })
	summary := Summary{Bundles: len(links)}
	kinds := map[uuid.UUID][]string{}
	for i, here := range links {
		if i > 0 && links[i-1].Tenant == here.Tenant {
			before := links[i-1]
			switch {
			case before.Seq == here.Seq:
				return Summary{}, fmt.Errorf("bundle %d: there are two different ones of this number", here.Seq)
			case before.Seq+1 < here.Seq:
				summary.gap(here.Seq)
			case before.hash != here.Previous:
				return Summary{}, fmt.Errorf("bundle %d: it does not follow bundle %d: one was changed, left out or put in between", here.Seq, before.Seq)
			}
		} else if here.Seq > 1 {
			summary.gap(here.Seq)
		}
		told := kinds[here.Verification]
		switch {
		case slices.Contains(told, here.Kind):
			return Summary{}, fmt.Errorf("bundle %d: there is another %q of the same verification", here.Seq, here.Kind)
		case here.Kind == KindResult && len(told) > 0:
			return Summary{}, fmt.Errorf("bundle %d: an addendum stands before the result it adds to", here.Seq)
		case here.Kind == KindResult:
			summary.Verifications++
		}
		kinds[here.Verification] = append(told, here.Kind)
	}
	return summary, nil
}
