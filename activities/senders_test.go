package activities_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/activities"
	"countersign/core/channel"
	"countersign/core/ledger"
	"countersign/core/message"
	"countersign/core/provider"
)

// only is the one sender of all accounts.
func only(sender message.Sender) activities.Senders {
	return func(context.Context, uuid.UUID, uuid.UUID, channel.Transport) (message.Sender, error) {
		return sender, nil
	}
}

// accounts are senders by account; an account without one has been removed, and away are those that cannot be opened now.
type accounts struct {
	senders map[uuid.UUID]message.Sender
	away    map[uuid.UUID]bool
}

func (a accounts) open(_ context.Context, _, account uuid.UUID, _ channel.Transport) (message.Sender, error) {
	switch sender, ok := a.senders[account]; {
	case a.away[account]:
		return nil, failing(provider.Unavailable)
	case !ok:
		return nil, failing(provider.Refused)
	default:
		return sender, nil
	}
}

func TestAMessageIsHandedToTheAccountOfItsClaimAndSearchedThere(t *testing.T) {
	t.Parallel()
	own := uuid.New()
	yes, no := func() (bool, error) { return true, nil }, func() (bool, error) { return false, nil }
	for name, c := range map[string]struct {
		account uuid.UUID // of the claim
		handed  bool      // a minute ago, without an answer
		lost    bool      // the answer of the hand-over
		gone    bool      // the account has been removed
		away    bool      // the account cannot be opened now
		has     uuid.UUID // which account has taken it
		outcome activities.SendOutcome
		settled message.Status
		sends   int
	}{
		"by the platform's":                    {outcome: activities.Accepted, settled: message.Accepted, sends: 1},
		"by its own":                           {account: own, outcome: activities.Accepted, settled: message.Accepted, sends: 1},
		"by its own, answer lost, found there": {account: own, lost: true, has: own, outcome: activities.Accepted, settled: message.Accepted, sends: 1},
		"handed to the platform's before the switch, found there": {handed: true, outcome: activities.Accepted, settled: message.Accepted},
		"handed to its own before the switch back, found there":   {account: own, handed: true, has: own, outcome: activities.Accepted, settled: message.Accepted},
		"handed to its own, which does not have it":               {account: own, handed: true, outcome: activities.RetryLater},
		"handed to its own, which has been removed":               {account: own, handed: true, gone: true, outcome: activities.Unknown, settled: message.Unknown},
		"handed to its own, which cannot be opened now":           {account: own, handed: true, away: true, outcome: activities.RetryLater},
		"claimed for its own, which cannot be opened now":         {account: own, away: true, outcome: activities.RetryLater},
		"claimed for its own, which was removed that moment":      {account: own, gone: true, outcome: activities.Refused, settled: message.Failed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			carriers := map[uuid.UUID]*carrier{uuid.Nil: {found: no}, own: {found: no}}
			carriers[c.has].found = yes
			if c.lost {
				carriers[c.account].fails = failing(provider.Ambiguous)
			}
			opens := accounts{senders: map[uuid.UUID]message.Sender{uuid.Nil: carriers[uuid.Nil]}, away: map[uuid.UUID]bool{own: c.away}}
			if !c.gone {
				opens.senders[own] = carriers[own]
			}
			claim := ledger.Claim{State: ledger.Mine, HandedAt: noon}
			take := message.Handover{Due: true, HandedAt: noon, Account: c.account, Out: message.Outbound{ID: message.IDOf(uuid.New()), Transport: channel.SMS, To: "+14155550134", Text: "hello"}}
			if c.handed {
				claim = ledger.Claim{State: ledger.Handed, HandedAt: noon.Add(-time.Minute)}
				take.Earlier, take.HandedAt = true, claim.HandedAt
			}

			books := &book{claim: claim, account: c.account}
			env, p := prepare(books, nil)
			p.do.Senders = opens.open
			value, err := env.ExecuteLocalActivity(p.do.Send, p.in)
			require.NoError(t, err)
			var result activities.SendResult
			require.NoError(t, value.Get(&result))
			require.Equal(t, c.outcome, result.Outcome)
			require.Len(t, carriers[c.account].sent, c.sends)
			require.Empty(t, carriers[other(c.account, own)].sent, "no other account is handed it")
			if c.settled == "" {
				require.Empty(t, books.settled)
			} else {
				require.Equal(t, c.settled, books.settled[0].Status)
			}

			// A message of a conversation meets the same ends.
			m, box, _ := posting(take, nil)
			m.Senders = opens.open
			err = m.PostMessage(t.Context(), uuid.New(), uuid.New())
			require.Equal(t, c.outcome == activities.RetryLater, err != nil)
			require.Len(t, carriers[c.account].sent, 2*c.sends)
			require.Empty(t, carriers[other(c.account, own)].sent)
			if c.settled == "" {
				require.Empty(t, box.settled)
			} else {
				require.Equal(t, c.settled, box.settled[0].Status)
			}
		})
	}
}

func other(account, own uuid.UUID) uuid.UUID {
	if account == own {
		return uuid.Nil
	}
	return own
}
