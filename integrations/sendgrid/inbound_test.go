package sendgrid_test

import (
	"bytes"
	"mime/multipart"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"countersign/core/channel"
	"countersign/core/message"
	"countersign/integrations/sendgrid"
)

// parse posts a mail as Inbound Parse does, with changed fields.
func parse(t testing.TB, change map[string]string) (message.Inbound, error) {
	t.Helper()
	fields := map[string]string{
		"headers": "From: Ana Torres <Ana@northwind.example>\r\nTo: verify@help.bluepeak.example\r\nMessage-ID: <m1@northwind.example>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0100\r\n",
		"from":    "Ana Torres <Ana@northwind.example>", "subject": "Hello", "text": "#verify\r\n", "dkim": "{@northwind.example : pass}", "SPF": "pass",
		"envelope": `{"to":["Verify@help.bluepeak.example"],"from":"ana@northwind.example"}`, "charsets": `{"text":"UTF-8"}`,
	}
	for name, value := range change {
		fields[name] = value
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		require.NoError(t, form.WriteField(name, value))
	}
	require.NoError(t, form.Close())
	return sendgrid.ParseInbound(form.FormDataContentType(), &body)
}

func TestAnInboundMail(t *testing.T) {
	t.Parallel()
	in, err := parse(t, nil)
	require.NoError(t, err)
	require.Equal(t, message.Inbound{
		ProviderID: "<m1@northwind.example>", Transport: channel.Email, From: "Ana@northwind.example", To: "verify@help.bluepeak.example", Subject: "Hello", Body: "#verify",
		At: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC), Authentic: true,
	}, in)
}

func TestWhoeverDidNotWriteItIsNotBelieved(t *testing.T) {
	t.Parallel()
	headers := func(from string) string { return "From: " + from + "\r\nMessage-ID: <m2@x.example>\r\n" }
	for name, c := range map[string]struct {
		change map[string]string
		want   bool
	}{
		"signed by the domain":                    {map[string]string{"SPF": "fail"}, true},
		"signed by the domain above":              {map[string]string{"SPF": "none", "headers": headers("ana@mail.northwind.example")}, true},
		"sent from the domain":                    {map[string]string{"dkim": "none"}, true},
		"signed by somebody else":                 {map[string]string{"SPF": "none", "dkim": "{@evil.example : pass}"}, false},
		"signed badly":                            {map[string]string{"SPF": "none", "dkim": "{@northwind.example : fail}"}, false},
		"signed well and badly":                   {map[string]string{"SPF": "none", "dkim": "{@northwind.example : pass, @northwind.example : fail}"}, false},
		"sent from another domain's server":       {map[string]string{"dkim": "none", "envelope": `{"to":["v@help.bluepeak.example"],"from":"a@evil.example"}`}, false},
		"sent softly":                             {map[string]string{"dkim": "none", "SPF": "softfail"}, false},
		"a domain that only ends the same":        {map[string]string{"SPF": "none", "dkim": "{@thwind.example : pass}"}, false},
		"everybody's domain":                      {map[string]string{"SPF": "none", "dkim": "{@co.uk : pass}", "headers": headers("ana@northwind.co.uk")}, false},
		"two people wrote it":                     {map[string]string{"headers": headers("ana@northwind.example, eve@evil.example")}, false},
		"two From headers":                        {map[string]string{"headers": headers("ana@northwind.example") + "From: eve@evil.example\r\n"}, false},
		"a signature of the form, not the header": {map[string]string{"from": "ana@northwind.example", "headers": headers("eve@evil.example")}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in, err := parse(t, c.change)
			require.NoError(t, err)
			require.Equal(t, c.want, in.Authentic)
		})
	}
}

func TestAMachinesMailIsKnown(t *testing.T) {
	t.Parallel()
	base := "From: ana@northwind.example\r\nMessage-ID: <m3@x.example>\r\n"
	for _, extra := range []string{"Auto-Submitted: auto-replied\r\n", "Precedence: bulk\r\n", "X-Autoreply: yes\r\n", "List-Id: <x.example>\r\n"} {
		in, err := parse(t, map[string]string{"headers": base + extra})
		require.NoError(t, err)
		require.True(t, in.Automatic, extra)
	}
	in, err := parse(t, map[string]string{"envelope": `{"to":["v@help.bluepeak.example"],"from":""}`})
	require.NoError(t, err)
	require.True(t, in.Automatic, "a bounce has no envelope sender")
	in, err = parse(t, map[string]string{"headers": base + "Auto-Submitted: no\r\n"})
	require.NoError(t, err)
	require.False(t, in.Automatic)
}

func TestOnlyWhatIsNewIsRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, html, want string }{
		"quoted lines":       {"#confirm\r\n\r\n> 409127 must be read to you", "", "#confirm"},
		"on ... wrote":       {"#confirm\n\nOn Sat, 21 Nov 2026 at 10:00, Bluepeak IT wrote:\n409127", "", "#confirm"},
		"am ... schrieb":     {"Ja\n\nAm Sa., 21. Nov. 2026 um 10:00 schrieb Bluepeak IT <x@y.example>:\nHallo", "", "Ja"},
		"original message":   {"No\n-----Original Message-----\nFrom: x", "", "No"},
		"a page":             {"", "<html><head><title>x</title><style>p{}</style></head><body><p>#verify</p><blockquote>old</blockquote></body></html>", "#verify"},
		"a page with breaks": {" \n", "one<br>two<div>three</div>", "one\ntwo\nthree"},
		"a sentence with on": {"On Monday I wrote you", "", "On Monday I wrote you"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in, err := parse(t, map[string]string{"text": c.text, "html": c.html})
			require.NoError(t, err)
			require.Equal(t, c.want, in.Body)
		})
	}
}

func TestCharactersOfOtherSets(t *testing.T) {
	t.Parallel()
	in, err := parse(t, map[string]string{"text": "caf\xe9", "charsets": `{"text":"iso-8859-1"}`})
	require.NoError(t, err)
	require.Equal(t, "café", in.Body)
}

func TestAMailWithoutIdIsTheSameWhenItComesAgain(t *testing.T) {
	t.Parallel()
	change := map[string]string{"headers": "From: ana@northwind.example\r\nSubject: x\r\n"}
	first, err := parse(t, change)
	require.NoError(t, err)
	again, err := parse(t, change)
	require.NoError(t, err)
	require.NotEmpty(t, first.ProviderID)
	require.Equal(t, first.ProviderID, again.ProviderID)
}

func TestWhatIsNoMail(t *testing.T) {
	t.Parallel()
	for _, change := range []map[string]string{{"envelope": ""}, {"envelope": `{"to":[]}`}, {"headers": "", "from": ""}, {"headers": "", "from": "nobody"}} {
		_, err := parse(t, change)
		require.ErrorIs(t, err, sendgrid.ErrNotMail, change)
	}
	_, err := sendgrid.ParseInbound("application/json", strings.NewReader("{}"))
	require.ErrorIs(t, err, sendgrid.ErrNotMail)
	_, err = sendgrid.ParseInbound("multipart/form-data; boundary=x", strings.NewReader("--x\r\n"))
	require.ErrorIs(t, err, sendgrid.ErrNotMail)
}

func FuzzInboundMail(f *testing.F) {
	f.Add("From: a@b.example\r\n", "#verify", "<p>x</p>", `{"to":["v@x.example"],"from":"a@b.example"}`, "{@b.example : pass}", `{"text":"utf-8"}`)
	f.Add("From: a@b.example, c@d.example\r\nDate: x\r\n", "On a wrote:", "", `{"to":["<v@x.example>"]}`, "{,:,@}", `{"text":"shift_jis"}`)
	f.Fuzz(func(t *testing.T, headers, text, html, envelope, dkim, charsets string) {
		in, err := parse(t, map[string]string{"headers": headers, "text": text, "html": html, "envelope": envelope, "dkim": dkim, "charsets": charsets})
		if err != nil {
			require.ErrorIs(t, err, sendgrid.ErrNotMail)
			return
		}
		require.True(t, utf8.ValidString(in.Body+in.Subject))
		require.NotContains(t, in.Body, "\x00")
		require.NotEmpty(t, in.From)
		require.NotEmpty(t, in.ProviderID)
	})
}
