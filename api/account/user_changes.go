package account

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"countersign/api/gate"
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/core/problem"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/settings"
)

// ResetUserTOTP removes a lost authenticator. A second Admin does it, signed in to the console: done alone or by an API key, it would make the password enough.
func (u Users) ResetUserTOTP(ctx context.Context, request gen.ResetUserTOTPRequestObject) (gen.ResetUserTOTPResponseObject, error) {
	actor := gate.ActorOf(ctx)
	if actor.Session != account.SessionConsole {
		return nil, problem.New(problem.Forbidden, "A second Admin does this, signed in to the console.")
	}
	if actor.ID == request.UserID {
		return nil, problem.New(problem.Forbidden, "Nobody resets their own authenticator. Ask another Admin, or use a recovery code.")
	}
	notice, err := store.InTenant(ctx, u.Store, actor.Tenant, func(ctx context.Context, tx store.Tx) (notice uuid.UUID, err error) {
		row, err := account.LockUser(ctx, tx, request.UserID)
		if err != nil {
			return notice, err
		}
		if err := account.DeleteTOTP(ctx, tx, row.ID); err != nil {
			return notice, err
		}
		branding, err := settings.GetBranding(ctx, tx)
		if err != nil {
			return notice, err
		}
		if notice, err = u.Mails.totpForgotten(ctx, tx, row.ID, branding, actor.Name); err != nil {
			return notice, err
		}
		return notice, gate.Audit(ctx, tx, store.AuditEntry{Action: "user.totp_reset", SubjectKind: "user", SubjectID: row.ID.String()})
	})
	if err != nil {
		return nil, err
	}
	u.Mails.post(ctx, actor.Tenant, notice)
	return gen.ResetUserTOTP204Response{}, nil
}

// UpdateUser changes a person. Admins cannot shut themselves out, and one active Admin always stays.
func (u Users) UpdateUser(ctx context.Context, request gen.UpdateUserRequestObject) (gen.UpdateUserResponseObject, error) {
	actor := gate.ActorOf(ctx)
	changed, err := store.InTenant(ctx, u.Store, actor.Tenant, func(ctx context.Context, tx store.Tx) (changed account.User, err error) {
		admins, err := account.LockActiveAdmins(ctx, tx) // before the person: all changes lock in this order
		if err != nil {
			return changed, err
		}
		before, err := account.LockUser(ctx, tx, request.UserID)
		if err != nil {
			return changed, err
		}
		after := patched(before, *request.Body)
		if err := allowChange(actor, before, after, admins); err != nil {
			return changed, err
		}
		if err := u.change(ctx, tx, before, after, request.Body.CompanyIds); err != nil {
			return changed, err
		}
		return account.GetUser(ctx, tx, before.ID)
	})
	return gen.UpdateUser200JSONResponse(userAnswer(changed)), err
}

func patched(row account.UserRow, patch gen.UserPatch) account.UserRow {
	if patch.Name != nil && strings.TrimSpace(*patch.Name) != "" {
		row.Name = strings.TrimSpace(*patch.Name)
	}
	row.Role = string(respond.Or(patch.Role, gen.Role(row.Role)))
	row.UseMFA = respond.Or(patch.UseMfa, row.UseMFA)
	row.AllowUI = respond.Or(patch.AllowUI, row.AllowUI)
	row.Limited = respond.Or(patch.Limited, row.Limited)
	row.Status = string(respond.Or(patch.Status, gen.UserPatchStatus(row.Status)))
	if patch.Status != nil && row.Status == string(gen.UserStatusActive) && row.PasswordHash == nil {
		row.Status = string(gen.UserStatusInvited) // back from being disabled, but the invitation was never taken up
	}
	return row
}

// allowChange holds the rules about who may become what.
func allowChange(actor gate.Actor, before, after account.UserRow, activeAdmins []uuid.UUID) error {
	demoted := before.Role == string(gen.RoleAdmin) && after.Role != before.Role
	disabled := after.Status == string(gen.UserStatusDisabled) && after.Status != before.Status
	shutOut := demoted || disabled || (before.AllowUI && !after.AllowUI)
	if shutOut && actor.Kind == gate.ActorUser && actor.ID == before.ID {
		return problem.New(problem.Forbidden, "You cannot shut yourself out. Ask another Admin.")
	}
	last := len(activeAdmins) == 1 && activeAdmins[0] == before.ID
	if last && (demoted || disabled) {
		return problem.New(problem.Conflict, "This is the last active Admin. Make somebody else an Admin first.")
	}
	return checkLimits(after.Role, after.Limited)
}

// change writes the row, and ends the sessions of a person who is disabled or who now needs a second factor and has none.
func (u Users) change(ctx context.Context, tx store.Tx, before, after account.UserRow, companies *[]uuid.UUID) error {
	if err := freeNewName(ctx, tx, before, after); err != nil {
		return err
	}
	if err := account.UpdateUser(ctx, tx, after); err != nil {
		return err
	}
	details := differences(before, after)
	if companies != nil {
		ids := unique(*companies)
		if err := knownCompanies(ctx, tx, ids); err != nil {
			return err
		}
		was, err := account.GetUser(ctx, tx, after.ID)
		if err != nil {
			return err
		}
		if err := account.SetCompaniesOf(ctx, tx, after.ID, ids); err != nil {
			return err
		}
		noteCompanies(details, unique(was.Companies), ids)
	}
	if after.Status == string(gen.UserStatusDisabled) || (after.UseMFA && !before.UseMFA && !after.TOTPConfirmed) {
		if err := account.EndSessions(ctx, tx, after.ID); err != nil {
			return err
		}
	}
	return gate.Audit(ctx, tx, store.AuditEntry{Action: "user.changed", SubjectKind: "user", SubjectID: after.ID.String(), Details: details})
}

// differences tells what changed, with its values before and after. Addresses stay out of the log.
func differences(before, after account.UserRow) map[string]any {
	was, is := map[string]any{}, map[string]any{}
	details := map[string]any{"before": was, "after": is}
	note := func(field string, old, now any) {
		if old != now {
			was[field], is[field], details[field] = old, now, now
		}
	}
	note("name", before.Name, after.Name)
	note("role", before.Role, after.Role)
	note("status", before.Status, after.Status)
	note("use_mfa", before.UseMFA, after.UseMFA)
	note("allow_ui", before.AllowUI, after.AllowUI)
	note("limited", before.Limited, after.Limited)
	note("notify_email", before.NotifyEmail, after.NotifyEmail)
	note("notify_sms", before.NotifySMS, after.NotifySMS)
	return details
}

// noteCompanies adds to the differences which companies a limited technician saw and sees.
func noteCompanies(details map[string]any, was, is []uuid.UUID) {
	if slices.Equal(was, is) {
		return
	}
	details["company_ids"] = "changed"
	details["before"].(map[string]any)["company_ids"], details["after"].(map[string]any)["company_ids"] = was, is
}

// UpdateMe changes one's own name and notifications.
func (u Users) UpdateMe(ctx context.Context, request gen.UpdateMeRequestObject) (gen.UpdateMeResponseObject, error) {
	actor := gate.ActorOf(ctx)
	changed, err := store.InTenant(ctx, u.Store, actor.Tenant, func(ctx context.Context, tx store.Tx) (changed account.User, err error) {
		row, err := account.LockUser(ctx, tx, actor.ID)
		if err != nil {
			return changed, err
		}
		after := patched(row, gen.UserPatch{Name: request.Body.Name})
		after.NotifyEmail, after.NotifySMS = respond.Or(request.Body.NotifyEmail, row.NotifyEmail), respond.Or(request.Body.NotifySms, row.NotifySMS)
		if err := freeNewName(ctx, tx, row, after); err != nil {
			return changed, err
		}
		if err := account.UpdateOwnUser(ctx, tx, after); err != nil {
			return changed, err
		}
		if err := gate.Audit(ctx, tx, store.AuditEntry{Action: "user.changed", SubjectKind: "user", SubjectID: row.ID.String(), Details: differences(row, after)}); err != nil {
			return changed, err
		}
		return account.GetUser(ctx, tx, row.ID)
	})
	return gen.UpdateMe200JSONResponse(userAnswer(changed)), err
}
