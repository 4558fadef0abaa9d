package password_test

import (
	"strings"
	"testing"

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
