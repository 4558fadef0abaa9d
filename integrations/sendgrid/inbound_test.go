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
		"signed by the domain":                 {map[string]string{"SPF": "fail"}, true},
		"signed by the domain above":           {map[string]string{"SPF": "none", "headers": headers("ana@mail.northwind.example")}, true},
		"sent from the domain":                 {map[string]string{"dkim": "none"}, true},
		"signed by somebody else":              {map[string]string{"SPF": "none", "dkim": "{@evil.example : pass}"}, false},
		"signed badly":                         {map[string]string{"SPF": "none", "dkim": "{@northwind.example : fail}"}, false},
		"signed badly, and well by the domain": {map[string]string{"SPF": "none", "dkim": "{@list.example : fail, @northwind.example : pass}"}, true},
		"signed well and badly by the domain":  {map[string]string{"SPF": "none", "dkim": "{@northwind.example : pass, @northwind.example : fail}"}, true},
		"signed badly and well by the domain":  {map[string]string{"SPF": "none", "dkim": "{@northwind.example : fail, @northwind.example : pass}"}, true},
		"signed well by another, badly by it":  {map[string]string{"SPF": "none", "dkim": "{@list.example : pass, @northwind.example : fail}"}, false},
		"a signature that reads as a verdict": {map[string]string{
			"SPF": "none", "dkim": "{@a.example : fail, @northwind.example : pass, @b.example : fail}",
			"headers": headers("ana@northwind.example") + "DKIM-Signature: v=1; a=rsa-sha256; s=x;\r\n d=a.example : fail, @northwind.example : pass, @b.example; b=eA==\r\n",
		}, false},
		"two signatures as they are written": {map[string]string{
			"SPF": "none", "dkim": "{@list.example : fail, @northwind.example : pass}",
			"headers": headers("ana@northwind.example") + "DKIM-Signature: v=1; d=list.example; s=x\r\nDKIM-Signature: v=1; d = northwind.example ; s=y; h=from:to; b=e A==\r\n",
		}, true},
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
	for _, extra := range []string{
		"Auto-Submitted: auto-replied\r\n", "Auto-Submitted: Auto-Generated; owner=x\r\n", "X-Auto-Response-Suppress: All\r\n", "X-Auto-Response-Suppress: OOF, AutoReply\r\n", "Precedence: auto-reply\r\n", "Precedence: bulk\r\n", "X-Autoreply: yes\r\n", "List-Id: <x.example>\r\n",
	} {
		in, err := parse(t, map[string]string{"headers": base + extra})
		require.NoError(t, err)
		require.True(t, in.Automatic, extra)
	}
	in, err := parse(t, map[string]string{"envelope": `{"to":["v@help.bluepeak.example"],"from":""}`})
	require.NoError(t, err)
	require.True(t, in.Automatic, "a bounce has no envelope sender")
	for _, extra := range []string{"Auto-Submitted: no\r\n", "Auto-Submitted: No; x=y\r\n", "X-Auto-Response-Suppress: DR, RN\r\n"} {
		in, err = parse(t, map[string]string{"headers": base + extra})
		require.NoError(t, err)
		require.False(t, in.Automatic, extra)
	}
}

func TestOnlyWhatIsNewIsRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, html, want string }{
		"quoted lines":        {"#confirm\r\n\r\n> 409127 must be read to you", "", "#confirm"},
		"on ... wrote":        {"#confirm\n\nOn Sat, 21 Nov 2026 at 10:00, Bluepeak IT wrote:\n409127", "", "#confirm"},
		"am ... schrieb":      {"Ja\n\nAm Sa., 21. Nov. 2026 um 10:00 schrieb Bluepeak IT <x@y.example>:\nHallo", "", "Ja"},
		"original message":    {"No\n-----Original Message-----\nFrom: x", "", "No"},
		"a page":              {"", "<html><head><title>x</title><style>p{}</style></head><body><p>#verify</p><blockquote>old</blockquote></body></html>", "#verify"},
		"a page with breaks":  {" \n", "one<br>two<div>three</div>", "one\ntwo\nthree"},
		"below the quote":     {"On Mon, 30 Nov 2026 at 10:00, Bluepeak wrote:\r\n> 409127\r\n\r\n#deny", "", "#deny"},
		"between quotes":      {"> one\nyes\n> two\nno", "", "yes\nno"},
		"in another language": {"Den mån 30 nov. skrev Bluepeak:\n> 409127\n#deny", "", "#deny"},
		"below a page's":      {"", "<div>On Mon, 30 Nov 2026, Bluepeak wrote:</div><blockquote><p>409127</p><p>read it</p></blockquote><div>#deny</div>", "#deny"},
		"a sentence with on":  {"On Monday I wrote you", "", "On Monday I wrote you"},
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
	for _, c := range []struct{ charset, text, want string }{
		{"iso-8859-1", "caf\xe9", "café"}, {"Windows-1252", "\x80 5", "€ 5"}, {"iso-8859-15", "\xa4 5", "€ 5"}, {"iso-2022-jp", "\x1b$BF|K\\\x1b(B", "日本"},
		{"gb2312", "\xd6\xd0\xce\xc4", "中文"}, {"koi8-r", "\xe9\xd7\xc1\xce", "Иван"}, {"big5", "\xa4\xa4\xa4\xe5", "中文"}, {"shift_jis", "\x93\xfa", "日"},
		{"us-ascii", "café", "café"}, {"utf-8", "caf\xe9", "café"}, {"x-klingon", "caf\xe9", "café"}, {"", "caf\xe9", "café"}, {"utf-8", "a\x00b", "ab"},
	} {
		in, err := parse(t, map[string]string{"text": c.text, "charsets": `{"text":"` + c.charset + `"}`})
		require.NoError(t, err)
		require.Equal(t, c.want, in.Body, c.charset)
	}
	in, err := parse(t, map[string]string{"subject": "=?koi8-r?B?6dfBzg==?="})
	require.NoError(t, err)
	require.Equal(t, "Иван", in.Subject)
	in, err = parse(t, map[string]string{"text": "caf\xe9", "charsets": "["})
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

// Whatever was posted is a message: what cannot be read is shown to Admins, and proves nobody.
func TestNoMailIsDropped(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change map[string]string
		from   string
	}{
		"no envelope":                      {map[string]string{"envelope": ""}, "Ana@northwind.example"},
		"an envelope that is no JSON":      {map[string]string{"envelope": "{"}, "Ana@northwind.example"},
		"an envelope without a recipient":  {map[string]string{"envelope": `{"to":[],"from":"ana@northwind.example"}`}, "Ana@northwind.example"},
		"an unreadable recipient":          {map[string]string{"envelope": `{"to":["\\"desk"],"from":"ana@northwind.example"}`}, "Ana@northwind.example"},
		"no From":                          {map[string]string{"headers": "Subject: x\r\n", "from": ""}, ""},
		"a From without an address":        {map[string]string{"headers": "From: =?windows-1252?Q?Ren=E9?=\r\n"}, "René"},
		"a From that is not closed":        {map[string]string{"headers": "From: \"Ana <ana@northwind.example>\r\n"}, "\"Ana <ana@northwind.example>"},
		"a name whose base64 is nonsense":  {map[string]string{"headers": "From: =?utf-8?B?%%%?= ana@\r\n"}, "=?utf-8?B?%%%?= ana@"},
		"a mail that is posted as it came": {map[string]string{"headers": "", "from": "", "text": "", "email": "From: ana@northwind.example\r\nSubject: Hi\r\n\r\nhelp"}, "ana@northwind.example"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in, err := parse(t, c.change)
			require.NoError(t, err)
			require.True(t, in.Unreadable)
			require.False(t, in.Authentic)
			require.False(t, in.Automatic)
			require.Equal(t, c.from, in.From)
			require.NotEmpty(t, in.ProviderID)
			require.NotEmpty(t, in.Subject+in.Body)
		})
	}
	for contentType, body := range map[string]string{
		"application/json":                `{"text":"help"}`,
		"multipart/form-data":             "--x\r\n",
		"multipart/form-data; boundary=":  "help",
		"multipart/form-data; boundary=x": "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhelp",
		"":                                "caf\xe9\x00",
	} {
		in, err := sendgrid.ParseInbound(contentType, strings.NewReader(body))
		require.NoError(t, err, contentType)
		require.True(t, in.Unreadable, contentType)
		require.NotEmpty(t, in.Body, contentType)
		require.True(t, utf8.ValidString(in.Body), contentType)
	}
	_, err := sendgrid.ParseInbound("application/json", strings.NewReader(""))
	require.ErrorIs(t, err, sendgrid.ErrNotMail)
}

func TestSendersOfTheWorld(t *testing.T) {
	t.Parallel()
	for name, from := range map[string]string{
		"Windows-1252":     "=?Windows-1252?Q?Ren=E9?= <rene@northwind.example>",
		"iso-8859-15":      "=?iso-8859-15?Q?=A4uro?= <rene@northwind.example>",
		"iso-2022-jp":      "=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?= <rene@northwind.example>",
		"gb2312":           "=?gb2312?B?1tDOxA==?= <rene@northwind.example>",
		"koi8-r":           "=?koi8-r?B?6dfBzg==?= <rene@northwind.example>",
		"big5":             "=?Big5?B?pKSk5Q==?= <rene@northwind.example>",
		"hz-gb-2312":       "=?hz-gb-2312?Q?~{VPND~}?= <rene@northwind.example>",
		"cp850":            "=?cp850?Q?Ren=82?= <rene@northwind.example>",
		"iso-2022-kr":      "=?iso-2022-kr?Q?abc?= <rene@northwind.example>",
		"an unknown set":   "=?x-klingon?Q?Ren=E9?= <rene@northwind.example>",
		"a set, language":  "=?utf-8*fr?Q?Ren=C3=A9?= <rene@northwind.example>",
		"broken base64":    "=?utf-8?B?%%%?= <rene@northwind.example>",
		"8 bits, Latin":    "Ren\xe9 <rene@northwind.example>",
		"8 bits, UTF-8":    "René <rene@northwind.example>",
		"a word in quotes": "\"=?Windows-1252?Q?Ren=E9?=\" <rene@northwind.example>",
		"folded":           "=?Windows-1252?Q?Ren=E9?=\r\n <rene@northwind.example>",
		"no colon before":  "rene@northwind.example\r\nthis line has no colon",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in, err := parse(t, map[string]string{"headers": "no colon here\r\nFrom: " + from + "\r\nMessage-ID: <m9@x.example>\r\n", "from": from})
			require.NoError(t, err)
			require.False(t, in.Unreadable)
			require.True(t, in.Authentic)
			require.Equal(t, "rene@northwind.example", in.From)
			require.Equal(t, "<m9@x.example>", in.ProviderID)
		})
	}
}

func TestASecondRecipientIsReadWhereTheFirstCannotBe(t *testing.T) {
	t.Parallel()
	in, err := parse(t, map[string]string{"envelope": `{"to":["\"desk","=?x?Q?=?=","Verify@help.bluepeak.example"],"from":"ana@northwind.example"}`})
	require.NoError(t, err)
	require.Equal(t, "verify@help.bluepeak.example", in.To)
	require.True(t, in.Authentic)
}

func FuzzInboundMail(f *testing.F) {
	f.Add("From: a@b.example\r\n", "#verify", "<p>x</p>", `{"to":["v@x.example"],"from":"a@b.example"}`, "{@b.example : pass}", `{"text":"utf-8"}`)
	f.Add("From: a@b.example, c@d.example\r\nDate: x\r\n", "On a wrote:", "", `{"to":["<v@x.example>"]}`, "{,:,@}", `{"text":"shift_jis"}`)
	for _, headers := range []string{"From: =?Windows-1252?Q?Ren=E9?= <a@b.example>\r\n", "no colon\r\nFrom: Ren\xe9 <a@b.example>\r\n", "From: \"a@b.example\r\n", "Subject: =?utf-8?B?%%?=\r\n"} {
		f.Add(headers, "caf\xe9", "", `{"to":["\"x","v@x.example"]}`, "none", `{"text":"x-klingon"}`)
	}
	f.Fuzz(func(t *testing.T, headers, text, html, envelope, dkim, charsets string) {
		in, err := parse(t, map[string]string{"headers": headers, "text": text, "html": html, "envelope": envelope, "dkim": dkim, "charsets": charsets})
		if err != nil {
			require.ErrorIs(t, err, sendgrid.ErrNotMail)
			return
		}
		require.True(t, utf8.ValidString(in.Body+in.Subject))
		require.NotContains(t, in.Body, "\x00")
		require.True(t, in.Unreadable || in.From != "")
		require.False(t, in.Unreadable && in.Authentic)
		require.NotEmpty(t, in.ProviderID)
	})
}
