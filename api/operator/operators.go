package operator

import (
	"context"
	_ "embed"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"go.temporal.io/sdk/converter"

	"countersign/api/gate"
	"countersign/api/respond"
	"countersign/core/password"
	"countersign/core/problem"
	"countersign/core/totp"
	"countersign/store"
	"countersign/store/account"
)

//go:embed operator.html
var operatorHTML string

var operatorTemplate = template.Must(template.New("operator").Parse(operatorHTML))

// operatorLife is how long an operator stays signed in.
const operatorLife = 8 * time.Hour

// Operators answers for the platform's own accounts. They stand outside all tenants and open nothing but the histories of workflows.
type Operators struct {
	Store     *store.Store
	Now       func() time.Time
	PublicURL string
	UIOrigin  string                 // of Temporal's UI, which may ask the codec endpoint; may be empty
	Codec     converter.PayloadCodec // of Temporal payloads

	crossSite http.CrossOriginProtection
}

func (o *Operators) Mount(engine *gin.Engine) {
	engine.GET("/operator", o.page)
	engine.POST("/operator", o.signIn)
	engine.POST("/operator/sign-out", o.signOut)
	codec{operators: o, decode: converter.NewPayloadCodecHTTPHandler(o.Codec)}.mount(engine)
}

// operatorPage is what the page shows.
type operatorPage struct {
	Operator string // empty: no operator is signed in
	Message  string
	UIOrigin string
}

func (o *Operators) show(c *gin.Context, status int, page operatorPage) {
	page.UIOrigin = o.UIOrigin
	c.Header("Cache-Control", "no-store")
	c.Header("Content-Type", "text/html; charset=utf-8")
	c.Status(status)
	if err := operatorTemplate.Execute(c.Writer, page); err != nil {
		respond.LoggerOf(c).Error("the operators' page broke off", slog.String("error", err.Error()))
	}
}

func (o *Operators) page(c *gin.Context) {
	name, err := o.signedIn(c.Request)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		respond.Refuse(c, err)
		return
	}
	o.show(c, http.StatusOK, operatorPage{Operator: name})
}

// signedIn names the operator of a request; ErrNotFound when there is none.
func (o *Operators) signedIn(r *http.Request) (string, error) {
	cookie, err := r.Cookie(gate.OperatorCookie)
	if err != nil || cookie.Value == "" {
		return "", store.ErrNotFound
	}
	_, name, err := account.FindOperatorSession(r.Context(), o.Store, store.TokenHash(cookie.Value))
	return name, err
}

func (o *Operators) signIn(c *gin.Context) {
	if o.crossSite.Check(c.Request) != nil {
		respond.Refuse(c, problem.New(problem.OriginRefused, ""))
		return
	}
	ctx := gate.WithVisit(c)
	token, err := o.enter(ctx, credentials{name: c.PostForm("name"), password: c.PostForm("password"), code: c.PostForm("code")})
	if err == nil {
		o.keep(c, token, o.Now().Add(operatorLife))
		c.Redirect(http.StatusSeeOther, "/operator")
		return
	}
	switch p := respond.ProblemOf(err); {
	case p.Code == problem.WrongCredentials, p.Code == problem.RateLimited, p.Code == problem.Forbidden:
		o.show(c, p.Status, operatorPage{Message: p.Title + ". " + p.Detail})
	default:
		respond.Refuse(c, err)
	}
}

// credentials are what an operator types.
type credentials struct{ name, password, code string }

var (
	errWrong = problem.New(problem.WrongCredentials, "Check the name, the password and the code. Each code is good once; wait for the next one.")
	errNoApp = problem.New(problem.Forbidden, "This account has no authenticator app yet. Whoever has the database's owner gives it one with `countersign operator totp`.")
)

// enter checks name, password and the authenticator's code, and opens a session. Which of them was wrong is not said.
func (o *Operators) enter(ctx context.Context, given credentials) (token string, err error) {
	now := o.Now()
	throttles := gate.SignInThrottles(ctx, o.Store, "operator", given.name, "")
	if err := gate.Take(ctx, o.Store, now, throttles...); err != nil {
		return "", err
	}
	operator, err := account.FindOperator(ctx, o.Store, given.name)
	if errors.Is(err, store.ErrNotFound) {
		password.Decoy(given.password)
		return "", errWrong
	}
	if err != nil {
		return "", err
	}
	if !password.Matches(given.password, operator.PasswordHash) {
		return "", errWrong
	}
	if err := o.checkCode(ctx, operator.ID, given.code, now); err != nil {
		return "", err
	}
	if err := account.AuditOperator(ctx, o.Store, operator.Name, "operator.signed_in", []byte("{}")); err != nil {
		return "", err
	}
	token = store.NewToken()
	if err := account.CreateOperatorSession(ctx, o.Store, operator.ID, store.TokenHash(token), now.Add(operatorLife)); err != nil {
		return "", err
	}
	return token, account.ForgiveThrottles(ctx, o.Store, now, throttles...)
}

// checkCode checks the code of an operator's authenticator and spends it.
func (o *Operators) checkCode(ctx context.Context, operator uuid.UUID, code string, now time.Time) error {
	secret, err := account.OperatorSecret(ctx, o.Store, operator)
	if err != nil {
		return err
	}
	if secret == "" {
		return errNoApp
	}
	step, ok := totp.Step(secret, totp.Clean(code), now)
	if !ok {
		return errWrong
	}
	spent, err := account.SpendOperatorStep(ctx, o.Store, operator, step)
	if err == nil && !spent {
		err = errWrong
	}
	return err
}

// keep sets the cookie. Temporal's UI asks the codec endpoint from its own origin, which may be another site; Strict or Lax would leave the cookie at home.
// What that opens, reading, is closed again by the codec's own check of the origin.
func (o *Operators) keep(c *gin.Context, token string, until time.Time) {
	http.SetCookie(c.Writer, &http.Cookie{Name: gate.OperatorCookie, Value: token, Path: "/", Expires: until, Secure: true, HttpOnly: true, SameSite: http.SameSiteNoneMode})
}

func (o *Operators) signOut(c *gin.Context) {
	if o.crossSite.Check(c.Request) != nil {
		respond.Refuse(c, problem.New(problem.OriginRefused, ""))
		return
	}
	if cookie, err := c.Request.Cookie(gate.OperatorCookie); err == nil {
		if err := account.DeleteOperatorSession(c.Request.Context(), o.Store, cookie.Value); err != nil {
			respond.Refuse(c, err)
			return
		}
	}
	o.keep(c, "", time.Unix(1, 0))
	c.Redirect(http.StatusSeeOther, "/operator")
}
