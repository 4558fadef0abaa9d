package contract

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/channel"
	"countersign/core/message"
	"countersign/core/provider"
	"countersign/integrations/fake"
)

// carrying are the stories that hold for every transport.
var carrying = []storyOf[*carrierBench]{
	{"the vendor's description holds together", carrierDescribes},
	{"a message is accepted", aMessageIsAccepted},
	{"each answer has its kind", eachAnswerHasItsKind},
	{"a lost answer is found", aLostAnswerIsFound},
	{"the same message twice is ambiguous", theSameMessageTwice},
	{"a failed question tells nothing", aFailedQuestionTellsNothing},
	{"no connection means not taken", noConnectionMeansNotTaken},
	{"a recipient who opted out gets nothing", aRecipientWhoOptedOut},
	{"check names wrong credentials", wrongCredentialsSendNothing},
	{"errors repeat no sentence of the vendor's", carrierErrorsRepeatNoSentence},
	{"no redirect is followed", carrierFollowsNoRedirect},
}

func carrierDescribes(b *carrierBench) {
	describesItself(b, b.room.Vendor, b.Fake.Name(), b.URL, b.system, b.room.Credentials)
	carrier := b.system.(message.Carrier)
	for _, transport := range carrier.Transports() {
		require.NotNil(b, carrier.Sender(transport), transport)
	}
	require.Nil(b, carrier.Sender(channel.Transport("pigeon")), "it carries nothing else")
}

func aMessageIsAccepted(b *carrierBench) {
	require.NoError(b, b.system.Check(b.Context()))
	receipt, err := b.sender.Send(Soon(b), b.out)
	require.NoError(b, err)
	require.Equal(b, message.Accepted, receipt.Status)
	require.Equal(b, []fake.Taken{{ID: receipt.ProviderID, From: b.out.From, To: b.out.To, Text: b.out.Text}}, b.taken())
	other, err := b.sender.Send(Soon(b), b.out)
	require.NoError(b, err)
	require.NotEqual(b, receipt.ProviderID, other.ProviderID)
}

// eachAnswerHasItsKind also counts what the vendor took and was asked: a sender repeats nothing by itself.
func eachAnswerHasItsKind(b *carrierBench) {
	for _, one := range []struct {
		mode  fake.Mode
		kind  provider.Kind
		taken int
	}{
		{fake.Refuse, provider.Refused, 0},
		{fake.RateLimit, provider.Throttled, 0},
		{fake.Down, provider.Unavailable, 0},
		{fake.Timeout, provider.Ambiguous, 0},
		{fake.AcceptThenDrop, provider.Ambiguous, 1},
	} {
		before := len(b.taken())
		b.Journal.ForgetRequests()
		b.Fault(b, one.mode, "", 1)
		ctx, cancel := context.WithTimeout(b.Context(), patience)
		_, err := b.sender.Send(ctx, b.out)
		cancel()
		b.fails(err, one.kind, one.mode)
		require.Len(b, b.taken(), before+one.taken, one.mode)
		require.Len(b, b.Asked(""), 1, one.mode)
		if one.mode == fake.RateLimit {
			require.Positive(b, provider.RetryAfter(err))
		}
		_, err = b.sender.Send(Soon(b), b.out)
		require.NoError(b, err, one.mode)
	}
}

// isLost sends the example and loses its answer. It returns a moment before.
func (b *carrierBench) isLost() (since time.Time) {
	b.Helper()
	b.finder()
	since = time.Now()
	b.Fault(b, fake.AcceptThenDrop, "", 1)
	_, err := b.sender.Send(Soon(b), b.out)
	b.fails(err, provider.Ambiguous)
	return since
}

// isNotFound requires that a search for a changed message finds nothing.
func (b *carrierBench) isNotFound(what string, change func(*message.Outbound)) {
	b.Helper()
	other := b.out
	change(&other)
	_, found, err := b.finder().Find(Soon(b), other, time.Now())
	require.NoError(b, err, what)
	require.False(b, found, what)
}

func aLostAnswerIsFound(b *carrierBench) {
	b.isNotFound("before it is sent", func(*message.Outbound) {})
	since := b.isLost()
	receipt, found, err := b.finder().Find(Soon(b), b.out, since)
	require.NoError(b, err)
	require.True(b, found)
	require.Len(b, b.taken(), 1, "it was taken once")
	require.Equal(b, b.taken()[0].ID, receipt.ProviderID)
	b.isNotFound("another recipient", func(o *message.Outbound) { o.To = "+12025550135" })
	b.isNotFound("another sender", func(o *message.Outbound) { o.From = "+12025550101" })
	_, found, err = b.finder().Find(Soon(b), b.out, since.Add(time.Hour))
	require.NoError(b, err)
	require.False(b, found, "sent before the search begins")
}

func theSameMessageTwice(b *carrierBench) {
	since := b.isLost()
	_, err := b.sender.Send(Soon(b), b.out)
	require.NoError(b, err)
	_, found, err := b.finder().Find(Soon(b), b.out, since)
	b.fails(err, provider.Ambiguous)
	require.False(b, found)
}

func aFailedQuestionTellsNothing(b *carrierBench) {
	for _, mode := range []fake.Mode{fake.Refuse, fake.RateLimit, fake.Down, fake.AcceptThenDrop} {
		b.Fault(b, mode, "", 2)
		_, found, err := b.finder().Find(Soon(b), b.out, time.Now())
		b.fails(err, provider.Ambiguous, mode)
		require.False(b, found, mode)
		b.Faults.Clear()
	}
}

func noConnectionMeansNotTaken(b *carrierBench) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	system := b.opens(gone.URL, b.room.Credentials)
	_, err := b.senderOf(system).Send(Soon(b), b.out)
	b.fails(err, provider.Unavailable)
	b.fails(system.Check(Soon(b)), provider.Unavailable)
	ended, cancel := context.WithCancel(b.Context())
	cancel()
	_, err = b.sender.Send(ended, b.out)
	b.fails(err, provider.Unavailable, "a call that was over before it began")
	require.Empty(b, b.taken())
}

func aRecipientWhoOptedOut(b *carrierBench) {
	fake, ok := b.Fake.(fake.OptOuts)
	if !ok || b.suite.transport != channel.SMS {
		b.Skipf("%s takes no opt-out of %s before it answers", b.room.Vendor.Name, b.suite.name)
	}
	require.NoError(b, fake.OptOut(b.out.From, b.out.To))
	_, err := b.sender.Send(Soon(b), b.out)
	b.fails(err, provider.OptedOut)
	require.Empty(b, b.taken())
	other := b.out
	other.From = "+12025550101"
	_, err = b.sender.Send(Soon(b), other)
	require.NoError(b, err, "an opt-out holds for one sender")
}

func wrongCredentialsSendNothing(b *carrierBench) {
	for _, setting := range b.room.Vendor.Settings {
		if setting.Optional || !setting.Secret {
			continue
		}
		wrong := maps.Clone(b.room.Credentials)
		wrong[setting.Name] += "x"
		system := b.opens(b.URL, wrong)
		b.fails(system.Check(Soon(b)), provider.Unauthorized, setting.Name)
		_, err := b.senderOf(system).Send(Soon(b), b.out)
		b.fails(err, provider.Unauthorized, setting.Name)
	}
	require.Empty(b, b.taken())
	require.NotEmpty(b, b.Journal.Violations(), "the fake notes wrong credentials")
	require.NoError(b, b.Journal.ForgetViolations())
}

func carrierErrorsRepeatNoSentence(b *carrierBench) {
	gossip := fmt.Sprintf("%s to %s from %s is not valid", b.out.Text, b.out.To, b.out.From)
	for _, value := range b.room.Credentials {
		gossip += " " + value
	}
	tell(b, b.Fixture, gossip, func() {
		_, err := b.sender.Send(Soon(b), b.out)
		require.Error(b, err)
		b.discreet(err)
		if err := b.system.Check(Soon(b)); err != nil {
			b.discreet(err)
		}
		if finder, ok := b.sender.(message.Finder); ok {
			if _, _, err := finder.Find(Soon(b), b.out, time.Now()); err != nil {
				b.discreet(err)
			}
		}
	})
}

func carrierFollowsNoRedirect(b *carrierBench) {
	evil := newStranger(b)
	b.Instead(func(w http.ResponseWriter, r *http.Request) bool {
		http.Redirect(w, r, evil.url+r.URL.Path, http.StatusTemporaryRedirect)
		return true
	})
	require.Error(b, b.system.Check(Soon(b)))
	_, err := b.sender.Send(Soon(b), b.out)
	b.fails(err, provider.Refused)
	require.Zero(b, evil.asked.Load(), "a redirect was followed")
}
