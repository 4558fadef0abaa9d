package address_test

import (
	"net/mail"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/address"
)

func TestEmail(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"ana@northwind.example":             "ana@northwind.example",
		"  ana@northwind.example\t":         "ana@northwind.example",
		"Ana.Torres@NorthWind.Example":      "Ana.Torres@northwind.example",
		"ana+helpdesk@mail.northwind.co.uk": "ana+helpdesk@mail.northwind.co.uk",
		"o'brien@northwind.example":         "o'brien@northwind.example",
		"ana@xn--bcher-kva.example":         "ana@xn--bcher-kva.example",
		"ana@3com.example":                  "ana@3com.example",
	} {
		got, err := address.Email(raw)
		require.NoError(t, err, raw)
		require.Equal(t, want, got)
	}
}

func TestEmailRefuses(t *testing.T) {
	t.Parallel()
	for raw, reason := range map[string]error{
		"":                                       address.ErrEmpty,
		" ":                                      address.ErrEmpty,
		"ana":                                    address.ErrNotAddress,
		"ana@":                                   address.ErrNotAddress,
		"@northwind.example":                     address.ErrNotAddress,
		"ana@localhost":                          address.ErrNotAddress,
		"ana@northwind..example":                 address.ErrNotAddress,
		"ana@northwind.example.":                 address.ErrNotAddress,
		"ana@-northwind.example":                 address.ErrNotAddress,
		"ana@north_wind.example":                 address.ErrNotAddress,
		"ana@192.0.2.1":                          address.ErrNotAddress,
		"ana@[192.0.2.1]":                        address.ErrNotAddress,
		"ana torres@northwind.example":           address.ErrNotAddress,
		`"ana"@northwind.example`:                address.ErrNotAddress,
		`"ana torres"@northwind.example`:         address.ErrNotAddress,
		"ana(home)@northwind.example":            address.ErrNotAddress,
		".ana@northwind.example":                 address.ErrNotAddress,
		"ana@a.example, ben@b.example":           address.ErrNotAddress,
		"ana@northwind.example\r\nBcc: x@y.zz":   address.ErrNotAddress,
		"ana@northwind.example\n":                address.ErrNotAddress,
		"ana\x00@northwind.example":              address.ErrNotAddress,
		"ana@" + strings.Repeat("a", 64) + ".de": address.ErrNotAddress,
		strings.Repeat("a", 65) + "@a.example":   address.ErrNotAddress,
		strings.Repeat("a", 250) + "@a.example":  address.ErrTooLong,
		"Ana Torres <ana@northwind.example>":     address.ErrDisplayName,
		"<ana@northwind.example>":                address.ErrDisplayName,
		"aña@northwind.example":                  address.ErrNotASCII,
		"ana@bücher.example":                     address.ErrNotASCII,
	} {
		_, err := address.Email(raw)
		require.Equal(t, reason, err, "%q", raw)
	}
}

func check(t require.TestingT, raw string) {
	got, err := address.Email(raw)
	if err != nil {
		return
	}
	require.LessOrEqual(t, len(got), 254)
	require.NotContains(t, got, "\n")
	require.NotContains(t, got, "\r")
	require.Equal(t, 1, strings.Count(got, "@"))
	parsed, err := mail.ParseAddress(got)
	require.NoError(t, err)
	require.Equal(t, got, parsed.Address)
	again, err := address.Email(got)
	require.NoError(t, err)
	require.Equal(t, got, again)
}

// For any input: no panic, and an accepted address parses to itself.
func TestAnythingTyped(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		check(t, rapid.OneOf(rapid.String(), rapid.StringMatching(`[ -~\r\n]{0,10}@[ -~]{0,10}\.[A-Za-z]{2}`), rapid.StringMatching(`[A-Za-z.+]{1,9}@[A-Za-z0-9.-]{1,9}\.com`)).Draw(t, "raw"))
	})
}

func FuzzEmail(f *testing.F) {
	for _, seed := range []string{"ana@northwind.example", `"a b"@c.dd`, "<a@b.cc>", "a@b.cc\r\nBcc: d@e.ff", "a@[1.2.3.4]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) { check(t, raw) })
}
