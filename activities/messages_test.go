package activities_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/temporal"

	"countersign/activities"
	"countersign/core/channel"
	"countersign/core/message"
	"countersign/core/provider"
)

// mailbox holds one message.
type mailbox struct {
	take     message.Handover
	settled  []message.Ending
	released []time.Time
	givenUp  int
}

func (m *mailbox) TakeMessage(context.Context, uuid.UUID, uuid.UUID, time.Time) (message.Handover, error) {
	return m.take, nil
}
func (m *mailbox) SettleOutbound(_ context.Context, _, _ uuid.UUID, end message.Ending) error {
	m.settled = append(m.settled, end)
	return nil
}
func (m *mailbox) ReleaseMessage(_ context.Context, _, _ uuid.UUID, handedAt time.Time) error {
	m.released = append(m.released, handedAt)
	return nil
}
func (m *mailbox) GiveUpMessage(context.Context, uuid.UUID, uuid.UUID) error {
	m.givenUp++
	return nil
}

// posting hands one SMS over.
func posting(take message.Handover, sender message.Sender) (*activities.Messages, *mailbox, *[]string) {
	box, outcomes := &mailbox{take: take}, &[]string{}
	return &activities.Messages{
		Outbox: box, Senders: only(sender), Callbacks: callbacks,
		From: map[channel.Transport]string{channel.SMS: "+14155550100"}, Now: func() time.Time { return noon },
		Posted: func(_ channel.Transport, outcome string, _ time.Duration) { *outcomes = append(*outcomes, outcome) },
	}, box, outcomes
}

func TestEveryEndOfAPosting(t *testing.T) {
	t.Parallel()
	yes, no := func() (bool, error) { return true, nil }, func() (bool, error) { return false, nil }
	unsure := func() (bool, error) { return false, failing(provider.Ambiguous) }
	away := func() (bool, error) { return false, failing(provider.Unavailable) }
	due := message.Handover{Due: true, HandedAt: noon}
	earlier := func(before time.Duration) message.Handover {
		return message.Handover{Due: true, Earlier: true, HandedAt: noon.Add(-before)}
	}
	for name, c := range map[string]struct {
		take     message.Handover
		fails    error
		found    func() (bool, error)
		blind    bool
		settled  message.Status // "" for none
		released bool
		again    bool // Temporal repeats it
		sends    int
		outcome  string
	}{
		"not due":                                {},
		"taken at once":                          {take: due, settled: message.Accepted, sends: 1, outcome: "taken"},
		"throttled: given back":                  {take: due, fails: failing(provider.Throttled), released: true, again: true, sends: 1, outcome: "later"},
		"away: given back":                       {take: due, fails: failing(provider.Unavailable), released: true, again: true, sends: 1, outcome: "later"},
		"refused for good":                       {take: due, fails: failing(provider.Refused), settled: message.Failed, sends: 1, outcome: "refused"},
		"said STOP":                              {take: due, fails: failing(provider.OptedOut), settled: message.Failed, sends: 1, outcome: "refused"},
		"answer lost, found":                     {take: due, fails: failing(provider.Ambiguous), found: yes, settled: message.Accepted, sends: 1, outcome: "unknown"},
		"answer lost, not to be told":            {take: due, fails: failing(provider.Ambiguous), found: unsure, settled: message.Unknown, sends: 1, outcome: "unknown"},
		"answer lost, not there yet":             {take: due, fails: failing(provider.Ambiguous), found: no, again: true, sends: 1, outcome: "unknown"},
		"answer lost, no way to ask":             {take: due, fails: failing(provider.Ambiguous), blind: true, settled: message.Unknown, sends: 1, outcome: "unknown"},
		"an error that cannot be classified":     {take: due, fails: errors.New("?"), found: unsure, settled: message.Unknown, sends: 1, outcome: "unknown"},
		"handed by one who died, found":          {take: earlier(time.Minute), found: yes, settled: message.Accepted},
		"handed just now, not there":             {take: earlier(time.Second), found: no, again: true},
		"handed long ago, not there: back":       {take: earlier(time.Minute), found: no, released: true, again: true},
		"handed long ago, list away: kept":       {take: earlier(time.Minute), found: away, again: true},
		"handed long ago, no way to ask":         {take: earlier(time.Minute), blind: true, settled: message.Unknown},
		"handed long ago, and it cannot be told": {take: earlier(time.Minute), found: unsure, settled: message.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sms := &carrier{fails: c.fails, found: c.found}
			var sender message.Sender = sms
			if c.blind {
				sender = blindOnly{sms.Send}
			}
			tenant, id, hook := uuid.New(), uuid.New(), uuid.New()
			c.take.Hook, c.take.Out = hook, message.Outbound{ID: message.IDOf(id), Transport: channel.SMS, To: "+14155550134", Text: "hello"}
			m, box, outcomes := posting(c.take, sender)
			err := m.PostMessage(t.Context(), tenant, id)
			if c.again {
				var later *temporal.ApplicationError
				require.ErrorAs(t, err, &later)
				require.Equal(t, activities.ErrorNotYet, later.Type())
			} else {
				require.NoError(t, err)
			}
			require.Len(t, sms.sent, c.sends)
			for _, out := range sms.sent {
				require.Equal(t, "+14155550100", out.From, "the platform's number, for an MSP without its own")
				require.Equal(t, "https://desk.example/webhooks/carrier/"+hook.String()+"/status?outbound=m-"+id.String(), out.CallbackURL)
			}
			if c.settled == "" {
				require.Empty(t, box.settled)
			} else {
				require.Len(t, box.settled, 1)
				require.Equal(t, c.settled, box.settled[0].Status)
				require.Equal(t, name == "said STOP", box.settled[0].OptedOut)
			}
			if c.released {
				require.Equal(t, []time.Time{c.take.HandedAt}, box.released, "only one's own claim is given back")
			} else {
				require.Empty(t, box.released)
			}
			if c.outcome == "" {
				require.Empty(t, *outcomes)
			} else {
				require.Equal(t, []string{c.outcome}, *outcomes)
			}
		})
	}
}

func TestAnAnswerFromTheMSPsOwnNumberKeepsIt(t *testing.T) {
	t.Parallel()
	sms := &carrier{}
	m, box, _ := posting(message.Handover{Due: true, HandedAt: noon, Out: message.Outbound{Transport: channel.SMS, From: "+14155550199"}}, sms)
	require.NoError(t, m.PostMessage(t.Context(), uuid.New(), uuid.New()))
	require.Equal(t, "+14155550199", sms.sent[0].From, "they wrote to it")
	require.NoError(t, m.GiveUpPosting(t.Context(), uuid.New(), uuid.New()))
	require.Equal(t, 1, box.givenUp)
}

// The worker dies right after the provider's answer: what was said is kept.
func TestAnAnswerIsKeptWhoeverIsCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	sender := blindOnly{func(context.Context, message.Outbound) (message.Receipt, error) {
		cancel()
		return message.Receipt{ProviderID: "SM1"}, nil
	}}
	m, box, _ := posting(message.Handover{Due: true, HandedAt: noon, Out: message.Outbound{Transport: channel.SMS}}, sender)
	require.NoError(t, m.PostMessage(ctx, uuid.New(), uuid.New()))
	require.Equal(t, "SM1", box.settled[0].ProviderID)
}
