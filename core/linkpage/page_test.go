package linkpage_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"countersign/core/linkpage"
	"countersign/core/template"
)

var states = []linkpage.State{linkpage.Ask, linkpage.Validated, linkpage.Denied, linkpage.Done, linkpage.Expired}

func page(state linkpage.State) linkpage.Page {
	branding := template.DefaultBranding("Bluepeak IT")
	return linkpage.Page{State: state, Branding: branding, Text: template.BuiltIn(template.LandingPage), Values: template.Sample(branding)}
}

func render(t *testing.T, p linkpage.Page) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, linkpage.Render(&out, p))
	return out.String()
}

// largest is a page as heavy as an MSP can make it: the largest logo, and texts at their limits in characters that HTML writes as five.
func largest(state linkpage.State) linkpage.Page {
	p := page(state)
	p.Branding.MSPName = strings.Repeat("&", 120)
	p.Branding.Logo = "data:image/png;base64," + base64.StdEncoding.EncodeToString([]byte("\x89PNG\r\n\x1a\n"+strings.Repeat("\xff", 10240-8)))
	p.Text = template.Text{Body: strings.Repeat("'", 1000), Footer: strings.Repeat("\"", 500)}
	p.Values = template.Values{Technician: strings.Repeat("<", 200), Company: strings.Repeat(">", 300), Ticket: strings.Repeat("+", 300), Minutes: "5"}
	return p
}

func TestEveryPageStaysUnder30KB(t *testing.T) {
	t.Parallel()
	for _, state := range states {
		p := largest(state)
		require.Empty(t, template.Validate(template.LandingPage, p.Text))
		require.Empty(t, p.Branding.Validate())
		size := len(render(t, p))
		require.Less(t, size, 30_000, state)
		if state == linkpage.Ask {
			require.Greater(t, size, 20_000, "the logo is missing")
		}
	}
	// Lines and paragraphs cost tags of their own.
	p := largest(linkpage.Ask)
	p.Text = template.Text{Body: strings.Repeat("'", 950) + strings.Repeat("\n\n'", 14), Footer: strings.Repeat("'", 465) + strings.Repeat("\n'", 15)}
	require.Empty(t, template.Validate(template.LandingPage, p.Text))
	require.Less(t, len(render(t, p)), 30_000)
}

func TestMarkup(t *testing.T) {
	t.Parallel()
	for _, state := range states {
		for _, p := range []linkpage.Page{page(state), largest(state)} {
			out := render(t, p)
			wellFormed(t, out)
			for _, forbidden := range []string{"<script", "javascript:", "onclick", "onload", "ZgotmplZ", "http:", "https:", "url(", "@import", "<link", "<iframe"} {
				require.NotContains(t, out, forbidden, state)
			}
		}
	}
}

func TestAsk(t *testing.T) {
	t.Parallel()
	out := render(t, page(linkpage.Ask))
	for _, shown := range []string{"Bluepeak IT", "Sam Rivera", "48190", "Northwind Dental", "Press Validate only while you are talking to Sam Rivera."} {
		require.Contains(t, out, shown)
	}
	require.NotContains(t, out, "409127", "a code must never be on the page")
	require.NotContains(t, out, "Torres", "the page does not say whom it was meant for")
	forms := formsOf(t, out)
	require.Equal(t, []map[string]string{{"action": "validate"}, {"action": "not-me"}}, forms)

	p := page(linkpage.Ask)
	p.Text = template.Text{Body: "Code ${code} ${link}"} // no text that Validate takes
	require.NotContains(t, render(t, p), "409127")
	require.NotContains(t, render(t, p), "verify.example")

	p = page(linkpage.Ask)
	p.Values.Ticket, p.Values.Company = "", ""
	out = render(t, p)
	require.NotContains(t, out, "<dt>Ticket")
	require.NotContains(t, out, "<dt>Your company")
}

func TestNamesKeepTheirDirection(t *testing.T) {
	t.Parallel()
	p := page(linkpage.Ask)
	p.Values.Technician, p.Values.Ticket = "\u0644\u064a\u0644\u0649", "48190-2"
	out := render(t, p)
	for _, isolated := range []string{"phone with <bdi>\u0644\u064a\u0644\u0649</bdi>?", "<dd><bdi>48190-2</bdi></dd>", "<bdi>Bluepeak IT</bdi>", `<p class="soft" dir="auto">`} {
		require.Contains(t, out, isolated)
	}
}

func TestOnlyAskHasForms(t *testing.T) {
	t.Parallel()
	for _, state := range states[1:] {
		require.Empty(t, formsOf(t, render(t, page(state))), state)
	}
	require.Contains(t, render(t, page(linkpage.Denied)), "We told the help desk")
}

// All invalid links have the same page.
func TestExpiredRevealsNothing(t *testing.T) {
	t.Parallel()
	want := render(t, linkpage.Page{State: linkpage.Expired})
	require.Equal(t, want, render(t, page(linkpage.Expired)))
	require.Equal(t, want, render(t, largest(linkpage.Expired)))
	require.NotContains(t, want, "Bluepeak")
	late := largest(linkpage.Expired)
	late.Late = true
	require.Equal(t, render(t, linkpage.Page{State: linkpage.Expired, Late: true}), render(t, late))
}

func TestAnExpiredLinkKeepsOneButton(t *testing.T) {
	t.Parallel()
	out := render(t, linkpage.Page{State: linkpage.Expired, Late: true})
	wellFormed(t, out)
	require.Equal(t, []map[string]string{{"action": "not-me"}}, formsOf(t, out))
	require.Contains(t, out, "I am not on a call with them")
	require.Empty(t, formsOf(t, render(t, linkpage.Page{State: linkpage.Expired})))
}

func TestValuesCannotPlayTricks(t *testing.T) {
	t.Parallel()
	p := page(linkpage.Ask)
	p.Values.Technician = `"><script>alert(1)</script>`
	p.Values.Ticket = "${code}"
	p.Branding.Accent = "red;} body{display:none"
	p.Branding.Logo = `data:text/html;base64,PHNjcmlwdD4=`
	out := render(t, p)
	require.NotContains(t, out, "<script")
	require.NotContains(t, out, "display:none")
	require.NotContains(t, out, "data:text/html")
	require.Contains(t, out, "${code}")
}

func TestUnknownStateAndDeadConnection(t *testing.T) {
	t.Parallel()
	require.Error(t, linkpage.Render(&bytes.Buffer{}, linkpage.Page{State: "maybe"}))
	require.ErrorIs(t, linkpage.Render(deaf{}, page(linkpage.Ask)), errDeaf)
}

var errDeaf = errors.New("closed connection")

type deaf struct{}

func (deaf) Write([]byte) (int, error) { return 0, errDeaf }

var token = regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{3,6})`)

// Every pair of text and ground on the page reaches AA (4.5:1, WCAG 2.2 success criterion 1.4.3), and the outline of a button 3:1 (1.4.11), in light and in dark.
func TestContrast(t *testing.T) {
	t.Parallel()
	roots := regexp.MustCompile(`:root \{[^}]*\}`).FindAllString(render(t, page(linkpage.Ask)), -1)
	require.Len(t, roots, 2, "light and dark")
	for _, root := range roots {
		colours := map[string]string{}
		for _, m := range token.FindAllStringSubmatch(root, -1) {
			if len(m[2]) == 4 {
				m[2] = "#" + strings.Repeat(m[2][1:2], 2) + strings.Repeat(m[2][2:3], 2) + strings.Repeat(m[2][3:4], 2)
			}
			colours[m[1]] = m[2]
		}
		for _, pair := range []struct {
			text, ground string
			least        float64
		}{
			{"ink", "card", 4.5}, {"soft", "card", 4.5}, {"soft", "bg", 4.5}, {"ok", "ok-bg", 4.5}, {"warn", "warn-bg", 4.5}, {"field", "card", 3},
		} {
			require.Contains(t, colours, pair.text)
			require.Contains(t, colours, pair.ground)
			require.GreaterOrEqual(t, template.Contrast(colours[pair.text], colours[pair.ground]), pair.least, "%v in %s", pair, root)
		}
	}
	for _, accent := range []string{"#2f5bea", "#0f766e", "#949494", "#c2410c", "#111111"} {
		p := page(linkpage.Ask)
		p.Branding.Accent = accent
		require.Empty(t, p.Branding.Validate())
		require.Contains(t, render(t, p), "background: "+accent+"; color: "+template.Ink(accent)+";")
	}
}

// formsOf lists the hidden fields of each form, and checks that it posts to the page's own address.
func formsOf(t *testing.T, page string) []map[string]string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	require.NoError(t, err)
	var forms []map[string]string
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Data != "form" {
			continue
		}
		require.Equal(t, "post", attribute(n, "method"))
		require.Empty(t, attribute(n, "action"))
		fields := map[string]string{}
		for in := range n.Descendants() {
			if in.Data == "input" {
				require.Equal(t, "hidden", attribute(in, "type"))
				fields[attribute(in, "name")] = attribute(in, "value")
			}
		}
		forms = append(forms, fields)
	}
	return forms
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// wellFormed checks that every tag is closed in order.
func wellFormed(t *testing.T, page string) {
	t.Helper()
	void := map[string]bool{"meta": true, "br": true, "img": true, "input": true}
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

// COUNTERSIGN_PAGES names a folder to write the pages to, to look at them in a browser.
func TestWritePages(t *testing.T) {
	folder := os.Getenv("COUNTERSIGN_PAGES")
	if folder == "" {
		t.Skip("COUNTERSIGN_PAGES is not set")
	}
	for _, state := range states {
		require.NoError(t, os.WriteFile(filepath.Join(folder, string(state)+".html"), []byte(render(t, page(state))), 0o600))
	}
}
