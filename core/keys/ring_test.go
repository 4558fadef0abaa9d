package keys_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/keys"
)

var place = keys.Where{Table: "contact_points", Column: "value_sealed", Tenant: "t1", Row: "r1"}

func TestASealedValueOpensOnlyInItsPlace(t *testing.T) {
	t.Parallel()
	ring := keys.Generate()
	sealed := ring.Seal(place, []byte("+14155550134"))
	require.NotContains(t, string(sealed), "4155550134")
	plain, err := ring.Open(place, sealed)
	require.NoError(t, err)
	require.Equal(t, "+14155550134", string(plain))
	for name, elsewhere := range map[string]keys.Where{
		"another row":    {Table: place.Table, Column: place.Column, Tenant: place.Tenant, Row: "r2"},
		"another tenant": {Table: place.Table, Column: place.Column, Tenant: "t2", Row: place.Row},
		"another column": {Table: place.Table, Column: "note", Tenant: place.Tenant, Row: place.Row},
		"another table":  {Table: "notices", Column: place.Column, Tenant: place.Tenant, Row: place.Row},
	} {
		_, err := ring.Open(elsewhere, sealed)
		require.ErrorIs(t, err, keys.ErrSealed, name)
	}
	_, err = ring.OpenPayload(sealed)
	require.ErrorIs(t, err, keys.ErrSealed, "a row is no payload")
	_, err = keys.Generate().Open(place, sealed)
	require.ErrorIs(t, err, keys.ErrSealed, "another ring")
}

func TestAChangedByteDoesNotOpen(t *testing.T) {
	t.Parallel()
	ring := keys.Generate()
	rapid.Check(t, func(t *rapid.T) {
		sealed := ring.Seal(place, rapid.SliceOf(rapid.Byte()).Draw(t, "plain"))
		at := rapid.IntRange(0, len(sealed)-1).Draw(t, "at")
		sealed[at] ^= rapid.ByteRange(1, 255).Draw(t, "flip")
		_, err := ring.Open(place, sealed)
		require.ErrorIs(t, err, keys.ErrSealed)
	})
	for _, short := range [][]byte{nil, {}, []byte("k1"), []byte("k1|"), []byte("|"), []byte("k1|short")} {
		_, err := ring.Open(place, short)
		require.ErrorIs(t, err, keys.ErrSealed)
	}
}

func TestRotationKeepsWhatIsOld(t *testing.T) {
	t.Parallel()
	old := keys.Generate()
	sealed, payload, index := old.Seal(place, []byte("x")), old.SealPayload([]byte("y")), old.Index("contact-point", "t1", "+14155550134")
	derived, err := old.Derive(old.Active(), "otp-code", "v")
	require.NoError(t, err)

	rotated := old.Rotated()
	require.NotEqual(t, old.Active(), rotated.Active())
	require.Len(t, rotated.Masters(), 2)
	plain, err := rotated.Open(place, sealed)
	require.NoError(t, err)
	require.Equal(t, "x", string(plain))
	plain, err = rotated.OpenPayload(payload)
	require.NoError(t, err)
	require.Equal(t, "y", string(plain))
	require.Equal(t, index, rotated.Index("contact-point", "t1", "+14155550134"), "rows are still found")
	again, err := rotated.Derive(old.Active(), "otp-code", "v")
	require.NoError(t, err)
	require.Equal(t, derived, again, "running verifications keep their codes")
	require.Equal(t, rotated.Active(), keys.SealedUnder(rotated.Seal(place, nil)))
	require.Equal(t, old.EvidenceKeys()[old.Active()], rotated.EvidenceKeys()[old.Active()])
	_, err = old.Open(place, rotated.Seal(place, []byte("z")))
	require.ErrorIs(t, err, keys.ErrSealed)
}

func TestDerivedKeysAreSeparated(t *testing.T) {
	t.Parallel()
	ring := keys.Generate()
	seen := map[string]string{}
	for name, parts := range map[string][]string{"a,bc": {"p", "a", "bc"}, "ab,c": {"p", "ab", "c"}, "abc": {"p", "abc"}, "none": {"p"}, "other purpose": {"q", "a", "bc"}, "bar": {"p", "a|2:bc"}} {
		key, err := ring.Derive(ring.Active(), parts[0], parts[1:]...)
		require.NoError(t, err)
		require.Empty(t, seen[string(key)], "%s and %s have the same key", name, seen[string(key)])
		seen[string(key)] = name
	}
	_, err := ring.Derive("k9", "p")
	require.ErrorIs(t, err, keys.ErrUnknownKey)
	require.NotEqual(t, ring.Index("p", "t1", "x"), ring.Index("p", "t2", "x"))
	require.NotEqual(t, ring.Index("p", "t1", "x"), ring.Index("q", "t1", "x"))
}

func TestAFileThatOthersMayReadIsRefused(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keys.json")
	_, err := keys.Load(path)
	require.ErrorContains(t, err, "keys generate")
	ring := keys.Generate()
	require.NoError(t, os.WriteFile(path, ring.JSON(), 0o644))
	_, err = keys.Load(path)
	require.ErrorContains(t, err, "chmod 600")
	require.NoError(t, os.Chmod(path, 0o600))
	loaded, err := keys.Load(path)
	require.NoError(t, err)
	require.Equal(t, ring.Index("p", "t", "x"), loaded.Index("p", "t", "x"))
	for _, broken := range []string{"", "{}", `{"active":"k1","masters":[{"id":"k1","secret":"AAAA"}],"index":"AAAA"}`} {
		_, err := keys.Parse([]byte(broken))
		require.Error(t, err)
	}
}
