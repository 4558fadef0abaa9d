package mail_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"countersign/core/mail"
)

var bluepeak = mail.Brand{Name: "Bluepeak IT", SenderName: "Bluepeak Help Desk", Accent: "#2f5bea", Ink: "#ffffff", GradientFrom: "#2f5bea", GradientTo: "#7a4fe0"}

func invitation() mail.Content {
	return mail.Content{
		Subject:   "Bluepeak IT invites you",
		Body:      []mail.Block{mail.Text("Hello,"), mail.Text("One line.", "Another line."), mail.Button("Choose a password", "https://console.example/set-password#token=abc")},
		Signature: [][]string{{"Your help desk"}}, Footer: [][]string{{"Nobody asks for your password."}},
	}
}

func TestBothPartsSayTheSame(t *testing.T) {
	t.Parallel()
	m, err := mail.Render(bluepeak, invitation())
	require.NoError(t, err)
	require.Equal(t, "Bluepeak Help Desk", m.FromName)
	require.Equal(t, "Bluepeak IT invites you", m.Subject)
	require.Equal(t, "Hello,\n\nOne line.\nAnother line.\n\nChoose a password:\nhttps://console.example/set-password#token=abc\n\nYour help desk\n\nNobody asks for your password.\n", m.Text)
	for _, words := range []string{"Hello,", "Another line.", "Choose a password", `href="https://console.example/set-password#token=abc"`, "Bluepeak IT", "Your help desk", "Nobody asks"} {
		require.Contains(t, m.HTML, words)
	}
}

func TestALogoHasTheNameAsItsText(t *testing.T) {
	t.Parallel()
	brand := bluepeak
	brand.LogoURL = "https://verify.example/brand/1/logo"
	page, err := mail.HTML(brand, invitation())
	require.NoError(t, err)
	require.Contains(t, page, `<img src="https://verify.example/brand/1/logo" alt="Bluepeak IT"`)
}

// Screen readers need the language; nothing is laid out in tables, and nothing is fetched but the logo.
func TestMailIsAccessible(t *testing.T) {
	t.Parallel()
	page, err := mail.HTML(bluepeak, mail.Content{Subject: "A code", Body: []mail.Block{{Code: "409127", Spoken: "4, 0, 9, 1, 2, 7"}}})
	require.NoError(t, err)
	require.Contains(t, page, `<html lang="en">`)
	require.Contains(t, page, `aria-label="4, 0, 9, 1, 2, 7"`)
	require.NotContains(t, page, "<table")
	require.NotContains(t, page, "<img")
	require.NotContains(t, page, "<script")
}

// Names, tickets and texts come from outside: markup in them stays text.
func TestWhatComesFromOutsideStaysText(t *testing.T) {
	t.Parallel()
	elements := func(page string) (names []string) {
		node, err := html.Parse(strings.NewReader(page))
		require.NoError(t, err)
		for n := range node.Descendants() {
			if n.Type == html.ElementNode {
				names = append(names, n.Data)
			}
		}
		return names
	}
	rapid.Check(t, func(t *rapid.T) {
		outside := rapid.OneOf(rapid.SampledFrom([]string{`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</p><table>`, "{{.Name}}", "javascript:alert(1)"}), rapid.String()).Draw(t, "outside")
		lay := func(text string) string {
			brand := bluepeak
			brand.Name = text
			page, err := mail.HTML(brand, mail.Content{
				Subject: text, Body: []mail.Block{mail.Text(text), mail.Button(text, text), {Code: text, Spoken: text}, {Lines: [][]mail.Piece{{{Text: text, Link: true}, {Text: text, Code: true}}}}},
				Signature: [][]string{{text}}, Footer: [][]string{{text}},
			})
			if err != nil {
				t.Fatal(err)
			}
			return page
		}
		page := lay(outside + "x")
		if got, want := elements(page), elements(lay("x")); len(got) != len(want) {
			t.Fatalf("%q makes elements: %v", outside, got)
		}
		if strings.Contains(page, `href="javascript:`) {
			t.Fatal("a script in a link")
		}
	})
}

func TestNamesAndTheWordsOfAnMSPKeepTheirDirection(t *testing.T) {
	t.Parallel()
	page, err := mail.HTML(bluepeak, mail.Content{
		Subject: "A code", Body: []mail.Block{
			{Written: true, Lines: [][]mail.Piece{{{Text: "\u0645\u0631\u062d\u0628\u0627 "}, {Text: "Northwind (48190)", Value: true}}}}, mail.Text("Our own sentence."),
			{Code: "409127", Spoken: "4, 0, 9, 1, 2, 7"}, mail.Button("Open", "https://verify.example/l/abc"),
		},
		Signature: [][]string{{"Your help desk"}},
	})
	require.NoError(t, err)
	for _, isolated := range []string{
		`<p dir="auto" style="margin:0 0 14px">` + "\u0645\u0631\u062d\u0628\u0627 <bdi>Northwind (48190)</bdi>", `<p style="margin:0 0 14px">Our own sentence.`, `class="code" dir="ltr"`,
		`<a dir="ltr" href="https://verify.example/l/abc"`, `<p dir="auto" style="margin:20px 0 0">Your help desk`, "<bdi>Bluepeak IT</bdi>",
	} {
		require.Contains(t, page, isolated)
	}
}
