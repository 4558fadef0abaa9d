package account

import (
	"countersign/api/gen"
	"countersign/store/account"
)

func userAnswer(p account.User) gen.User {
	return gen.User{
		ID: p.ID, Name: p.Name, Email: p.Email, Role: gen.Role(p.Role), UseMfa: p.UseMFA, AllowUI: p.AllowUI, Status: gen.UserStatus(p.Status),
		TotpEnrolled: p.TOTPConfirmed, Limited: p.Limited, CompanyIds: p.Companies, NotifyEmail: &p.NotifyEmail, NotifySms: &p.NotifySMS, LastSeenAt: p.LastSeenAt,
	}
}
