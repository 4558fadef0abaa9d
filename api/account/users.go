package account

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/address"
	"countersign/core/list"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/people"
	"countersign/store/settings"
)

// Users answers for the people of the MSP.
type Users struct {
	Store *store.Store
	Mails Mails
}

// ListUsers lists the people of the MSP by name.
func (u Users) ListUsers(ctx context.Context, _ gen.ListUsersRequestObject) (gen.ListUsersResponseObject, error) {
	people, err := gate.InTenant(ctx, u.Store, account.ListUsers)
	return gen.ListUsers200JSONResponse{Items: list.Of(people, userAnswer)}, err
}

// InviteUser adds a person and mails them a link to choose a password.
func (u Users) InviteUser(ctx context.Context, request gen.InviteUserRequestObject) (gen.InviteUserResponseObject, error) {
	person, err := invited(*request.Body)
	if err != nil {
		return nil, err
	}
	made, err := gate.Make(ctx, u.Store, func(ctx context.Context, tx store.Tx) (made invitedUser, err error) {
		if err := knownCompanies(ctx, tx, person.Companies); err != nil {
			return made, err
		}
		if err := nameInvited(ctx, tx, &person, *request.Body); err != nil {
			return made, err
		}
		if err := account.CreateUser(ctx, tx, person); errors.Is(err, store.ErrConflict) {
			return made, problem.New(problem.Conflict, "Somebody with this address is here already.")
		} else if err != nil {
			return made, err
		}
		if err := freeName(ctx, tx, person.Name, person.ID); err != nil {
			return made, err
		}
		branding, err := settings.GetBranding(ctx, tx)
		if err != nil {
			return made, err
		}
		if made.Notice, err = u.Mails.invite(ctx, tx, person.ID, branding, account.CreatePasswordToken); err != nil {
			return made, err
		}
		if err := gate.Audit(ctx, tx, store.AuditEntry{Action: "user.invited", SubjectKind: "user", SubjectID: person.ID.String(), Details: map[string]any{"role": person.Role}}); err != nil {
			return made, err
		}
		user, err := account.GetUser(ctx, tx, person.ID)
		made.User = userAnswer(user)
		return made, err
	})
	if err != nil {
		return nil, err
	}
	u.Mails.post(ctx, gate.ActorOf(ctx).Tenant, made.Notice)
	return gen.InviteUser201JSONResponse(made.User), nil
}

// invitedUser is a person who was added, and the mail to them that waits to be sent.
type invitedUser struct {
	User   gen.User
	Notice uuid.UUID
}

// invited fills in what an invitation leaves open: an Admin with a second factor who may use console and pod.
func invited(given gen.NewUser) (account.NewUser, error) {
	email, err := address.Email(given.Email)
	if err != nil {
		return account.NewUser{}, problem.Invalid(problem.ValidationFailed, problem.Field{Field: "email", Message: "This cannot be used: " + err.Error() + "."})
	}
	local, _, _ := strings.Cut(email, "@")
	person := account.NewUser{
		ID: store.NewID(), Email: email, Status: string(gen.UserStatusInvited),
		Name: strings.TrimSpace(respond.Or(given.Name, local)), Role: string(respond.Or(given.Role, gen.RoleAdmin)),
		UseMFA: respond.Or(given.UseMfa, true), AllowUI: respond.Or(given.AllowUI, true), Limited: respond.Or(given.Limited, false), Companies: unique(respond.Or(given.CompanyIds, nil)),
	}
	if person.Name == "" {
		person.Name = local
	}
	if err := readPersonsName(person.Name); err != nil {
		return person, err
	}
	return person, checkLimits(person.Role, person.Limited)
}

func unique(ids []uuid.UUID) []uuid.UUID {
	sorted := slices.SortedFunc(slices.Values(ids), func(a, b uuid.UUID) int { return strings.Compare(a.String(), b.String()) })
	return slices.Compact(sorted)
}

// checkLimits: an Admin sets up every company and cannot see only some.
func checkLimits(role string, limited bool) error {
	if limited && role == string(gen.RoleAdmin) {
		return problem.Invalid(problem.ValidationFailed, problem.Field{Field: "limited", Message: "Only technicians can be limited to some companies."})
	}
	return nil
}

func knownCompanies(ctx context.Context, tx store.Tx, companies []uuid.UUID) error {
	for _, id := range companies {
		if _, err := people.LoadCompany(ctx, tx, id); errors.Is(err, pgx.ErrNoRows) {
			return problem.Invalid(problem.ValidationFailed, problem.Field{Field: "company_ids", Message: "One of these companies does not exist."})
		} else if err != nil {
			return err
		}
	}
	return nil
}

// ResendInvitation voids the former link and mails a new one.
func (u Users) ResendInvitation(ctx context.Context, request gen.ResendInvitationRequestObject) (gen.ResendInvitationResponseObject, error) {
	tenant := gate.ActorOf(ctx).Tenant
	notice, err := store.InTenant(ctx, u.Store, tenant, func(ctx context.Context, tx store.Tx) (notice uuid.UUID, err error) {
		row, err := account.LockUser(ctx, tx, request.UserID)
		if err != nil {
			return notice, err
		}
		if row.Status != string(gen.UserStatusInvited) {
			return notice, problem.New(problem.Conflict, "This person has taken up the invitation. If the password is lost, they can ask for a new one at sign-in.")
		}
		branding, err := settings.GetBranding(ctx, tx)
		if err != nil {
			return notice, err
		}
		if notice, err = u.Mails.invite(ctx, tx, row.ID, branding, account.CreatePasswordToken); err != nil {
			return notice, err
		}
		return notice, gate.Audit(ctx, tx, store.AuditEntry{Action: "user.invited_again", SubjectKind: "user", SubjectID: row.ID.String()})
	})
	if err != nil {
		return nil, err
	}
	u.Mails.post(ctx, tenant, notice)
	return gen.ResendInvitation202Response{}, nil
}

func userAnswer(p account.User) gen.User {
	return gen.User{
		ID: p.ID, Name: p.Name, Email: p.Email, Role: gen.Role(p.Role), UseMfa: p.UseMFA, AllowUI: p.AllowUI, Status: gen.UserStatus(p.Status),
		TotpEnrolled: p.TOTPConfirmed, Limited: p.Limited, CompanyIds: p.Companies, NotifyEmail: &p.NotifyEmail, NotifySms: &p.NotifySMS, LastSeenAt: p.LastSeenAt,
	}
}
