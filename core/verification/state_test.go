package verification_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/channel"
	"countersign/core/verification"
)

var (
	rules = verification.Rules{MaxAttempts: 5, MaxSends: 5}
	noon  = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
)

func sent(number int, name channel.Name, digest string, at time.Time) verification.Fact {
	return verification.Fact{Kind: verification.Sent, At: at, Send: number, Channel: name, Digest: digest, ExpiresAt: at.Add(5 * time.Minute)}
}

func guessed(digest string, at time.Time) verification.Fact {
	return verification.Fact{Kind: verification.Attempted, At: at, Digest: digest}
}

func by(f verification.Fact, who string) verification.Fact {
	f.By = who
	return f
}

func TestEndings(t *testing.T) {
	t.Parallel()
	minute := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Minute) }
	code, link := sent(1, channel.SMSCode, "right", noon), sent(1, channel.EmailLink, "", noon)
	number := sent(1, channel.SMSMatch, "right", noon)
	wrong := guessed("wrong", minute(1))
	for name, c := range map[string]struct {
		facts  []verification.Fact
		status verification.Status
		reason verification.Reason
	}{
		"the right code approves":                    {[]verification.Fact{code, guessed("right", minute(1))}, verification.Approved, verification.CodeAccepted},
		"the right code after its end does not":      {[]verification.Fact{code, guessed("right", minute(5))}, verification.Pending, ""},
		"four wrong guesses leave it open":           {[]verification.Fact{code, wrong, wrong, wrong, wrong}, verification.Pending, ""},
		"the fifth wrong guess denies":               {[]verification.Fact{code, wrong, wrong, wrong, wrong, wrong}, verification.Denied, verification.TooManyAttempts},
		"the right code after denial is too late":    {[]verification.Fact{code, wrong, wrong, wrong, wrong, wrong, guessed("right", minute(1))}, verification.Denied, verification.TooManyAttempts},
		"a new send voids the old code":              {[]verification.Fact{code, sent(2, channel.SMSCode, "new", minute(1)), guessed("right", minute(2))}, verification.Pending, ""},
		"a new send keeps the count":                 {[]verification.Fact{code, wrong, wrong, wrong, sent(2, channel.SMSCode, "new", minute(1)), wrong, wrong}, verification.Denied, verification.TooManyAttempts},
		"validate approves a link":                   {[]verification.Fact{link, {Kind: verification.Confirmed, Send: 1, At: minute(1)}}, verification.Approved, verification.LinkConfirmed},
		"validate on a voided link does not":         {[]verification.Fact{link, sent(2, channel.EmailLink, "", minute(1)), {Kind: verification.Confirmed, Send: 1, At: minute(2)}}, verification.Pending, ""},
		"validate after the link's end does not":     {[]verification.Fact{link, {Kind: verification.Confirmed, Send: 1, At: minute(6)}}, verification.Pending, ""},
		"validate never confirms a code":             {[]verification.Fact{code, {Kind: verification.Confirmed, Send: 1, At: minute(1)}}, verification.Pending, ""},
		"a guess never opens a link":                 {[]verification.Fact{link, guessed("", minute(1))}, verification.Pending, ""},
		"the person's number matches":                {[]verification.Fact{number, by(guessed("right", minute(1)), verification.Contact)}, verification.Approved, verification.NumberMatched},
		"the desk cannot enter the number it read":   {[]verification.Fact{number, by(guessed("right", minute(1)), "user/sam")}, verification.Pending, ""},
		"the person cannot enter the desk's code":    {[]verification.Fact{code, by(guessed("right", minute(1)), verification.Contact)}, verification.Pending, ""},
		"validate never confirms a number":           {[]verification.Fact{number, {Kind: verification.Confirmed, Send: 1, At: minute(1)}}, verification.Pending, ""},
		"a key of the called phone approves":         {[]verification.Fact{sent(1, channel.CallBack, "", noon), {Kind: verification.Confirmed, Send: 1, At: minute(1)}}, verification.Approved, verification.CalledBack},
		"not me denies":                              {[]verification.Fact{link, {Kind: verification.Denial, At: minute(1)}}, verification.Denied, verification.NotMe},
		"cancel cancels":                             {[]verification.Fact{code, {Kind: verification.Cancel, At: minute(1)}}, verification.Cancelled, verification.CancelledByDesk},
		"time ends it":                               {[]verification.Fact{code, {Kind: verification.TimeUp, At: minute(5)}}, verification.Expired, verification.CodeExpired},
		"a renewed code outlives the first's time":   {[]verification.Fact{code, sent(2, channel.SMSCode, "new", minute(4)), {Kind: verification.TimeUp, At: minute(5)}}, verification.Pending, ""},
		"time ends one that never left as a failure": {[]verification.Fact{code, {Kind: verification.SendEnded, Send: 1, At: noon}, {Kind: verification.TimeUp, At: minute(5)}}, verification.Failed, verification.NotSent},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			end := verification.Fold(rules, c.facts)
			require.Equal(t, c.status, end.Status)
			require.Equal(t, c.reason, end.Reason)
		})
	}
}

func TestAssuranceIsThatOfTheSendThatSucceeded(t *testing.T) {
	t.Parallel()
	end := verification.Fold(rules, []verification.Fact{sent(1, channel.SMSCode, "a", noon), sent(2, channel.EmailCode, "b", noon), guessed("b", noon)})
	require.Equal(t, verification.Approved, end.Status)
	require.Equal(t, channel.Low, end.Assurance)
}

// Who was told the number can write it in anybody's name: it holds nothing that only our message held.
func TestABareNumberGivesLowAssurance(t *testing.T) {
	t.Parallel()
	attempt := verification.Fact{Kind: verification.Attempted, At: noon, Digest: "a", By: verification.Contact}
	onThePage := verification.Fold(rules, []verification.Fact{sent(1, channel.SMSMatch, "a", noon), attempt})
	require.Equal(t, verification.Approved, onThePage.Status)
	require.Equal(t, channel.Medium, onThePage.Assurance)
	attempt.Bare = true
	byText := verification.Fold(rules, []verification.Fact{sent(1, channel.SMSMatch, "a", noon), attempt})
	require.Equal(t, verification.Approved, byText.Status)
	require.Equal(t, channel.Low, byText.Assurance)
}

// TestNoSequenceBeatsTheRules throws any order of facts at the fold.
func TestNoSequenceBeatsTheRules(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		facts := rapid.SliceOfN(rapid.Custom(anyFact), 0, 40).Draw(t, "facts")
		s, closed := verification.New(), verification.State{}
		for i, f := range facts {
			s = s.Apply(rules, f)
			require.LessOrEqual(t, s.Attempts, rules.MaxAttempts, "more verdicts than attempts")
			if closed.Status.Closed() && closed.Status != "" {
				require.Equal(t, closed, s, fmt.Sprintf("fact %d changed a closed verification", i))
			}
			if s.Status.Closed() {
				closed = s
			}
			if s.Status == verification.Approved && s.Reason == verification.CodeAccepted {
				require.True(t, f.At.Before(s.ExpiresAt) || !f.At.Equal(s.ClosedAt), "approved after its end")
			}
		}
	})
}

func anyFact(t *rapid.T) verification.Fact {
	at := noon.Add(time.Duration(rapid.IntRange(0, 600).Draw(t, "second")) * time.Second)
	number := rapid.IntRange(1, 5).Draw(t, "send")
	digest := rapid.SampledFrom([]string{"", "1", "2", "3"}).Draw(t, "digest")
	name := rapid.SampledFrom([]channel.Name{channel.SMSCode, channel.SMSLink, channel.EmailCode, channel.VoiceCode, channel.SMSMatch, channel.CallBack}).Draw(t, "channel")
	kind := rapid.SampledFrom([]verification.Kind{verification.Sent, verification.SendEnded, verification.Attempted, verification.Confirmed, verification.TimeUp, verification.Denial, verification.Cancel}).Draw(t, "kind")
	return verification.Fact{Kind: kind, At: at, Send: number, Channel: name, Digest: digest, ExpiresAt: at.Add(5 * time.Minute)}
}
