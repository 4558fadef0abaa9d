package password_test

import (
	"strings"
	"testing"

	"github.com/alexedwards/argon2id"
	"github.com/stretchr/testify/require"

	"countersign/core/password"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		password string
		own      []string
		want     error
	}{
		"eleven characters":             {"kestrel-oat", nil, password.ErrShort},
		"twelve characters":             {"kestrel-oats", nil, nil},
		"twelve in another script":      {"пустельга-ов", nil, nil},
		"two hundred":                   {strings.Repeat("kestrel oats ", 15) + "12345", nil, nil},
		"two hundred and one":           {strings.Repeat("kestrel oats ", 15) + "123456", nil, password.ErrLong},
		"common":                        {"qwertyuiop123", nil, password.ErrCommon},
		"common in capitals":            {"PASSWORDPASSWORD", nil, password.ErrCommon},
		"common word with numbers":      {"Password!2026", nil, password.ErrCommon},
		"season with year":              {"Summer2026!!", nil, password.ErrCommon},
		"one character":                 {"aaaaaaaaaaaaaaa", nil, password.ErrCommon},
		"a piece repeated":              {"abc1abc1abc1abc1", nil, password.ErrCommon},
		"own address":                   {"rosa@bluepeak.example1", []string{"rosa@bluepeak.example"}, password.ErrOwn},
		"own name within a long phrase": {"rosa never forgets her kestrel", []string{"rosa"}, nil},
		"no composition asked for":      {"all lower case words", nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.ErrorIs(t, password.Check(row.password, row.own...), row.want)
		})
	}
}

func TestHash(t *testing.T) {
	t.Parallel()
	hash, err := password.Hash("kestrel-oats")
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(hash, "$argon2id$v=19$m=47104,t=1,p=1$"), "the cost the sheet asks for")
	require.NotContains(t, hash, "kestrel")
	require.True(t, password.Matches("kestrel-oats", hash))
	require.False(t, password.Matches("kestrel-oat", hash))
	require.False(t, password.Matches("kestrel-oats", "not a hash"))
}

// A keyboard or system that composes letters in another way types the same password; hashes from before passwords had one form keep working.
func TestOnePasswordHasOneForm(t *testing.T) {
	t.Parallel()
	composed, loose := "caf\u00e9 \u00fcber alles", "cafe\u0301 u\u0308ber alles"
	wide := "\uff43\uff41\uff46\u00e9 \u00fcber alles"
	hash, err := password.Hash(composed)
	require.NoError(t, err)
	for _, typed := range []string{composed, loose, wide} {
		require.True(t, password.Matches(typed, hash), typed)
	}
	require.False(t, password.Matches("cafe uber alles", hash))
	for _, set := range []string{composed, loose, wide} {
		old, err := argon2id.CreateHash(set, &argon2id.Params{Memory: 1024, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
		require.NoError(t, err)
		require.True(t, password.Matches(set, old), "as it was set")
	}
	old, err := argon2id.CreateHash(loose, &argon2id.Params{Memory: 1024, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	require.NoError(t, err)
	require.True(t, password.Matches(composed, old), "set on a Mac, typed elsewhere")
	require.ErrorIs(t, password.Check("\uff30\uff21\uff33\uff33\uff37\uff2f\uff32\uff24password"), password.ErrCommon)
}

func BenchmarkDecoy(b *testing.B) {
	for b.Loop() {
		password.Decoy("kestrel-oats")
	}
}

func BenchmarkMatches(b *testing.B) {
	hash, err := password.Hash("kestrel-oats")
	require.NoError(b, err)
	for b.Loop() {
		password.Matches("another one", hash)
	}
}
