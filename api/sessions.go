package api

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/api/gen"
	"countersign/core/password"
	"countersign/core/problem"
	"countersign/core/template"
	"countersign/store"
	"countersign/store/db"
)

// How long things of a sign-in live.
const (
	consoleLife    = 12 * time.Hour
	totpTicketLife = 5 * time.Minute
	totpTries      = 5 // per ticket
)

// sessions answers signing in and out.
type sessions struct{ deps Deps }

func newSessions(d Deps) sessions { return sessions{d} }

// SignIn checks address and password. How long it takes does not tell whether the address is known.
func (s sessions) SignIn(ctx context.Context, request gen.SignInRequestObject) (gen.SignInResponseObject, error) {
	now := s.deps.Now()
	throttles := signInThrottles(ctx, s.deps.Store, "sign-in", request.Body.Email)
	if err := take(ctx, s.deps.Store, now, throttles...); err != nil {
		return nil, err
	}
	matching, err := s.matching(ctx, *request.Body)
	if err != nil {
		return nil, err
	}
	if len(matching) == 0 {
		return nil, problem.New(problem.WrongCredentials, "")
	}
	if err := s.deps.Store.ForgiveThrottles(ctx, now, throttles...); err != nil {
		return nil, err
	}
	if len(matching) > 1 {
		return gen.SignIn200JSONResponse(chooseTenant(matching)), nil
	}
	step, err := proceed(ctx, s.deps, signerOf(matching[0]))
	return gen.SignIn200JSONResponse(step), err
}

// matching lists the accounts that the address and the password fit: one an MSP.
func (s sessions) matching(ctx context.Context, given gen.SignIn) ([]store.UserAtDoor, error) {
	found, err := s.deps.Store.UsersByEmail(ctx, s.deps.Store.EmailIndex(given.Email))
	if err != nil {
		return nil, err
	}
	matching, compared := []store.UserAtDoor{}, false
	for _, user := range found {
		if user.Status != string(gen.UserStatusActive) || user.PasswordHash == nil || (given.Tenant != nil && *given.Tenant != user.TenantSlug) {
			continue
		}
		compared = true
		if password.Matches(given.Password, *user.PasswordHash) {
			matching = append(matching, user)
		}
	}
	if !compared {
		password.Decoy(given.Password)
	}
	return matching, nil
}

func chooseTenant(matching []store.UserAtDoor) gen.SessionStep {
	tenants := make([]struct {
		Name string `json:"name"`
		Slug string `json:"slug"`
	}, len(matching))
	for i, user := range matching {
		tenants[i].Name, tenants[i].Slug = user.TenantName, user.TenantSlug
	}
	return gen.SessionStep{Step: gen.ChooseTenant, Tenants: &tenants}
}

// signer is somebody who has shown who they are, at least by password.
type signer struct {
	tenant, id    uuid.UUID
	name          string
	useMFA        bool
	totpConfirmed bool
}

func signerOf(u store.UserAtDoor) signer {
	return signer{tenant: u.TenantID, id: u.ID, name: u.Name, useMFA: u.UseMFA, totpConfirmed: u.TOTPConfirmed}
}

// proceed goes on after the password: to the second step, to setting one up, or in.
func proceed(ctx context.Context, d Deps, who signer) (gen.SessionStep, error) {
	if !who.totpConfirmed {
		return enter(ctx, d, who)
	}
	now := d.Now()
	var ticket string
	err := d.Store.Tenant(ctx, who.tenant, func(ctx context.Context, tx store.Tx) (err error) {
		_, ticket, err = tx.OpenSession(ctx, store.NewSession{User: who.id, Kind: store.SessionTOTP, At: now, ExpiresAt: now.Add(totpTicketLife)})
		return err
	})
	return gen.SessionStep{Step: gen.Totp, Ticket: &ticket}, err
}

// enter opens the console; only its enrolment, for somebody who needs a second factor and has none.
func enter(ctx context.Context, d Deps, who signer) (gen.SessionStep, error) {
	now := d.Now()
	enrolOnly := who.useMFA && !who.totpConfirmed
	ctx = withActor(ctx, Actor{Kind: ActorUser, ID: who.id, Name: who.name, Tenant: who.tenant})
	var token string
	err := d.Store.Tenant(ctx, who.tenant, func(ctx context.Context, tx store.Tx) error {
		id, opened, err := tx.OpenSession(ctx, store.NewSession{User: who.id, Kind: store.SessionConsole, EnrolOnly: enrolOnly, At: now, ExpiresAt: now.Add(consoleLife)})
		if err != nil {
			return err
		}
		token = opened
		if err := tx.SeeUser(ctx, db.SeeUserParams{ID: who.id, At: &now}); err != nil {
			return err
		}
		return audit(ctx, tx, store.AuditEntry{Action: "session.opened", SubjectKind: "session", SubjectID: id.String(), Details: map[string]any{"second_step": who.totpConfirmed}})
	})
	if err != nil {
		return gen.SessionStep{}, err
	}
	setConsoleCookie(ctx, token, now.Add(consoleLife))
	if enrolOnly {
		return gen.SessionStep{Step: gen.EnrolTotp}, nil
	}
	return gen.SessionStep{Step: gen.Done}, nil
}

// SignInTOTP is the second step.
func (s sessions) SignInTOTP(ctx context.Context, request gen.SignInTOTPRequestObject) (gen.SignInTOTPResponseObject, error) {
	held, err := s.deps.Store.SignedIn(ctx, store.SessionTOTP, request.Body.Ticket)
	if errors.Is(err, store.ErrNotFound) {
		return nil, errTicketOver
	}
	if err != nil {
		return nil, err
	}
	now := s.deps.Now()
	throttle := totpThrottle(s.deps.Store, held.UserID)
	if err := take(ctx, s.deps.Store, now, throttle); err != nil {
		return nil, err
	}
	var outcome ticketOutcome
	err = s.deps.Store.Tenant(ctx, held.TenantID, func(ctx context.Context, tx store.Tx) (err error) {
		outcome, err = useTicket(ctx, tx, held, request.Body.Code, now)
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case outcome == ticketOver:
		return nil, errTicketOver
	case outcome == ticketWrong:
		return nil, problem.New(problem.WrongCredentials, "That is not the code that the app shows now. Each code is good once; wait for the next one.")
	}
	if err := s.deps.Store.ClearThrottle(ctx, throttle); err != nil {
		return nil, err
	}
	step, err := enter(ctx, s.deps, signer{tenant: held.TenantID, id: held.UserID, name: held.UserName, useMFA: held.UseMFA, totpConfirmed: true})
	return gen.SignInTOTP200JSONResponse(step), err
}

var errTicketOver = problem.New(problem.Unauthorized, "This sign-in took too long or had too many wrong codes. Start again with your password.")

type ticketOutcome int

const (
	ticketGood ticketOutcome = iota
	ticketWrong
	ticketOver
)

// useTicket counts the try first, on the ticket's locked row: tries at the same time wait for each other. A good code spends the ticket.
func useTicket(ctx context.Context, tx store.Tx, held store.SignedIn, code string, now time.Time) (ticketOutcome, error) {
	tries, err := tx.CountSessionTry(ctx, held.ID)
	if err != nil {
		if errors.Is(err, errNoRows) {
			return ticketOver, nil
		}
		return ticketOver, err
	}
	if tries > totpTries {
		_, err := tx.DeleteSession(ctx, held.ID)
		return ticketOver, err
	}
	good, err := secondFactor(ctx, tx, held.UserID, code, now)
	if err != nil || !good {
		return ticketWrong, err
	}
	_, err = tx.DeleteSession(ctx, held.ID)
	return ticketGood, err
}

// GetSession says who is signed in.
func (s sessions) GetSession(ctx context.Context, _ gen.GetSessionRequestObject) (gen.GetSessionResponseObject, error) {
	actor := ActorOf(ctx)
	var person store.Person
	var look template.Branding
	err := s.deps.Store.Tenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) (err error) {
		if person, err = tx.Person(ctx, actor.ID); err != nil {
			return err
		}
		look, err = tx.Branding(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	scopes := make([]gen.Scope, len(actor.Scopes))
	for i, scope := range actor.Scopes {
		scopes[i] = gen.Scope(scope)
	}
	return gen.GetSession200JSONResponse{
		User: userOf(person), Tenant: gen.Ref{ID: actor.Tenant, Name: actor.TenantName}, Scopes: scopes,
		TotpEnrolled: person.TOTPConfirmed, EnrolTotp: actor.EnrolOnly,
		Accent: shown(look.Accent), Logo: shown(look.Logo), SandboxURL: shown(s.deps.SandboxURL),
	}, nil
}

// shown is a text of an answer that is left out when there is none.
func shown(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// SignOut ends the session; a pod's ends with its whole family.
func (s sessions) SignOut(ctx context.Context, _ gen.SignOutRequestObject) (gen.SignOutResponseObject, error) {
	actor := ActorOf(ctx)
	err := s.deps.Store.Tenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		if actor.SessionFamily != nil {
			if err := tx.DeleteSessionFamily(ctx, actor.SessionFamily); err != nil {
				return err
			}
		} else if _, err := tx.DeleteSession(ctx, actor.SessionID); err != nil {
			return err
		}
		return audit(ctx, tx, store.AuditEntry{Action: "session.closed", SubjectKind: "session", SubjectID: actor.SessionID.String()})
	})
	if err != nil {
		return nil, err
	}
	if actor.Session == SessionPod {
		dropPodCookie(ctx)
	} else {
		dropConsoleCookie(ctx)
	}
	return gen.SignOut204Response{}, nil
}
