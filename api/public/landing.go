package public

import (
	"context"
	_ "embed"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/respond"
	"countersign/api/verify"
	"countersign/core/channel"
	"countersign/core/limit"
	"countersign/core/linkpage"
	"countersign/core/otp"
	"countersign/core/problem"
	words "countersign/core/template"
	"countersign/core/verification"
	"countersign/store"
	verifystore "countersign/store/verify"
)

// Verifications tells a running verification what its person pressed. After an error it is not known whether the press counted.
type Verifications interface {
	ConfirmLink(ctx context.Context, tenant, verification uuid.UUID, send int) (verify.Outcome, error)
	MatchNumber(ctx context.Context, tenant, verification uuid.UUID, send int, number string) (verify.Outcome, error)
	NotMe(ctx context.Context, tenant, verification uuid.UUID, send int) (verify.Outcome, error)
	// TakeBack takes back an approval that was pressed a moment ago.
	TakeBack(ctx context.Context, tenant, verification uuid.UUID) (verify.Outcome, error)
	// NotMeLate is NotMe once the verification has ended.
	NotMeLate(ctx context.Context, tenant, verification uuid.UUID) (verify.Outcome, error)
}

// lateDenial is how long after its end a link still takes "I am not on a call with them": whoever reads the message late is the witness one wants.
const lateDenial = 24 * time.Hour

// A link that does not count answers 410 for every reason (expired, used, replaced, never made). For a day a page of one that existed has a button more than
// the page of one that never did: its token has 128 bits, which nobody guesses.
const deadLink = http.StatusGone

// deadLinksPerNetwork is how many links that do not count one network may open. Good links are never limited.
var deadLinksPerNetwork = limit.Rule{Max: 60, Per: 15 * time.Minute}

// landingBodyLimit in bytes; a press is some twenty.
const landingBodyLimit = 4 << 10

// Landing serves the page that a link leads to.
type Landing struct {
	Store         *store.Store
	Now           func() time.Time
	Log           *slog.Logger
	PublicURL     string
	Verifications Verifications
}

func (h Landing) Mount(engine *gin.Engine) {
	engine.GET("/l/:token", landingHeaders, h.open)
	engine.HEAD("/l/:token", landingHeaders, h.open)
	engine.POST("/l/:token", landingHeaders, h.press)
}

func landingHeaders(c *gin.Context) {
	header := c.Writer.Header()
	header.Set("Cache-Control", "no-store")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	header.Set("Content-Security-Policy", linkpage.SecurityPolicy)
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
}

// open shows the page. It changes nothing: mail scanners follow links.
func (h Landing) open(c *gin.Context) {
	link, found, err := h.linkOf(c)
	if err != nil {
		h.later(c, err)
		return
	}
	if !found {
		h.dead(c)
		return
	}
	h.show(c, link, stateOf(link, h.Now()))
}

// press takes the person's answer.
func (h Landing) press(c *gin.Context) {
	if !h.fromOurPage(c.Request) {
		h.render(c, http.StatusForbidden, linkpage.Page{State: linkpage.Expired})
		return
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, landingBodyLimit)
	if err := c.Request.ParseForm(); err != nil {
		h.render(c, http.StatusBadRequest, linkpage.Page{State: linkpage.Expired})
		return
	}
	link, found, err := h.linkOf(c)
	if err != nil {
		h.later(c, err)
		return
	}
	if !found {
		h.dead(c)
		return
	}
	action := c.Request.PostForm.Get(linkpage.Action)
	if action != linkpage.Validate && action != linkpage.Match && action != linkpage.NotMe {
		h.render(c, http.StatusBadRequest, linkpage.Page{State: linkpage.Expired})
		return
	}
	outcome, err := h.tell(c, link, action, c.Request.PostForm.Get(linkpage.Number))
	if err != nil {
		h.later(c, err)
		return
	}
	if outcome == verify.LinkVoid {
		// Two presses on one button: the second finds the link used by the first, and it is its answer that the browser shows.
		if link, _, err = h.linkOf(c); err != nil {
			h.later(c, err)
			return
		}
	}
	if outcome == verify.LinkMismatch {
		h.showAgain(c, link)
		return
	}
	h.show(c, link, afterPress(outcome, stateOf(link, h.Now())))
}

// afterPress is the page that answers a press; now is what the link shows afterwards.
func afterPress(outcome verify.Outcome, now linkpage.State) linkpage.State {
	switch {
	case outcome == verify.LinkConfirmed:
		return linkpage.Validated
	case outcome == verify.LinkDenied:
		return linkpage.Denied
	case now == linkpage.Done:
		return linkpage.Done
	default:
		return linkpage.Expired
	}
}

// tell brings the answer to the run, unless the row says already that it cannot count.
func (h Landing) tell(ctx context.Context, link verifystore.Link, action, number string) (verify.Outcome, error) {
	switch {
	case action == linkpage.Match && stateOf(link, h.Now()) == linkpage.Ask:
		clean, err := otp.CleanNumber(number)
		if err != nil {
			return verify.LinkMismatch, nil // not counted: nothing was asked of the run
		}
		return h.Verifications.MatchNumber(ctx, link.TenantID, link.VerificationID, int(link.Number), clean)
	case action == linkpage.Validate && stateOf(link, h.Now()) == linkpage.Ask:
		return h.Verifications.ConfirmLink(ctx, link.TenantID, link.VerificationID, int(link.Number))
	case action == linkpage.NotMe && link.Status == string(verification.Pending):
		return h.Verifications.NotMe(ctx, link.TenantID, link.VerificationID, int(link.Number))
	case action == linkpage.NotMe && stateOf(link, h.Now()) == linkpage.Done:
		return h.Verifications.TakeBack(ctx, link.TenantID, link.VerificationID)
	case action == linkpage.NotMe && takesLateDenial(link, h.Now()):
		return h.Verifications.NotMeLate(ctx, link.TenantID, link.VerificationID)
	}
	return verify.LinkVoid, nil
}

// takesLateDenial reports a link that no longer counts and whose person may still deny.
func takesLateDenial(link verifystore.Link, now time.Time) bool {
	return stateOf(link, now) == linkpage.Expired && now.Before(link.ExpiresAt.Add(lateDenial))
}

// canTakeBack reports an approval that its person may still take back.
func canTakeBack(v verifystore.Verification, now time.Time) bool {
	return v.Status == verification.Approved && v.ClosedAt != nil && now.Before(v.ClosedAt.Add(verification.TakeBackTime))
}

// stateOf decides what a link shows. Done is for the holder of the very link that confirmed: an approval belongs to the newest send.
func stateOf(link verifystore.Link, now time.Time) linkpage.State {
	newest := link.Number == link.Newest
	switch {
	case newest && link.Status == string(verification.Pending) && now.Before(link.ExpiresAt):
		return linkpage.Ask
	case newest && link.Status == string(verification.Approved):
		return linkpage.Done
	default:
		return linkpage.Expired
	}
}

func statusOf(state linkpage.State) int {
	if state == linkpage.Expired {
		return deadLink
	}
	return http.StatusOK
}

// linkToken is the form of otp.LinkToken: 128 bits in base64url.
var linkToken = regexp.MustCompile(`^[A-Za-z0-9_-]{22}$`)

func (h Landing) linkOf(c *gin.Context) (link verifystore.Link, found bool, err error) {
	token := c.Param("token")
	if !linkToken.MatchString(token) {
		return verifystore.Link{}, false, nil
	}
	link, err = verifystore.FindLink(c, h.Store, otp.LinkHash(token))
	if errors.Is(err, store.ErrNotFound) {
		return verifystore.Link{}, false, nil
	}
	return link, err == nil, err
}

// page gathers what a page in this state says. The page of a dead link names no person.
func (h Landing) page(ctx context.Context, link verifystore.Link, state linkpage.State) (linkpage.Page, error) {
	if state == linkpage.Expired {
		return linkpage.Page{State: state, Late: takesLateDenial(link, h.Now())}, nil
	}
	a, err := verify.ReadPrompt(ctx, h.Store, link.TenantID, link.VerificationID, words.LandingPage)
	if err != nil {
		return linkpage.Page{}, err
	}
	page := linkpage.Page{State: state, Branding: a.Branding, Text: a.Text, Values: a.Values(int(link.Number)), TakeBack: canTakeBack(a.Verification, h.Now())}
	if sent, found := a.Send(int(link.Number)); found && sent.Channel == channel.SMSMatch {
		page.Match = true
		page.Words, err = otp.Words(h.Store.Ring(), otp.Send{KeyID: a.Verification.KeyID, Tenant: link.TenantID.String(), Verification: link.VerificationID.String(), Number: sent.Number})
	}
	return page, err
}

// showAgain asks for the number once more.
func (h Landing) showAgain(c *gin.Context, link verifystore.Link) {
	page, err := h.page(c, link, linkpage.Ask)
	if err != nil {
		h.later(c, err)
		return
	}
	page.Wrong = true
	h.render(c, http.StatusUnprocessableEntity, page)
}

// show answers with the page of a state.
func (h Landing) show(c *gin.Context, link verifystore.Link, state linkpage.State) {
	page, err := h.page(c, link, state)
	if err != nil {
		h.later(c, err)
		return
	}
	h.render(c, statusOf(state), page)
}

// dead answers a token that names no link, and counts it against the network it came from.
func (h Landing) dead(c *gin.Context) {
	err := gate.Take(c, h.Store, h.Now(), gate.NetworkThrottles(h.Store, "dead-link", c.ClientIP(), deadLinksPerNetwork)...)
	if p, ok := errors.AsType[*problem.Error](err); ok && p.Code == problem.RateLimited {
		c.Header("Retry-After", strconv.Itoa(p.RetrySeconds()))
		h.notice(c, http.StatusTooManyRequests, "Too many tries", "Please wait a few minutes and open your link again.")
		return
	}
	if err != nil {
		h.later(c, err)
		return
	}
	h.render(c, deadLink, linkpage.Page{State: linkpage.Expired})
}

// later asks for another try. The press may have counted; pressing again does no harm.
func (h Landing) later(c *gin.Context, err error) {
	h.Log.ErrorContext(c, "landing page failed", slog.String("request_id", respond.RequestID(c)), slog.String("error", err.Error()))
	c.Header("Retry-After", "5")
	h.notice(c, http.StatusServiceUnavailable, "Please try again", "Something on our side is slow right now. Wait a few seconds, then open the link again and press once more.")
}

func (h Landing) render(c *gin.Context, status int, page linkpage.Page) {
	var body strings.Builder
	if err := linkpage.Render(&body, page); err != nil {
		h.later(c, err)
		return
	}
	c.Data(status, linkpage.ContentType, []byte(body.String()))
}

//go:embed landing_notice.html
var noticeSource string

var noticePage = template.Must(template.New("notice").Parse(noticeSource))

// notice is a page with two sentences and nothing of the MSP: it is shown when nothing could be looked up.
func (h Landing) notice(c *gin.Context, status int, title, text string) {
	var body strings.Builder
	if err := noticePage.Execute(&body, struct{ Title, Text string }{title, text}); err != nil {
		panic(err) // two strings always fit
	}
	c.Data(status, linkpage.ContentType, []byte(body.String()))
}

// fromOurPage refuses what another site's page makes a browser post. The token in the address is the secret; this only makes a leaked one harder to use unseen.
// The page sends no referrer, so browsers write "Origin: null" with its forms (Fetch standard, "serializing a request origin").
func (h Landing) fromOurPage(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "same-origin", "none":
		return true
	case "":
		origin := r.Header.Get("Origin")
		return origin == "" || origin == "null" || origin == respond.OriginOf(h.PublicURL)
	default:
		return false
	}
}
