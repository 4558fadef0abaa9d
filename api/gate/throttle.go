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

// How often people may be wrong. An account is throttled whether it exists or not, and by account and network together: what a stranger does elsewhere keeps nobody
// out. An account as a whole closes to unknown browsers only after so many tries from many networks that no person makes them.
var (
	SignInsPerAccount = limit.Rule{Max: 10, Per: 15 * time.Minute}
	signInsEverywhere = limit.Rule{Max: 300, Per: 15 * time.Minute}
	signInsPerNetwork = limit.Rule{Max: 50, Per: 15 * time.Minute}
	totpPerPerson     = limit.Rule{Max: 10, Per: 15 * time.Minute}
	mailsPerAccount   = limit.Rule{Max: 3, Per: time.Hour}
	mailsPerNetwork   = limit.Rule{Max: 20, Per: time.Hour}
)

// SignInThrottles are what a try to sign in counts against: the account from this network, the account, and the networks. On a browser on which the person has
// signed in before (device, see KnownDevice) only the tries of that browser count.
func SignInThrottles(ctx context.Context, s *store.Store, kind, account, device string) []accountstore.Throttle {
	account = normal(account)
	if device != "" {
		return []accountstore.Throttle{{Key: accountstore.ThrottleKey(s, kind+"-device", account+"\n"+device), Rule: SignInsPerAccount}}
	}
	return append([]accountstore.Throttle{
		{Key: accountstore.ThrottleKey(s, kind+"-account-network", account+"\n"+VisitOf(ctx).networks[0].Prefix), Rule: SignInsPerAccount},
		{Key: accountstore.ThrottleKey(s, kind+"-account", account), Rule: signInsEverywhere},
	}, networkThrottles(ctx, s, kind, signInsPerNetwork)...)
}

// MailThrottles are the limits that a stranger's wish for a mail to an account counts against. No network uses up another one's.
func MailThrottles(ctx context.Context, s *store.Store, account string) []accountstore.Throttle {
	return append([]accountstore.Throttle{
		{Key: accountstore.ThrottleKey(s, "mail-account-network", normal(account)+"\n"+VisitOf(ctx).networks[0].Prefix), Rule: mailsPerAccount},
	}, networkThrottles(ctx, s, "mail", mailsPerNetwork)...)
}

// FirstMailThrottle allows the first wish of a network for a mail to an account in an hour.
func FirstMailThrottle(ctx context.Context, s *store.Store, account string) accountstore.Throttle {
	return accountstore.Throttle{Key: accountstore.ThrottleKey(s, "mail-first", normal(account)+"\n"+VisitOf(ctx).networks[0].Prefix), Rule: limit.Rule{Max: 1, Per: time.Hour}}
}

// networkThrottles count a try of a request against each network that it comes from.
func networkThrottles(ctx context.Context, s *store.Store, kind string, rule limit.Rule) []accountstore.Throttle {
	return throttlesOf(s, kind, VisitOf(ctx).networks, rule)
}

// NetworkThrottles are the limits of one kind of mistake by the networks of an address.
func NetworkThrottles(s *store.Store, kind, ip string, rule limit.Rule) []accountstore.Throttle {
	return throttlesOf(s, kind, NetworksOf(ip), rule)
}

func throttlesOf(s *store.Store, kind string, networks []Network, rule limit.Rule) []accountstore.Throttle {
	throttles := make([]accountstore.Throttle, len(networks))
	for i, network := range networks {
		throttles[i] = accountstore.Throttle{Key: accountstore.ThrottleKey(s, kind+"-network", network.Prefix), Rule: limit.Rule{Max: rule.Max * network.Times, Per: rule.Per}}
	}
	return throttles
}

// normal is an account's name as it is counted.
func normal(account string) string { return strings.ToLower(strings.TrimSpace(account)) }

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
