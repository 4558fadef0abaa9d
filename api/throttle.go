package api

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"countersign/core/limit"
	"countersign/core/problem"
	"countersign/store"
)

// How often people may be wrong. An account is throttled whether it exists or not.
var (
	signInsPerAccount = limit.Rule{Max: 10, Per: 15 * time.Minute}
	signInsPerNetwork = limit.Rule{Max: 50, Per: 15 * time.Minute}
	totpPerPerson     = limit.Rule{Max: 10, Per: 15 * time.Minute}
	mailsPerAccount   = limit.Rule{Max: 3, Per: time.Hour}
	mailsPerNetwork   = limit.Rule{Max: 20, Per: time.Hour}
)

// signInThrottles are what a try to sign in counts against: first the account, then the network.
func signInThrottles(ctx context.Context, s *store.Store, kind, account string) []store.Throttle {
	return []store.Throttle{
		{Key: s.ThrottleKey(kind+"-account", strings.ToLower(strings.TrimSpace(account))), Rule: signInsPerAccount},
		{Key: s.ThrottleKey(kind+"-network", visitOf(ctx).network), Rule: signInsPerNetwork},
	}
}

func mailThrottles(ctx context.Context, s *store.Store, account string) []store.Throttle {
	return []store.Throttle{
		{Key: s.ThrottleKey("mail-account", strings.ToLower(strings.TrimSpace(account))), Rule: mailsPerAccount},
		{Key: s.ThrottleKey("mail-network", visitOf(ctx).network), Rule: mailsPerNetwork},
	}
}

func totpThrottle(s *store.Store, user uuid.UUID) store.Throttle {
	return store.Throttle{Key: s.ThrottleKey("totp", user.String()), Rule: totpPerPerson}
}

// take counts a try, or refuses it.
func take(ctx context.Context, s *store.Store, now time.Time, throttles ...store.Throttle) error {
	wait, ok, err := s.TakeThrottles(ctx, now, throttles...)
	if err != nil {
		return err
	}
	if !ok {
		return problem.Later(problem.RateLimited, wait)
	}
	return nil
}
