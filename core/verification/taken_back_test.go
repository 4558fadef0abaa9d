package verification_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/channel"
	"countersign/core/verification"
)

func TestWhatIsTakenBack(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 11, 30, 10, 0, 0, 0, time.UTC)
	at := func(seconds int) time.Time { return began.Add(time.Duration(seconds) * time.Second) }
	sent := func(way channel.Name) verification.Fact {
		return verification.Fact{Kind: verification.Sent, Send: 1, Channel: way, Digest: "d", ExpiresAt: at(300), At: at(0)}
	}
	back := func(seconds int) verification.Fact {
		return verification.Fact{Kind: verification.TakenBack, At: at(seconds), By: verification.Contact}
	}
	validated := verification.Fact{Kind: verification.Confirmed, Send: 1, At: at(10), By: verification.Contact}
	for name, c := range map[string]struct {
		facts []verification.Fact
		want  verification.Status
	}{
		"a press, at once":          {[]verification.Fact{sent(channel.SMSLink), validated, back(11)}, verification.Denied},
		"a press, just in time":     {[]verification.Fact{sent(channel.EmailLink), validated, back(69)}, verification.Denied},
		"a press, too late":         {[]verification.Fact{sent(channel.SMSLink), validated, back(70)}, verification.Approved},
		"nothing was pressed":       {[]verification.Fact{sent(channel.SMSLink), back(11)}, verification.Pending},
		"a number that was entered": {[]verification.Fact{sent(channel.SMSMatch), {Kind: verification.Attempted, Digest: "d", By: verification.Contact, At: at(10)}, back(11)}, verification.Denied},
		"a code that was read out":  {[]verification.Fact{sent(channel.SMSCode), {Kind: verification.Attempted, Digest: "d", By: "user/1", At: at(10)}, back(11)}, verification.Approved},
		"a phone that was answered": {[]verification.Fact{sent(channel.CallBack), validated, back(11)}, verification.Approved},
		"after the desk cancelled":  {[]verification.Fact{sent(channel.SMSLink), {Kind: verification.Cancel, At: at(10)}, back(11)}, verification.Cancelled},
	} {
		end := verification.Fold(verification.Rules{MaxAttempts: 5, MaxSends: 5}, c.facts)
		require.Equal(t, c.want, end.Status, name)
		if c.want == verification.Denied {
			require.Equal(t, verification.NotMe, end.Reason, name)
		}
	}
}
