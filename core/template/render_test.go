package template_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"countersign/core/template"
)

var bluepeak = template.DefaultBranding("Bluepeak IT")

func render(t *testing.T, kind template.Kind, text template.Text, change func(*template.Values)) template.Rendered {
	t.Helper()
	values := template.Sample(bluepeak)
	if change != nil {
		change(&values)
	}
	rendered, err := template.Render(kind, text, bluepeak, values)
	require.NoError(t, err)
	return rendered
}

func TestSMS(t *testing.T) {
	t.Parallel()
	got := render(t, template.SMSCode, template.BuiltIn(template.SMSCode), nil)
	require.Equal(t, "409127 is your Bluepeak IT code. Read it out to Sam Rivera, who is on the phone with you. Not on a call with us? Tell nobody.", got.Text)
	require.Empty(t, got.HTML)
	require.Empty(t, got.Subject)
}

func TestOneMinuteIsNoMinutes(t *testing.T) {
	t.Parallel()
	for minutes, said := range map[string]string{"1": "good for 1 minute and", "5": "good for 5 minutes and", "11": "good for 11 minutes and"} {
		got := render(t, template.EmailCode, template.BuiltIn(template.EmailCode), func(v *template.Values) { v.Minutes = minutes })
		require.Contains(t, got.Text, said)
		require.Contains(t, got.HTML, said)
	}
}

func TestVoiceSaysDigitsOneByOne(t *testing.T) {
	t.Parallel()
	got := render(t, template.VoiceCode, template.BuiltIn(template.VoiceCode), nil)
	require.Contains(t, got.Text, "4, 0, 9, 1, 2, 7.")
	require.NotContains(t, got.Text, "409127")
	request := template.VoiceRequest(bluepeak, template.Values{Technician: "Sam Rivera", Code: "409127"})
	require.Contains(t, request, "This is Bluepeak IT. Sam Rivera is on the phone")
	require.Contains(t, request, "press 9")
	require.NotContains(t, request, "4, 0")
	require.NotContains(t, request, "409127")
}

func TestMailSaysTheSameInBothParts(t *testing.T) {
	t.Parallel()
	got := render(t, template.EmailCode, template.BuiltIn(template.EmailCode), nil)
	require.Equal(t, "Your code from Bluepeak IT", got.Subject)
	require.True(t, strings.HasPrefix(got.Text, "Hello Ana,\n\nSam Rivera of Bluepeak IT is on the phone"), got.Text)
	require.Contains(t, got.Text, "\n\n409127\n\n")
	require.Contains(t, got.Text, "Your ticket: 48190")
	require.True(t, strings.HasSuffix(got.Text, "\n\nBluepeak IT never asks for your password, neither by phone nor by e-mail."), got.Text)
	seen := visible(t, got.HTML)
	for line := range strings.SplitSeq(got.Text, "\n") {
		require.Contains(t, seen, line)
	}
}

func TestLinkMail(t *testing.T) {
	t.Parallel()
	got := render(t, template.EmailLink, template.BuiltIn(template.EmailLink), nil)
	link := template.Sample(bluepeak).Link
	require.Contains(t, got.Text, "\n\n"+link+"\n\n")
	require.Contains(t, got.HTML, `<a class="button" href="`+link+`"`)
	require.Contains(t, visible(t, got.HTML), link, "the address is shown in plain beside the button")
	require.NotContains(t, got.HTML, "409127")
}

func TestALinkInASentenceGetsAButtonToo(t *testing.T) {
	t.Parallel()
	got := render(t, template.EmailLink, template.Text{Subject: "Hi", Body: "Please open ${link} now."}, nil)
	require.Equal(t, 2, strings.Count(got.HTML, "href="))
	require.Contains(t, got.HTML, `class="button"`)
}

func TestLinesAboutNothingAreLeftOut(t *testing.T) {
	t.Parallel()
	none := func(v *template.Values) { v.Ticket, v.Company = "", "" }
	got := render(t, template.EmailCode, template.BuiltIn(template.EmailCode), none)
	require.NotContains(t, got.Text, "ticket")
	require.NotContains(t, got.HTML, "ticket")
	require.NotContains(t, got.Text, "\n\n\n")

	got = render(t, template.SMSCode, template.Text{Body: "Code ${code} for ticket ${ticket} of ${company}."}, none)
	require.Equal(t, "Code 409127 for ticket of .", got.Text, "a line with the code always stays")

	got = render(t, template.EmailCode, template.Text{Subject: "Ticket ${ticket} code", Body: "A\n\n${company}\n\n${code}\r\n\r\n\r\nB\n\n"}, none)
	require.Equal(t, "Ticket code", got.Subject)
	require.Equal(t, "A\n\n409127\n\nB", got.Text)
}

func TestValuesCannotPlayTricks(t *testing.T) {
	t.Parallel()
	text := template.BuiltIn(template.EmailCode)
	text.Subject = "For ${name} at ${company}"
	got := render(t, template.EmailCode, text, func(v *template.Values) {
		v.Name = "${code}<script>"
		v.Company = "North\r\nBcc: evil@evil.example"
		v.Ticket = "\u202e" + strings.Repeat("x", 100)
		v.Technician = `"><img src=x onerror=alert(1)>`
	})
	require.Equal(t, "For ${code}<script> at North Bcc: evil@evil.example", got.Subject)
	require.NotContains(t, got.HTML, "<script")
	require.NotContains(t, got.HTML, "<img")
	require.NotContains(t, got.Text, "\u202e")
	require.Contains(t, got.Text, "Your ticket: "+strings.Repeat("x", 61)+"...\n")
}

func TestNothingLeavesWithoutItsCodeOrLink(t *testing.T) {
	t.Parallel()
	values := template.Sample(bluepeak)
	values.Code, values.Link = "", ""
	for _, kind := range []template.Kind{template.SMSCode, template.SMSLink, template.EmailCode, template.EmailLink, template.VoiceCode} {
		_, err := template.Render(kind, template.BuiltIn(kind), bluepeak, values)
		require.ErrorIs(t, err, template.ErrIncomplete, kind)
		_, err = template.Render(kind, template.Text{Body: "Hello"}, bluepeak, template.Sample(bluepeak))
		require.ErrorIs(t, err, template.ErrIncomplete, kind)
	}
	_, err := template.Render("fax_code", template.Text{}, bluepeak, values)
	require.Error(t, err)
}

func TestLogoByAddress(t *testing.T) {
	t.Parallel()
	got := render(t, template.EmailCode, template.BuiltIn(template.EmailCode), func(v *template.Values) { v.LogoURL = "https://help.example/brand/logo" })
	require.Contains(t, got.HTML, `<img src="https://help.example/brand/logo" alt="Bluepeak IT"`)
	got = render(t, template.EmailCode, template.BuiltIn(template.EmailCode), func(v *template.Values) { v.LogoURL = "javascript:alert(1)" })
	require.NotContains(t, got.HTML, "javascript:")
}

// A mail fetches nothing but the logo, has no table, no script, and is well-formed.
func TestMailMarkup(t *testing.T) {
	t.Parallel()
	for _, kind := range []template.Kind{template.EmailCode, template.EmailLink} {
		page := render(t, kind, template.BuiltIn(kind), nil).HTML
		wellFormed(t, page)
		for _, forbidden := range []string{"<script", "<table", "<img", "@import", "url(", "<link", "ZgotmplZ"} {
			require.NotContains(t, page, forbidden)
		}
	}
}

// For any template and recipient: no panic; a text that passes Validate renders with its code, and its mail has no tag of the input.
func TestAnyText(t *testing.T) {
	t.Parallel()
	piece := rapid.SampledFrom([]string{"${code}", "${link}", "${name}", "${ticket}", "${", "}", "$", "<b>", "\n", "\n\n", " ", "Hello", "&amp;", "<script>", "é", "\u202e"})
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(template.Kinds).Draw(t, "kind")
		write := func(label string) string {
			return strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, label), "")
		}
		text := template.Text{Subject: write("subject"), Body: write("body"), Footer: write("footer")}
		values := template.Sample(bluepeak)
		values.Name = rapid.String().Draw(t, "name")
		values.Ticket = rapid.SampledFrom([]string{"", "48190", "<i>"}).Draw(t, "ticket")
		rendered, err := template.Render(kind, text, bluepeak, values)
		if len(template.Validate(kind, text)) > 0 {
			return
		}
		require.NoError(t, err)
		switch kind {
		case template.SMSCode, template.EmailCode:
			require.Contains(t, rendered.Text, "409127")
		case template.SMSLink, template.EmailLink:
			require.Contains(t, strings.Fields(rendered.Text), values.Link, "the address stands alone")
		case template.VoiceCode:
			require.Contains(t, rendered.Text, "4, 0, 9, 1, 2, 7")
		case template.LandingPage:
			require.NotContains(t, rendered.Text, "409127")
		}
		require.NotContains(t, rendered.HTML, "<script")
		require.NotContains(t, rendered.HTML, "<b>")
		require.NotContains(t, rendered.HTML, "<i>")
		require.NotContains(t, rendered.Subject, "\n")
	})
}

// visible is the text of a page, a line for each break or block.
func visible(t *testing.T, page string) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	require.NoError(t, err)
	var out strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "style" {
			out.WriteString(n.Data)
		}
		if n.Type == html.ElementNode && n.Data != "bdi" {
			out.WriteByte('\n')
		}
	}
	return out.String()
}

// wellFormed checks that every tag is closed in order.
func wellFormed(t *testing.T, page string) {
	t.Helper()
	void := map[string]bool{"meta": true, "br": true, "img": true, "input": true, "link": true}
	var open []string
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		switch z.Next() {
		case html.StartTagToken:
			if name, _ := z.TagName(); !void[string(name)] {
				open = append(open, string(name))
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			require.NotEmpty(t, open, "</%s> closes nothing", name)
			require.Equal(t, open[len(open)-1], string(name))
			open = open[:len(open)-1]
		case html.ErrorToken:
			require.Empty(t, open)
			return
		}
	}
}

// COUNTERSIGN_PAGES names a folder to write the mails to, to look at them in a browser.
func TestWriteMails(t *testing.T) {
	folder := os.Getenv("COUNTERSIGN_PAGES")
	if folder == "" {
		t.Skip("COUNTERSIGN_PAGES is not set")
	}
	for _, kind := range []template.Kind{template.EmailCode, template.EmailLink} {
		page := render(t, kind, template.BuiltIn(kind), nil).HTML
		require.NoError(t, os.WriteFile(filepath.Join(folder, string(kind)+".html"), []byte(page), 0o600))
	}
}
