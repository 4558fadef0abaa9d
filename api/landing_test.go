package api_test

import (
	"context"
	"errors"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"countersign/api"
	"countersign/core/channel"
	"countersign/core/evidence"
	"countersign/core/linkpage"
	"countersign/core/otp"
	"countersign/core/verification"
	"countersign/store"
	peoplestore "countersign/store/people"
)

// link is a link that a person got, and the page it opens.
type link struct {
	t       testing.TB
	call    *opened
	pressed *pressed
	url     string
}

func newLink(t testing.TB) *link { return newLinkBy(t, channel.SMSLink) }

func newLinkBy(t testing.TB, way channel.Name) *link {
	t.Helper()
	m := newMSP(t)
	call := m.verify(m.ana(), way)
	p := &pressed{opened: call}
	handler, err := api.NewLandingWith(api.Deps{
		Store: m.store, Metrics: prometheus.NewRegistry(), Log: slog.New(slog.DiscardHandler), Now: time.Now, PublicURL: publicURL,
	}, p)
	require.NoError(t, err)
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return &link{t: t, call: call, pressed: p, url: server.URL}
}

func (l *link) open(token string) reply {
	l.t.Helper()
	return request(l.t, http.MethodGet, l.url+"/l/"+token, "")
}

func (l *link) press(token, action string, headers ...string) reply {
	l.t.Helper()
	return request(l.t, http.MethodPost, l.url+"/l/"+token, "action="+action, headers...)
}

func (l *link) enter(token, number string) reply {
	l.t.Helper()
	return request(l.t, http.MethodPost, l.url+"/l/"+token, "action=match&number="+number)
}

// neutral is the one page of every link that does not count.
func neutral(t testing.TB) string {
	t.Helper()
	var page strings.Builder
	require.NoError(t, linkpage.Render(&page, linkpage.Page{State: linkpage.Expired}))
	return page.String()
}

// late is the page of a link that does not count any more, whose person may still deny.
func late(t testing.TB) string {
	t.Helper()
	var page strings.Builder
	require.NoError(t, linkpage.Render(&page, linkpage.Page{State: linkpage.Expired, Late: true}))
	return page.String()
}

func TestALinkSaysWhoAsksAndOnlyAPressCounts(t *testing.T) {
	t.Parallel()
	l := newLink(t)
	token := l.call.token(1)
	for range 3 {
		page := status(t, l.open(token), http.StatusOK)
		for _, word := range []string{"Sam Rivera", l.call.msp.name(), "48190", "Northwind Dental", "Validate", "This was not me"} {
			require.Contains(t, string(page.raw), word)
		}
		require.NotContains(t, string(page.raw), "<script")
		require.Less(t, len(page.raw), 30<<10)
		require.Equal(t, "no-store", page.header.Get("Cache-Control"))
		require.Equal(t, "no-referrer", page.header.Get("Referrer-Policy"))
		require.Contains(t, page.header.Get("X-Robots-Tag"), "noindex")
		require.Contains(t, page.header.Get("Content-Security-Policy"), "default-src 'none'")
		require.Contains(t, page.header.Get("Content-Security-Policy"), "form-action 'self'")
		require.Equal(t, "nosniff", page.header.Get("X-Content-Type-Options"))
		require.Empty(t, page.header.Values("Set-Cookie"))
	}
	head := status(t, request(t, http.MethodHead, l.url+"/l/"+token, ""), http.StatusOK)
	require.Empty(t, head.raw)
	require.Zero(t, l.pressed.heard, "a scanner that opens links changes nothing")

	thanks := status(t, l.press(token, "validate"), http.StatusOK)
	require.Contains(t, string(thanks.raw), "Thank you, it is you")
	again := status(t, l.press(token, "validate"), http.StatusOK)
	require.Contains(t, string(again.raw), "confirmed this already", "the second of two quick presses")
	require.Equal(t, 1, l.pressed.heard)
	later := status(t, l.open(token), http.StatusOK)
	require.Contains(t, string(later.raw), "confirmed this already")
	require.Equal(t, 1, strings.Count(string(later.raw), "<form"), "it can be taken back for a minute, and not be validated again")
	require.Equal(t, 1, l.pressed.heard)
}

func TestAPressByMistakeIsTakenBackForAMinute(t *testing.T) {
	t.Parallel()
	l := newLink(t)
	token := l.call.token(1)
	thanks := status(t, l.press(token, "validate"), http.StatusOK)
	require.Contains(t, string(thanks.raw), "by mistake")
	path := "/verifications/" + l.call.id.String()
	require.Equal(t, "approved", l.call.msp.get(path).ok(http.StatusOK)["status"])

	told := status(t, l.press(token, "not-me"), http.StatusOK)
	require.Contains(t, string(told.raw), "We told the help desk")
	v := l.call.msp.get(path).ok(http.StatusOK)
	require.Equal(t, "denied", v["status"])
	require.Equal(t, "not_me", v["reason_code"])
	ana := l.call.msp.get("/contacts/" + l.call.rules.Contact.String()).ok(http.StatusOK)
	require.NotNil(t, ana["denied"], "it stands on the person, as any denial does")
	for _, shield := range ana["shields"].([]any) {
		require.Nil(t, shield.(object)["verified_until"])
	}
	alerts := l.call.msp.get("/alerts").ok(http.StatusOK)["items"].([]any)
	require.Len(t, alerts, 1)
	require.Equal(t, "not_me", alerts[0].(object)["kind"])

	file := status(t, l.call.msp.get(path+"/evidence"), http.StatusOK).raw
	public, err := evidence.Keys(file)
	require.NoError(t, err)
	summary, err := evidence.Verify([][]byte{file}, public)
	require.NoError(t, err, "the decision follows from the facts, both times")
	require.Equal(t, 2, summary.Bundles)
	status(t, l.press(token, "not-me"), http.StatusOK)
	require.Len(t, l.call.msp.get("/alerts").ok(http.StatusOK)["items"].([]any), 1)
}

func TestAPressCannotBeTakenBackLater(t *testing.T) {
	t.Parallel()
	l := newLink(t)
	token := l.call.token(1)
	status(t, l.press(token, "validate"), http.StatusOK)
	l.call.msp.in(func(ctx context.Context, tx store.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE verifications SET closed_at = closed_at - interval '61 seconds' WHERE id = $1`, l.call.id)
		return err
	})
	require.NotContains(t, string(status(t, l.open(token), http.StatusOK).raw), "<form")
}

func TestThisWasNotMe(t *testing.T) {
	t.Parallel()
	l := newLink(t)
	token := l.call.token(1)
	told := status(t, l.press(token, "not-me"), http.StatusOK)
	require.Contains(t, string(told.raw), "We told the help desk")
	require.Equal(t, late(t), string(status(t, l.open(token), http.StatusGone).raw))
	require.Equal(t, late(t), string(status(t, l.press(token, "validate"), http.StatusGone).raw))
	require.Equal(t, 1, l.pressed.heard)
}

func TestLinksThatDoNotCountLookAlike(t *testing.T) {
	t.Parallel()
	l := newLink(t)
	first := l.call.token(1)
	second := l.call.token(l.call.send(channel.SMSLink, 5*time.Minute))
	require.Equal(t, late(t), string(status(t, l.open(first), http.StatusGone).raw))
	require.Equal(t, late(t), string(status(t, l.press(first, "validate"), http.StatusGone).raw))
	dead := []string{uuid.NewString(), "AAAAAAAAAAAAAAAAAAAAAA", second + "A", strings.ToLower(second) + "-"}
	for _, token := range dead {
		require.Equal(t, neutral(t), string(status(t, l.open(token), http.StatusGone).raw), token)
		require.Equal(t, neutral(t), string(status(t, l.press(token, "validate"), http.StatusGone).raw), token)
		require.Equal(t, neutral(t), string(status(t, l.press(token, "not-me"), http.StatusGone).raw), token)
	}
	require.Zero(t, l.pressed.heard)
	status(t, l.open(second), http.StatusOK)

	expired := l.call.token(l.call.send(channel.EmailLink, -time.Second))
	require.Equal(t, late(t), string(status(t, l.open(expired), http.StatusGone).raw))
	require.Equal(t, late(t), string(status(t, l.press(expired, "validate"), http.StatusGone).raw))
	require.Zero(t, l.pressed.heard)
	told := status(t, l.press(first, "not-me"), http.StatusOK)
	require.Contains(t, string(told.raw), "We told the help desk", "a warning counts from an older link too")
}

func TestALinkIsDeadOnceItsVerificationEnded(t *testing.T) {
	t.Parallel()
	for name, fact := range map[string]verification.Fact{"cancelled": {Kind: verification.Cancel}, "denied": {Kind: verification.Denial}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLink(t)
			l.call.end(fact)
			require.Equal(t, late(t), string(status(t, l.open(l.call.token(1)), http.StatusGone).raw))
			require.Equal(t, late(t), string(status(t, l.press(l.call.token(1), "validate"), http.StatusGone).raw))
			require.Zero(t, l.pressed.heard)

			// Whoever reads the message late is the witness one wants.
			told := status(t, l.press(l.call.token(1), "not-me"), http.StatusOK)
			require.Contains(t, string(told.raw), "We told the help desk")
			require.Equal(t, 1, l.pressed.late)
		})
	}
}

func TestADayLaterALinkTakesNothing(t *testing.T) {
	t.Parallel()
	l := newLink(t)
	old := l.call.token(l.call.send(channel.EmailLink, -25*time.Hour))
	l.call.end(verification.Fact{Kind: verification.Cancel})
	require.Equal(t, neutral(t), string(status(t, l.open(old), http.StatusGone).raw))
	require.Equal(t, neutral(t), string(status(t, l.press(old, "not-me"), http.StatusGone).raw))
	require.Zero(t, l.pressed.late)
}

func TestAPressThatNobodyAnswersAsksForAnother(t *testing.T) {
	t.Parallel()
	l := newLink(t)
	l.pressed.err = errors.New("temporal is away")
	slow := status(t, l.press(l.call.token(1), "validate"), http.StatusServiceUnavailable)
	require.Contains(t, string(slow.raw), "Please try again")
	require.Equal(t, "5", slow.header.Get("Retry-After"))
	require.NotContains(t, string(slow.raw), "temporal")
	l.pressed.err = nil
	status(t, l.press(l.call.token(1), "validate"), http.StatusOK)
}

func TestAnotherSitesPageCannotPress(t *testing.T) {
	t.Parallel()
	l := newLink(t)
	token := l.call.token(1)
	for _, foreign := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}} {
		status(t, l.press(token, "validate", foreign...), http.StatusForbidden)
	}
	status(t, l.press(token, "delete"), http.StatusBadRequest)
	status(t, request(t, http.MethodPost, l.url+"/l/"+token, "action=validate&x="+strings.Repeat("a", 5<<10)), http.StatusBadRequest)
	require.Zero(t, l.pressed.heard)
	status(t, l.press(token, "validate", "Sec-Fetch-Site", "same-origin", "Origin", "null"), http.StatusOK)
}

func TestOlderBrowsersMayPress(t *testing.T) {
	t.Parallel()
	for _, origin := range []string{"null", publicURL} {
		l := newLink(t)
		status(t, l.press(l.call.token(1), "validate", "Origin", origin), http.StatusOK)
	}
}

func TestGuessingLinksIsLimitedAndGoodLinksAreNot(t *testing.T) {
	t.Parallel()
	l := newLink(t)
	for range 60 {
		status(t, l.open("AAAAAAAAAAAAAAAAAAAAAA"), http.StatusGone)
	}
	many := status(t, l.open("AAAAAAAAAAAAAAAAAAAAAA"), http.StatusTooManyRequests)
	require.NotEmpty(t, many.header.Get("Retry-After"))
	require.Contains(t, string(many.raw), "Too many tries")
	status(t, l.open(l.call.token(1)), http.StatusOK)
}

func TestTheMSPsOwnWordsStandOnThePage(t *testing.T) {
	t.Parallel()
	l := newLink(t)
	m := l.call.msp
	m.put("/templates/landing_page", object{"body": "Hola ${name} <b>", "footer": "Llame al 600"}).ok(http.StatusOK)
	looks := m.get("/branding").ok(http.StatusOK)
	looks["logo"], looks["msp_name"] = pixel, "Bluepeak <IT>"
	m.put("/branding", looks).ok(http.StatusOK)
	page := string(status(t, l.open(l.call.token(1)), http.StatusOK).raw)
	require.Contains(t, page, "Hola Ana &lt;b&gt;")
	require.Contains(t, page, "Llame al 600")
	require.Contains(t, html.UnescapeString(page), pixel)
	require.Contains(t, page, "Bluepeak &lt;IT&gt;")
}

func TestAConfirmedLinkOutlivesAnErasedPerson(t *testing.T) {
	t.Parallel()
	l := newLink(t)
	status(t, l.press(l.call.token(1), "validate"), http.StatusOK)
	l.call.msp.in(func(ctx context.Context, tx store.Tx) error {
		return peoplestore.EraseContact(ctx, tx, l.call.rules.Contact)
	})
	page := l.open(l.call.token(1))
	require.Less(t, page.status, 500)
	require.NotContains(t, string(page.raw), "Torres")
}

func TestAPageThatAsksForTheNumber(t *testing.T) {
	t.Parallel()
	l := newLinkBy(t, channel.SMSMatch)
	token, number := l.call.token(1), l.call.number(1)
	words, err := otp.Words(l.call.msp.store.Ring(), l.call.otp(1))
	require.NoError(t, err)
	page := string(status(t, l.open(token), http.StatusOK).raw)
	for _, word := range []string{"Sam Rivera", l.call.msp.name(), "48190", "Northwind Dental", "I am not on a call with them"} {
		require.Contains(t, page, word)
	}
	require.NotContains(t, page, words, "the words come after the number")
	require.NotRegexp(t, `>[^<]*\b`+number+`\b[^<]*<`, page[strings.Index(page, "<body>"):], "the page never tells the number")

	status(t, l.press(token, "validate"), http.StatusGone)
	heard := l.pressed.heard
	for _, typed := range []string{"", "4", "abc"} {
		require.Contains(t, string(status(t, l.enter(token, typed), http.StatusUnprocessableEntity).raw), "That is not the number")
	}
	require.Equal(t, heard, l.pressed.heard, "what cannot be a number is no guess")
	other := "10"
	if number == other {
		other = "11"
	}
	wrong := string(status(t, l.enter(token, other), http.StatusUnprocessableEntity).raw)
	require.Contains(t, wrong, "That is not the number")
	require.NotContains(t, wrong, words)
	right := string(status(t, l.enter(token, number), http.StatusOK).raw)
	require.Contains(t, right, words)
	require.Contains(t, string(status(t, l.open(token), http.StatusOK).raw), words, "opened again, they are still there")
	shown := l.call.msp.get("/verifications/" + l.call.id.String()).ok(http.StatusOK)
	require.Equal(t, false, shown["leading"])
	require.NotContains(t, shown, "mutual", "who does not lead the call sees no words")
}
