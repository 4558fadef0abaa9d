package stories

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAProviderThatFailsIsMetWithoutLossOrDoubling walks both providers through every fault.
func TestAProviderThatFailsIsMetWithoutLossOrDoubling(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		provider, channel, mode string
		arrives                 bool
		status                  string // of the send, when it is not simply on its way
	}{
		"a throttled SMS goes out later":              {"twilio", "sms_code", "rate_limit", true, ""},
		"a slow answer is waited for":                 {"twilio", "sms_code", "slow", true, ""},
		"an SMS whose answer was lost is found again": {"twilio", "sms_code", "accept_then_drop", true, ""},
		"a refused SMS is said to be refused":         {"twilio", "sms_code", "refuse", false, "failed"},
		"a throttled e-mail goes out later":           {"sendgrid", "email_code", "rate_limit", true, ""},
		"an e-mail whose answer was lost is reported": {"sendgrid", "email_code", "accept_then_drop", true, ""},
		"a refused e-mail is said to be refused":      {"sendgrid", "email_code", "refuse", false, "failed"},
		"a call whose answer was lost is found again": {"twilio", "voice_code", "accept_then_drop", true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			desk := stack.Desk(t)
			ana := desk.Contact("Ana Torres")
			to := map[string]string{"sms_code": ana.Mobile, "email_code": ana.Email, "voice_code": ana.Phone}[c.channel]
			stack.Fault(t, c.provider, c.mode, to, 1)
			call := desk.Verify(ana).By(c.channel)
			if !c.arrives {
				require.Eventually(t, func() bool { v := call.Now(); return len(v.Sends) == 1 && v.Sends[0].Status == c.status }, patience, tick)
				require.Empty(t, stack.Messages(t, to))
				require.Equal(t, http.StatusOK, call.SendAgain(otherWay(c.channel)).Status, "another way is open at once")
				return
			}
			code := map[string]func(int) string{"sms_code": ana.ReadsSMS, "email_code": ana.ReadsEmail, "voice_code": ana.Hears}[c.channel](1)
			require.True(t, call.Check(code).Accepted)
			require.Len(t, stack.Messages(t, to), 1, "sent once")
		})
	}
}

func otherWay(channel string) string {
	if channel == "email_code" {
		return "sms_code"
	}
	return "email_code"
}
