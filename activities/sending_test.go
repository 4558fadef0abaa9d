package activities_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"

	"countersign/activities"
	"countersign/core/channel"
	"countersign/core/keys"
	"countersign/core/ledger"
	"countersign/core/message"
	"countersign/core/policy"
	"countersign/core/provider"
	"countersign/core/template"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// book is a ledger that answers as it is told and writes down what it hears.
type book struct {
	claim    ledger.Claim
	account  uuid.UUID // that it is, or was, handed to
	settled  []ledger.Settlement
	released []time.Time
}

func (b *book) Claim(context.Context, ledger.ClaimRequest) (ledger.Claim, error) {
	b.claim.Content = ledger.MessageContent{To: "+14155550134", Name: "Ana Torres", MSP: "Bluepeak IT", Technician: "Sam Rivera", CodeLength: 6, Minutes: 5,
		Text: template.BuiltIn(template.SMSCode), Branding: template.DefaultBranding("Bluepeak IT"), KeyID: "k1", Account: b.account}
	return b.claim, nil
}
func (b *book) Settle(_ context.Context, _ ledger.Key, s ledger.Settlement) error {
	b.settled = append(b.settled, s)
	return nil
}
func (b *book) Release(_ context.Context, _ ledger.Key, handedAt time.Time) error {
	b.released = append(b.released, handedAt)
	return nil
}

// carrier is a provider that fails as it is told; found is what its list says of a message whose answer was lost.
type carrier struct {
	sent  []message.Outbound
	fails error
	found func() (bool, error)
}

func (c *carrier) Send(_ context.Context, out message.Outbound) (message.Receipt, error) {
	c.sent = append(c.sent, out)
	return message.Receipt{ProviderID: "SM1", Status: message.Accepted}, c.fails
}
func (c *carrier) Find(context.Context, message.Outbound, time.Time) (message.Receipt, bool, error) {
	ok, err := c.found()
	return message.Receipt{ProviderID: "SM1"}, ok, err
}

// blindOnly is a provider that cannot be asked.
type blindOnly struct {
	send func(context.Context, message.Outbound) (message.Receipt, error)
}

func (b blindOnly) Send(ctx context.Context, out message.Outbound) (message.Receipt, error) {
	return b.send(ctx, out)
}

func failing(kind provider.Kind) error {
	return &provider.Error{Provider: "twilio", Kind: kind, Code: "1"}
}

func TestEveryEndOfASend(t *testing.T) {
	t.Parallel()
	yes, no := func() (bool, error) { return true, nil }, func() (bool, error) { return false, nil }
	unsure := func() (bool, error) { return false, failing(provider.Ambiguous) }
	away := func() (bool, error) { return false, failing(provider.Unavailable) }
	mine := ledger.Claim{State: ledger.Mine, HandedAt: noon}
	handed := func(before time.Duration) ledger.Claim {
		return ledger.Claim{State: ledger.Handed, HandedAt: noon.Add(-before)}
	}
	for name, c := range map[string]struct {
		claim    ledger.Claim
		fails    error
		found    func() (bool, error)
		blind    bool
		outcome  activities.SendOutcome
		settled  message.Status // "" for none
		released bool
		sends    int
	}{
		"taken at once":                                      {claim: mine, outcome: activities.Accepted, settled: message.Accepted, sends: 1},
		"throttled: given back":                              {claim: mine, fails: failing(provider.Throttled), outcome: activities.RetryLater, released: true, sends: 1},
		"away: given back":                                   {claim: mine, fails: failing(provider.Unavailable), outcome: activities.RetryLater, released: true, sends: 1},
		"refused for good":                                   {claim: mine, fails: failing(provider.Refused), outcome: activities.Refused, settled: message.Failed, sends: 1},
		"said STOP":                                          {claim: mine, fails: failing(provider.OptedOut), outcome: activities.Refused, settled: message.Failed, sends: 1},
		"answer lost, found":                                 {claim: mine, fails: failing(provider.Ambiguous), found: yes, outcome: activities.Accepted, settled: message.Accepted, sends: 1},
		"answer lost, not to be told":                        {claim: mine, fails: failing(provider.Ambiguous), found: unsure, outcome: activities.Unknown, settled: message.Unknown, sends: 1},
		"answer lost, not there yet: waits":                  {claim: mine, fails: failing(provider.Ambiguous), found: no, outcome: activities.RetryLater, sends: 1},
		"answer lost, list away: waits":                      {claim: mine, fails: failing(provider.Ambiguous), found: away, outcome: activities.RetryLater, sends: 1},
		"an error we cannot classify may have had an effect": {claim: mine, fails: errors.New("?"), found: unsure, outcome: activities.Unknown, settled: message.Unknown, sends: 1},
		"answer lost, no way to ask":                         {claim: mine, fails: failing(provider.Ambiguous), blind: true, outcome: activities.Unknown, settled: message.Unknown, sends: 1},
		"handed by one who died, found":                      {claim: handed(time.Second), found: yes, outcome: activities.Accepted, settled: message.Accepted},
		"handed just now, not there: left to its hander":     {claim: handed(time.Second), found: no, outcome: activities.RetryLater},
		"handed long ago, not there: given back":             {claim: handed(time.Minute), found: no, outcome: activities.RetryLater, released: true},
		"handed long ago, list away: kept":                   {claim: handed(time.Minute), found: away, outcome: activities.RetryLater},
		"handed, no way to ask":                              {claim: handed(time.Minute), blind: true, outcome: activities.Unknown, settled: message.Unknown},
		"settled before":                                     {claim: ledger.Claim{State: ledger.Settled, Status: message.Delivered}, outcome: activities.Accepted},
		"refused before":                                     {claim: ledger.Claim{State: ledger.Settled, Status: message.Failed}, outcome: activities.Refused},
		"over a limit":                                       {claim: ledger.Claim{State: ledger.Limited, Code: "send_limit"}, outcome: activities.OverLimit},
		"ended meanwhile":                                    {claim: ledger.Claim{State: ledger.Closed}, outcome: activities.NoLongerDue},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			books, provider := &book{claim: c.claim}, &carrier{fails: c.fails, found: c.found}
			var sender message.Sender = provider
			if c.blind {
				sender = blindOnly{provider.Send}
			}
			result := send(t, books, sender)
			require.Equal(t, c.outcome, result.Outcome)
			require.Len(t, result.Digest, 64, "the digest is known for every outcome")
			require.Len(t, provider.sent, c.sends)
			require.Equal(t, c.released, len(books.released) == 1)
			if c.released {
				require.Equal(t, c.claim.HandedAt, books.released[0], "only the claim we hold is given back")
			}
			if c.settled == "" {
				require.Empty(t, books.settled)
			} else {
				require.Len(t, books.settled, 1)
				require.Equal(t, c.settled, books.settled[0].Status)
			}
		})
	}
}

func send(t *testing.T, books *book, sender message.Sender) activities.SendResult {
	t.Helper()
	env, input := prepare(books, sender)
	value, err := env.ExecuteLocalActivity(input.do.Send, input.in)
	require.NoError(t, err)
	var result activities.SendResult
	require.NoError(t, value.Get(&result))
	return result
}

type prepared struct {
	do *activities.Sending
	in activities.SendInput
}

// callbacks are those of a carrier that calls below the connection's address.
func callbacks(_ channel.Transport, connection uuid.UUID, outbound string) message.Callbacks {
	address := "https://desk.example/webhooks/carrier/" + connection.String()
	return message.Callbacks{Status: address + "/status?outbound=" + outbound, Answer: address + "/voice/" + outbound}
}

func prepare(books *book, sender message.Sender) (*testsuite.TestActivityEnvironment, prepared) {
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	ring := keys.Generate()
	do := &activities.Sending{
		Ledger: books, Senders: only(sender), Ring: ring, PublicURL: "https://verify.example", Callbacks: callbacks,
		From: map[channel.Transport]string{channel.SMS: "+12025550100"}, Now: func() time.Time { return noon }, Sent: func(channel.Name, string, time.Duration) {},
	}
	env.RegisterActivity(do.SendPatiently)
	return env, prepared{do, activities.SendInput{
		Key: ledger.Key{Tenant: uuid.New(), Verification: uuid.New(), Number: 1}, KeyID: ring.Active(), Channel: channel.SMSCode, ContactPoint: uuid.New(),
		At: noon, ExpiresAt: noon.Add(5 * time.Minute), Policy: policy.Default(),
	}}
}

func TestAnExpiredCodeIsNotSent(t *testing.T) {
	t.Parallel()
	books, provider := &book{claim: ledger.Claim{State: ledger.Mine, HandedAt: noon}}, &carrier{}
	env, p := prepare(books, provider)
	for left, sends := range map[time.Duration]int{5 * time.Minute: 1, time.Second: 1, time.Second - 1: 0, 0: 0, -time.Hour: 0} {
		provider.sent, books.settled = nil, nil
		p.in.ExpiresAt = noon.Add(left)
		value, err := env.ExecuteLocalActivity(p.do.Send, p.in)
		require.NoError(t, err)
		var result activities.SendResult
		require.NoError(t, value.Get(&result))
		require.Len(t, provider.sent, sends, left)
		require.Len(t, books.settled, 1, left)
		if sends == 1 {
			require.Equal(t, p.in.ExpiresAt, provider.sent[0].ExpiresAt, "the provider delivers it no later")
			continue
		}
		require.Equal(t, activities.Refused, result.Outcome)
		require.Equal(t, message.GaveUp, books.settled[0].ErrorCode)
	}
}

func TestAPatientSendAsksToBeRepeated(t *testing.T) {
	t.Parallel()
	books := &book{claim: ledger.Claim{State: ledger.Mine, HandedAt: noon}}
	env, p := prepare(books, &carrier{fails: &provider.Error{Kind: provider.Throttled, RetryAfter: 7 * time.Second}})
	_, err := env.ExecuteActivity(p.do.SendPatiently, p.in)
	application, ok := errors.AsType[*temporal.ApplicationError](err)
	require.True(t, ok)
	require.Equal(t, activities.ErrorNotYet, application.Type())
	require.Equal(t, 7*time.Second, application.NextRetryDelay())
	require.False(t, application.NonRetryable())
}

func TestARetriedSendIsTheSameMessage(t *testing.T) {
	t.Parallel()
	books := &book{claim: ledger.Claim{State: ledger.Mine, HandedAt: noon}}
	provider := &carrier{}
	env, p := prepare(books, provider)
	for range 2 {
		_, err := env.ExecuteLocalActivity(p.do.Send, p.in)
		require.NoError(t, err)
	}
	require.Equal(t, provider.sent[0], provider.sent[1])
	require.Contains(t, provider.sent[0].CallbackURL, "outbound="+p.in.Key.Outbound())
	require.Equal(t, "+12025550100", provider.sent[0].From)
}
