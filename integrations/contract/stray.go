package contract

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"

	"github.com/stretchr/testify/require"

	"countersign/core/provider"
	"countersign/core/psa"
	"countersign/core/ticket"
)

// stranger is a server that must never be asked anything.
type stranger struct {
	url   string
	asked atomic.Int64
}

func (b *bench) stranger() *stranger {
	s := &stranger{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { s.asked.Add(1); w.WriteHeader(http.StatusOK) }))
	b.Cleanup(server.Close)
	s.url = server.URL
	return s
}

func aForgedNextGoesNowhere(b *bench) {
	directory := needs[psa.Directory](b)
	_, err := b.Fake.Populate(crowd)
	require.NoError(b, err)
	first, err := directory.Contacts(b.soon(), psa.Position{})
	require.NoError(b, err)
	evil := b.stranger()
	host := strings.TrimPrefix(evil.url, "http://")
	forged := []string{
		evil.url, evil.url + "/x?page=2", "//" + host + "/x", "@" + host + "/x", ".evil.example", "https://" + host, "../../../etc", "2&conditions=x", "2#", "\x00", " 2", "%00",
		base64.RawURLEncoding.EncodeToString([]byte(evil.url + "/x")), base64.StdEncoding.EncodeToString([]byte(evil.url)),
	}
	forged = append(forged, forgeries(first.Next, strings.TrimPrefix(b.URL, "http://"), host)...)
	before := len(b.Journal.Requests(b.Fake.Name()))
	for _, next := range forged {
		_, err := directory.Contacts(b.soon(), psa.Position{Next: next})
		b.fails(err, provider.Refused, next)
		_, err = directory.Companies(b.soon(), psa.Position{Next: next})
		b.fails(err, provider.Refused, next)
	}
	require.Zero(b, evil.asked.Load())
	require.Len(b, b.Journal.Requests(b.Fake.Name()), before, "what cannot be ours is not even asked for at home")
}

// forgeries are a real next with its host swapped, in clear, escaped and behind base 64.
func forgeries(next, from, to string) []string {
	from, _, _ = strings.Cut(from, "/")
	var out []string
	for _, pair := range [][2]string{{from, to}, {url.QueryEscape(from), url.QueryEscape(to)}} {
		if strings.Contains(next, pair[0]) {
			out = append(out, strings.ReplaceAll(next, pair[0], pair[1]))
		}
	}
	for _, encoding := range []*base64.Encoding{base64.RawURLEncoding, base64.URLEncoding, base64.RawStdEncoding, base64.StdEncoding} {
		if clear, err := encoding.DecodeString(next); err == nil && strings.Contains(string(clear), from) {
			out = append(out, encoding.EncodeToString([]byte(strings.ReplaceAll(string(clear), from, to))))
		}
	}
	return out
}

func noRedirectIsFollowed(b *bench) {
	made := b.makes("A call") // signed in, from now on
	evil := b.stranger()
	b.answers(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, evil.url+r.URL.Path, http.StatusTemporaryRedirect)
	})
	for _, desk := range []ticket.Desk{b.desk, b.opens(b.URL)} {
		require.Error(b, desk.Check(b.soon()))
		_, err := desk.Ticket(b.soon(), made.ID)
		require.Error(b, err)
		b.discreet(err)
		_, err = desk.AddNote(b.soon(), made.ID, ticket.Note{Reference: newReference(), Text: "A secret."})
		require.Error(b, err)
		b.discreet(err)
		if directory, ok := desk.(psa.Directory); ok {
			_, err = directory.Contacts(b.soon(), psa.Position{})
			require.Error(b, err)
		}
	}
	require.Zero(b, evil.asked.Load(), "a redirect was followed")
}

// answers lets somebody answer in the vendor's place from now on.
func (b *bench) answers(handle http.HandlerFunc) {
	b.Instead(func(w http.ResponseWriter, r *http.Request) bool {
		handle(w, r)
		return true
	})
}
