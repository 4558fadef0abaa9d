package evidence_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/actor"
	"countersign/core/channel"
	"countersign/core/evidence"
	"countersign/core/keys"
	"countersign/core/message"
	"countersign/core/policy"
	"countersign/core/verification"
)

var (
	ring   = keys.Generate()
	public = ring.EvidenceKeys()
	start  = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	tenant = uuid.MustParse("0195a000-0000-7000-8000-000000000001")
	tech   = actor.Actor{
		Kind: actor.User, ID: uuid.MustParse("0195a000-0000-7000-8000-000000000003"), Name: "Priya Nair",
		ViaKey: actor.Key{ID: uuid.MustParse("0195a000-0000-7000-8000-000000000004"), Name: "Nightly"},
	}
)

// result is a verification whose second code was accepted after one wrong guess.
func result() *evidence.Result {
	p := policy.Default()
	p.Banner = "Ask for <b>the badge</b> & \u2028 wait"
	facts := []verification.Fact{
		{Kind: verification.Sent, At: start, Send: 1, Channel: channel.SMSCode, ContactPoint: "p1", Digest: "d1", ExpiresAt: start.Add(5 * time.Minute), By: tech.Ref()},
		{Kind: verification.Attempted, At: start.Add(20 * time.Second), Digest: "wrong", By: tech.Ref()},
		{Kind: verification.Sent, At: start.Add(time.Minute), Send: 2, Channel: channel.EmailCode, ContactPoint: "p2", Digest: "d2", ExpiresAt: start.Add(6 * time.Minute), By: tech.Ref()},
		{Kind: verification.Attempted, At: start.Add(2 * time.Minute), Digest: "d2", By: tech.Ref()},
	}
	return &evidence.Result{
		Contact: strings.Repeat("ab", 32), Policy: policy.Take(uuid.MustParse("0195a000-0000-7000-8000-000000000002"), 3, p), Facts: facts,
		End: verification.Fold(verification.Rules{MaxAttempts: p.MaxAttempts, MaxSends: p.MaxSends}, facts), By: tech.Ref(), Ticket: "48190", Actor: new(tech.Shown()), Leader: new(tech.Shown()),
	}
}

func sign(t require.TestingT, b evidence.Bundle) evidence.Envelope {
	id, key := ring.Signer()
	b.KeyID = id
	envelope, err := evidence.Sign(b, key)
	require.NoError(t, err)
	return envelope
}

// chain signs n bundles that follow each other: results, and after each odd one a delivery report.
func chain(t require.TestingT, n int) []evidence.Envelope {
	var list []evidence.Envelope
	previous := ""
	for seq := 1; seq <= n; seq++ {
		b := evidence.Bundle{
			Format: evidence.Format, Tenant: tenant, Audit: &evidence.Anchor{Seq: int64(seq), Hash: strings.Repeat("cd", 32)}, Seq: int64(seq), Previous: previous, CreatedAt: start.Add(time.Duration(seq) * time.Hour), Build: "test",
			Verification: uuid.MustParse("0195a000-0000-7000-8000-0000000001" + string([]byte{'0' + byte((seq+1)/2/10), '0' + byte((seq+1)/2%10)})),
		}
		if seq%2 == 1 {
			b.Kind, b.Result = evidence.KindResult, result()
		} else {
			b.Kind, b.Delivery = evidence.KindDelivery(2, message.Delivered), &evidence.Delivery{Send: 2, Status: message.Delivered, At: start}
		}
		envelope := sign(t, b)
		list, previous = append(list, envelope), envelope.Hash
	}
	return list
}

func encode(t require.TestingT, v any) []byte {
	raw, err := json.Marshal(v)
	require.NoError(t, err)
	return raw
}

func TestGoodFilesHold(t *testing.T) {
	t.Parallel()
	list := chain(t, 5)
	summary, err := evidence.Verify([][]byte{encode(t, evidence.NewFile(list[2:4], public)), encode(t, list[0]), encode(t, list[1])}, public)
	require.NoError(t, err)
	require.Equal(t, evidence.Summary{Bundles: 4, Verifications: 2, Gaps: 0}, summary)

	summary, err = evidence.Verify([][]byte{encode(t, list[0]), encode(t, list[4])}, public)
	require.NoError(t, err)
	require.Equal(t, 1, summary.Gaps, "a company's export leaves out what is not the company's")

	indented, err := json.MarshalIndent(evidence.NewFile(list, public), "", "  ")
	require.NoError(t, err)
	_, err = evidence.Verify([][]byte{indented, indented}, public)
	require.NoError(t, err, "white space and a second copy change nothing")

	read, err := evidence.Keys(indented)
	require.NoError(t, err)
	require.Equal(t, public, read)
}

// What was signed before the form grew is still evidence.
func TestOldBundlesHold(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("testdata/format-1.json")
	require.NoError(t, err)
	old, err := evidence.Keys(file)
	require.NoError(t, err)
	summary, err := evidence.Verify([][]byte{file}, old)
	require.NoError(t, err)
	require.Equal(t, evidence.Summary{Bundles: 5, Verifications: 3}, summary)
	_, err = evidence.Verify([][]byte{bytes.Replace(file, []byte(`"approved"`), []byte(`"denied"`), 1)}, old)
	require.Error(t, err)
}

// A change of any byte makes a compact file invalid.
func TestEveryByteCounts(t *testing.T) {
	t.Parallel()
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false) // an escape may be written in capital or small letters and means the same
	require.NoError(t, encoder.Encode(chain(t, 1)[0]))
	file := bytes.TrimSpace(buffer.Bytes())
	_, err := evidence.Verify([][]byte{file}, public)
	require.NoError(t, err)
	refuses := func(t require.TestingT, at int, flip byte) {
		changed := slices.Clone(file)
		changed[at] ^= flip
		_, err := evidence.Verify([][]byte{changed}, public)
		require.Error(t, err, "byte %d, %q for %q", at, changed[at], file[at])
	}
	for at := range file {
		refuses(t, at, 1)
		refuses(t, at, 0x20) // the case of a letter
	}
	rapid.Check(t, func(t *rapid.T) {
		refuses(t, rapid.IntRange(0, len(file)-1).Draw(t, "at"), byte(rapid.IntRange(1, 255).Draw(t, "flip")))
	})
}

// Verification fails for a changed field without the key, and for a signed outcome that does not follow from the facts.
func TestEveryFieldCounts(t *testing.T) {
	t.Parallel()
	envelope := chain(t, 1)[0]
	var tree map[string]any
	require.NoError(t, json.Unmarshal(envelope.Bundle, &tree))
	paths := leaves(tree, nil)
	require.Greater(t, len(paths), 40)
	for _, path := range paths {
		t.Run(strings.Join(path, "."), func(t *testing.T) {
			t.Parallel()
			var tree map[string]any
			require.NoError(t, json.Unmarshal(envelope.Bundle, &tree))
			change(tree, path)
			forged := envelope
			forged.Bundle = encode(t, tree)
			_, err := evidence.Verify([][]byte{encode(t, forged)}, public)
			require.Error(t, err)
		})
	}
}

func leaves(v any, at []string) [][]string {
	m, ok := v.(map[string]any)
	if !ok {
		return [][]string{at}
	}
	var paths [][]string
	for name, value := range m {
		paths = append(paths, leaves(value, append(slices.Clone(at), name))...)
	}
	return paths
}

func change(tree map[string]any, path []string) {
	name := path[0]
	if len(path) > 1 {
		change(tree[name].(map[string]any), path[1:])
		return
	}
	switch old := tree[name].(type) {
	case string:
		tree[name] = old + "0"
	case float64:
		tree[name] = old + 1
	case bool:
		tree[name] = !old
	case []any:
		tree[name] = old[:len(old)-1]
	}
}

func TestWhatAWriterMayNotSign(t *testing.T) {
	t.Parallel()
	good := evidence.Bundle{Format: evidence.Format, Kind: evidence.KindResult, Tenant: tenant, Seq: 1, CreatedAt: start, Build: "test", Audit: &evidence.Anchor{}}
	for name, c := range map[string]struct {
		change func(*evidence.Bundle)
		says   string
	}{
		"approved though denied": {func(b *evidence.Bundle) { b.Result.Facts[3].Digest = "wrong" }, "facts come to pending"},
		"other reason":           {func(b *evidence.Bundle) { b.Result.End.Reason = verification.LinkConfirmed }, "come to approved (code_accepted), but it says approved (link_confirmed)"},
		"more assurance":         {func(b *evidence.Bundle) { b.Result.End.Assurance = channel.High }, `assurance "low", but it says "high"`},
		"fewer attempts":         {func(b *evidence.Bundle) { b.Result.End.Attempts = 1 }, "attempts, sends or times differ"},
		"softer rules":           {func(b *evidence.Bundle) { b.Result.Policy.Policy.MaxAttempts = 9 }, "policy's hash does not match"},
		"other hash":             {func(b *evidence.Bundle) { b.Result.Policy.Hash = strings.Repeat("0", 64) }, "policy's hash does not match"},
		"still open": {func(b *evidence.Bundle) {
			b.Result.Facts = b.Result.Facts[:3]
			b.Result.End.Status = verification.Pending
		}, "still open"},
		"wrong kind":                {func(b *evidence.Bundle) { b.Kind = "delivery-1-sent" }, "holds something else"},
		"no result":                 {func(b *evidence.Bundle) { b.Result = nil }, "holds none"},
		"number without one before": {func(b *evidence.Bundle) { b.Seq = 2 }, "only the first bundle"},
		"another format":            {func(b *evidence.Bundle) { b.Format = 3 }, "format 3 is unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := good
			b.Result = result()
			c.change(&b)
			_, err := evidence.Verify([][]byte{encode(t, sign(t, b))}, public)
			require.ErrorContains(t, err, c.says)
		})
	}
}

func TestLostIsFailedAsItStood(t *testing.T) {
	t.Parallel()
	r := result()
	r.Facts = r.Facts[:3]
	r.End = verification.Fold(verification.Rules{MaxAttempts: 5}, r.Facts)
	r.End.Status, r.End.Reason, r.End.ClosedAt = verification.Failed, verification.Lost, start.Add(time.Hour)
	b := evidence.Bundle{Format: evidence.Format, Kind: evidence.KindResult, Tenant: tenant, Seq: 1, CreatedAt: start, Result: r, Audit: &evidence.Anchor{}}
	_, err := evidence.Verify([][]byte{encode(t, sign(t, b))}, public)
	require.NoError(t, err)
	r.End.Status = verification.Approved
	_, err = evidence.Verify([][]byte{encode(t, sign(t, b))}, public)
	require.ErrorContains(t, err, "but it says approved (lost)")
}

func TestChain(t *testing.T) {
	t.Parallel()
	list := chain(t, 4)
	other := keys.Generate().EvidenceKeys()
	swapped := sign(t, func() evidence.Bundle {
		var b evidence.Bundle
		require.NoError(t, json.Unmarshal(list[2].Bundle, &b))
		b.Build = "another"
		return b
	}())
	again := sign(t, func() evidence.Bundle {
		var b evidence.Bundle
		require.NoError(t, json.Unmarshal(list[0].Bundle, &b))
		b.Seq, b.Previous = 9, strings.Repeat("0", 64)
		return b
	}())
	for name, c := range map[string]struct {
		files []evidence.Envelope
		keys  map[string]ed25519.PublicKey
		says  string
	}{
		"two of a number":        {[]evidence.Envelope{list[2], swapped}, public, "bundle 3: there are two different ones"},
		"changed in between":     {[]evidence.Envelope{list[0], list[1], swapped, list[3]}, public, "bundle 4: it does not follow bundle 3"},
		"result twice":           {[]evidence.Envelope{list[0], again}, public, `another "result" of the same verification`},
		"other keys":             {list, other, "signature does not match"},
		"no keys":                {list, nil, "no public key"},
		"key named otherwise":    {[]evidence.Envelope{{Bundle: list[0].Bundle, Hash: list[0].Hash, Signature: list[0].Signature, KeyID: "k9"}}, public, `names key "k9"`},
		"signature of another":   {[]evidence.Envelope{{Bundle: list[0].Bundle, Hash: list[0].Hash, Signature: list[1].Signature, KeyID: list[0].KeyID}}, public, "signature does not match"},
		"hash in capital digits": {[]evidence.Envelope{{Bundle: list[0].Bundle, Hash: strings.ToUpper(list[0].Hash), Signature: list[0].Signature, KeyID: list[0].KeyID}}, public, "hash does not match"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := evidence.Verify([][]byte{encode(t, evidence.NewFile(c.files, public))}, c.keys)
			require.ErrorContains(t, err, c.says)
		})
	}
}

func TestFilesThatTwoReadersReadDifferently(t *testing.T) {
	t.Parallel()
	good := string(encode(t, chain(t, 1)[0]))
	for name, file := range map[string]string{
		"name twice":          strings.Replace(good, `"seq":1`, `"seq":2,"seq":1`, 1),
		"name in capitals":    strings.Replace(good, `"hash"`, `"Hash"`, 1),
		"unknown member":      strings.Replace(good, `"seq":1`, `"seq":1,"verdict":"approved"`, 1),
		"beside the envelope": strings.Replace(good, `{"bundle"`, `{"approved":true,"bundle"`, 1),
		"another number":      strings.Replace(good, `"seq":1`, `"seq":1.0`, 1),
		"text behind":         good + `{}`,
		"cut off":             good[:len(good)-1],
		"nothing":             ``,
		"a list":              `[` + good + `]`,
		"not UTF-8":           strings.Replace(good, `"test"`, "\"t\xffst\"", 1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := evidence.Verify([][]byte{[]byte(file)}, public)
			require.Error(t, err)
		})
	}
}

func FuzzVerify(f *testing.F) {
	f.Add([]byte(`{"envelopes":[]}`))
	raw, err := json.Marshal(evidence.Envelope{Bundle: []byte(`{}`)})
	require.NoError(f, err)
	f.Add(raw)
	f.Fuzz(func(t *testing.T, file []byte) {
		summary, err := evidence.Verify([][]byte{file}, public)
		require.True(t, err != nil || summary.Bundles == 0, "evidence needs the key")
	})
}
