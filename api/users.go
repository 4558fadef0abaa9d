package api

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/google/uuid"

	"countersign/api/gen"
	"countersign/core/address"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/db"
)

// users answers for the people of the MSP.
type users struct {
	deps  Deps
	mails mails
}

func newUsers(d Deps) users { return users{d, newMails(d)} }

func userOf(p store.Person) gen.User {
	return gen.User{
		ID: p.ID, Name: p.Name, Email: p.Email, Role: gen.Role(p.Role), UseMfa: p.UseMFA, AllowUI: p.AllowUI, Status: gen.UserStatus(p.Status),
		TotpEnrolled: p.TOTPConfirmed, Limited: p.Limited, CompanyIds: p.Companies, NotifyEmail: &p.NotifyEmail, NotifySms: &p.NotifySMS, LastSeenAt: p.LastSeenAt,
	}
}

// ListUsers lists everybody by name.
func (u users) ListUsers(ctx context.Context, _ gen.ListUsersRequestObject) (gen.ListUsersResponseObject, error) {
	items := []gen.User{}
	err := u.deps.Store.Tenant(ctx, ActorOf(ctx).Tenant, func(ctx context.Context, tx store.Tx) error {
		people, err := tx.People(ctx)
		for _, person := range people {
			items = append(items, userOf(person))
		}
		return err
	})
	return gen.ListUsers200JSONResponse{Items: items}, err
}

// InviteUser adds somebody and mails them a link to choose a password.
func (u users) InviteUser(ctx context.Context, request gen.InviteUserRequestObject) (gen.InviteUserResponseObject, error) {
	person, err := invited(*request.Body)
	if err != nil {
		return nil, err
	}
	actor := ActorOf(ctx)
	var made store.Person
	var notice uuid.UUID
	err = u.deps.Store.Tenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		if err := knownCompanies(ctx, tx, person.Companies); err != nil {
			return err
		}
		if err := tx.AddPerson(ctx, person); errors.Is(err, store.ErrConflict) {
			return problem.New(problem.Conflict, "Somebody with this address is here already.")
		} else if err != nil {
			return err
		}
		branding, err := tx.Branding(ctx)
		if err != nil {
			return err
		}
		if notice, err = u.mails.invite(ctx, tx, person.ID, branding.MSPName); err != nil {
			return err
		}
		if err := audit(ctx, tx, store.AuditEntry{Action: "user.invited", SubjectKind: "user", SubjectID: person.ID.String(), Details: map[string]any{"role": person.Role}}); err != nil {
			return err
		}
		made, err = tx.Person(ctx, person.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	u.mails.post(ctx, actor.Tenant, notice)
	return gen.InviteUser201JSONResponse(userOf(made)), nil
}

// invited fills in what an invitation leaves open: an Admin with a second factor who may use console and pod.
func invited(given gen.NewUser) (store.NewPerson, error) {
	email, err := address.Email(given.Email)
	if err != nil {
		return store.NewPerson{}, problem.Invalid(problem.ValidationFailed, problem.Field{Field: "email", Message: "This cannot be used: " + err.Error() + "."})
	}
	local, _, _ := strings.Cut(email, "@")
	person := store.NewPerson{
		ID: store.NewID(), Email: email, Status: string(gen.UserStatusInvited),
		Name: strings.TrimSpace(or(given.Name, local)), Role: string(or(given.Role, gen.RoleAdmin)),
		UseMFA: or(given.UseMfa, true), AllowUI: or(given.AllowUI, true), Limited: or(given.Limited, false), Companies: unique(or(given.CompanyIds, nil)),
	}
	if person.Name == "" {
		person.Name = local
	}
	return person, checkLimits(person.Role, person.Limited)
}

func or[T any](given *T, otherwise T) T {
	if given == nil {
		return otherwise
	}
	return *given
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
		if _, err := tx.ResourceCompany(ctx, id); errors.Is(err, errNoRows) {
			return problem.Invalid(problem.ValidationFailed, problem.Field{Field: "company_ids", Message: "One of these companies does not exist."})
		} else if err != nil {
			return err
		}
	}
	return nil
}

// UpdateUser changes a person. Admins cannot shut themselves out, and one active Admin always stays.
func (u users) UpdateUser(ctx context.Context, request gen.UpdateUserRequestObject) (gen.UpdateUserResponseObject, error) {
	actor := ActorOf(ctx)
	var changed store.Person
	err := u.deps.Store.Tenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		admins, err := tx.LockActiveAdmins(ctx) // before the person: everybody locks in this order
		if err != nil {
			return err
		}
		before, err := tx.LockUser(ctx, request.UserID)
		if err != nil {
			return err
		}
		after := patched(before, *request.Body)
		if err := allowChange(actor, before, after, admins); err != nil {
			return err
		}
		if err := u.change(ctx, tx, before, after, request.Body.CompanyIds); err != nil {
			return err
		}
		changed, err = tx.Person(ctx, before.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.UpdateUser200JSONResponse(userOf(changed)), nil
}

func patched(row db.User, patch gen.UserPatch) db.User {
	if patch.Name != nil && strings.TrimSpace(*patch.Name) != "" {
		row.Name = strings.TrimSpace(*patch.Name)
	}
	row.Role = string(or(patch.Role, gen.Role(row.Role)))
	row.UseMFA = or(patch.UseMfa, row.UseMFA)
	row.AllowUI = or(patch.AllowUI, row.AllowUI)
	row.Limited = or(patch.Limited, row.Limited)
	row.Status = string(or(patch.Status, gen.UserPatchStatus(row.Status)))
	if patch.Status != nil && row.Status == string(gen.UserStatusActive) && row.PasswordHash == nil {
		row.Status = string(gen.UserStatusInvited) // back from being disabled, but the invitation was never taken up
	}
	return row
}

// allowChange holds the rules about who may become what.
func allowChange(actor Actor, before, after db.User, activeAdmins []uuid.UUID) error {
	demoted := before.Role == string(gen.RoleAdmin) && after.Role != before.Role
	disabled := after.Status == string(gen.UserStatusDisabled) && after.Status != before.Status
	shutOut := demoted || disabled || (before.AllowUI && !after.AllowUI)
	if shutOut && actor.Kind == ActorUser && actor.ID == before.ID {
		return problem.New(problem.Forbidden, "You cannot shut yourself out. Ask another Admin.")
	}
	last := len(activeAdmins) == 1 && activeAdmins[0] == before.ID
	if last && (demoted || disabled) {
		return problem.New(problem.Conflict, "This is the last active Admin. Make somebody else an Admin first.")
	}
	return checkLimits(after.Role, after.Limited)
}

// change writes the row and ends what it no longer allows: sessions of somebody who is disabled, or who now needs a second factor and has none.
func (u users) change(ctx context.Context, tx store.Tx, before, after db.User, companies *[]uuid.UUID) error {
	if err := tx.UpdateUser(ctx, db.UpdateUserParams{ID: after.ID, Name: after.Name, Role: after.Role, UseMFA: after.UseMFA, AllowUI: after.AllowUI, Limited: after.Limited, Status: after.Status}); err != nil {
		return err
	}
	if companies != nil {
		ids := unique(*companies)
		if err := knownCompanies(ctx, tx, ids); err != nil {
			return err
		}
		if err := tx.SetCompaniesOf(ctx, after.ID, ids); err != nil {
			return err
		}
	}
	if after.Status == string(gen.UserStatusDisabled) || (after.UseMFA && !before.UseMFA && !after.TOTPConfirmed) {
		if err := errors.Join(tx.DeleteSessionsOfUser(ctx, after.ID), tx.DeletePasswordTokensOfUser(ctx, after.ID)); err != nil {
			return err
		}
	}
	return audit(ctx, tx, store.AuditEntry{Action: "user.changed", SubjectKind: "user", SubjectID: after.ID.String(), Details: differences(before, after, companies != nil)})
}

// differences names what changed; names and addresses of people stay out of the log.
func differences(before, after db.User, companies bool) map[string]any {
	details := map[string]any{}
	note := func(field string, was, is any) {
		if was != is {
			details[field] = is
		}
	}
	note("role", before.Role, after.Role)
	note("status", before.Status, after.Status)
	note("use_mfa", before.UseMFA, after.UseMFA)
	note("allow_ui", before.AllowUI, after.AllowUI)
	note("limited", before.Limited, after.Limited)
	if before.Name != after.Name {
		details["name"] = "changed"
	}
	if companies {
		details["company_ids"] = "changed"
	}
	return details
}

// ResendInvitation voids the former link and mails a new one.
func (u users) ResendInvitation(ctx context.Context, request gen.ResendInvitationRequestObject) (gen.ResendInvitationResponseObject, error) {
	tenant := ActorOf(ctx).Tenant
	var notice uuid.UUID
	err := u.deps.Store.Tenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := tx.LockUser(ctx, request.UserID)
		if err != nil {
			return err
		}
		if row.Status != string(gen.UserStatusInvited) {
			return problem.New(problem.Conflict, "This person has taken up the invitation. If the password is lost, they can ask for a new one at sign-in.")
		}
		branding, err := tx.Branding(ctx)
		if err != nil {
			return err
		}
		if notice, err = u.mails.invite(ctx, tx, row.ID, branding.MSPName); err != nil {
			return err
		}
		return audit(ctx, tx, store.AuditEntry{Action: "user.invited_again", SubjectKind: "user", SubjectID: row.ID.String()})
	})
	if err != nil {
		return nil, err
	}
	u.mails.post(ctx, tenant, notice)
	return gen.ResendInvitation202Response{}, nil
}

// ResetUserTOTP forgets a lost authenticator. It takes a second Admin, in person: whoever could do it alone, or by a key, would need only a password.
func (u users) ResetUserTOTP(ctx context.Context, request gen.ResetUserTOTPRequestObject) (gen.ResetUserTOTPResponseObject, error) {
	actor := ActorOf(ctx)
	if actor.Session != SessionConsole {
		return nil, problem.New(problem.Forbidden, "A second Admin does this, signed in to the console.")
	}
	if actor.ID == request.UserID {
		return nil, problem.New(problem.Forbidden, "Nobody resets their own authenticator. Ask another Admin, or use a recovery code.")
	}
	var notice uuid.UUID
	err := u.deps.Store.Tenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := tx.LockUser(ctx, request.UserID)
		if err != nil {
			return err
		}
		if err := errors.Join(tx.ForgetUserTOTP(ctx, row.ID), tx.DeleteRecoveryCodes(ctx, row.ID), tx.DeleteSessionsOfUser(ctx, row.ID)); err != nil {
			return err
		}
		branding, err := tx.Branding(ctx)
		if err != nil {
			return err
		}
		if notice, err = u.mails.totpForgotten(ctx, tx, row.ID, branding.MSPName, actor.Name); err != nil {
			return err
		}
		return audit(ctx, tx, store.AuditEntry{Action: "user.totp_reset", SubjectKind: "user", SubjectID: row.ID.String()})
	})
	if err != nil {
		return nil, err
	}
	u.mails.post(ctx, actor.Tenant, notice)
	return gen.ResetUserTOTP204Response{}, nil
}

// UpdateMe changes one's own name and notifications.
func (u users) UpdateMe(ctx context.Context, request gen.UpdateMeRequestObject) (gen.UpdateMeResponseObject, error) {
	actor := ActorOf(ctx)
	var changed store.Person
	err := u.deps.Store.Tenant(ctx, actor.Tenant, func(ctx context.Context, tx store.Tx) error {
		row, err := tx.LockUser(ctx, actor.ID)
		if err != nil {
			return err
		}
		after := patched(row, gen.UserPatch{Name: request.Body.Name})
		err = tx.UpdateOwnUser(ctx, db.UpdateOwnUserParams{
			ID: row.ID, Name: after.Name, NotifyEmail: or(request.Body.NotifyEmail, row.NotifyEmail), NotifySMS: or(request.Body.NotifySms, row.NotifySMS),
		})
		if err != nil {
			return err
		}
		if err := audit(ctx, tx, store.AuditEntry{Action: "user.changed", SubjectKind: "user", SubjectID: row.ID.String(), Details: differences(row, after, false)}); err != nil {
			return err
		}
		changed, err = tx.Person(ctx, row.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	return gen.UpdateMe200JSONResponse(userOf(changed)), nil
}
