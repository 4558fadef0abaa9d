package gate

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"countersign/core/limit"
	"countersign/core/problem"
	"countersign/store"
	accountstore "countersign/store/account"
)

// How often people may be wrong. An account is throttled whether it exists or not.
var (
	SignInsPerAccount = limit.Rule{Max: 10, Per: 15 * time.Minute}
	signInsPerNetwork = limit.Rule{Max: 50, Per: 15 * time.Minute}
	totpPerPerson     = limit.Rule{Max: 10, Per: 15 * time.Minute}
	mailsPerAccount   = limit.Rule{Max: 3, Per: time.Hour}
	mailsPerNetwork   = limit.Rule{Max: 20, Per: time.Hour}
)

// SignInThrottles are what a try to sign in counts against: first the account, then the network.
func SignInThrottles(ctx context.Context, s *store.Store, kind, account string) []accountstore.Throttle {
	return []accountstore.Throttle{
		{Key: accountstore.ThrottleKey(s, kind+"-account", strings.ToLower(strings.TrimSpace(account))), Rule: SignInsPerAccount},
		{Key: accountstore.ThrottleKey(s, kind+"-network", VisitOf(ctx).network), Rule: signInsPerNetwork},
	}
}

// MailThrottles are the limits that one account's mails count against.
func MailThrottles(ctx context.Context, s *store.Store, account string) []accountstore.Throttle {
	return []accountstore.Throttle{
		{Key: accountstore.ThrottleKey(s, "mail-account", strings.ToLower(strings.TrimSpace(account))), Rule: mailsPerAccount},
		{Key: accountstore.ThrottleKey(s, "mail-network", VisitOf(ctx).network), Rule: mailsPerNetwork},
	}
}

// TOTPThrottle is the limit of wrong one-time passwords of a user.
func TOTPThrottle(s *store.Store, user uuid.UUID) accountstore.Throttle {
	return accountstore.Throttle{Key: accountstore.ThrottleKey(s, "totp", user.String()), Rule: totpPerPerson}
}

// Take counts a try, or refuses it.
func Take(ctx context.Context, s *store.Store, now time.Time, throttles ...accountstore.Throttle) error {
	wait, ok, err := accountstore.TakeThrottles(ctx, s, now, throttles...)
	if err != nil {
		return err
	}
	if !ok {
		return problem.Later(problem.RateLimited, wait)
	}
	return nil
}
