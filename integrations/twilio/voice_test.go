package twilio_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/channel"
	"countersign/core/message"
	"countersign/integrations/contract"
	"countersign/integrations/twilio"
	"countersign/integrations/twilio/twiliotest"
)

func (a *account) call() message.Outbound {
	return message.Outbound{
		ID: "0190-2", Transport: channel.Voice, To: anas, From: ours, AnswerURL: a.product.url + "/voice/0190-2", CallbackURL: a.product.url + "/status",
	}
}

// asks answers as the API's voice webhook does: the question first, the code after the key 1.
func asks(a *account) func(string, url.Values) string {
	return func(_ string, form url.Values) string {
		if form.Get("Digits") == "1" {
			return a.Client.ReadCode("Your code is 1, 2, 3, 4, 5, 6.")
		}
		return a.Client.Ask(a.product.url+"/voice/0190-2?asked=1", "This is Bluepeak IT & friends. Press 1 to hear your code.")
	}
}

func (a *account) theCall() twiliotest.Call {
	calls := a.fake.Calls("")
	if len(calls) == 0 {
		return twiliotest.Call{}
	}
	return calls[len(calls)-1]
}

func TestACallReadsTheCodeAfterAKey(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	a.product.answer = asks(a)
	receipt, err := twilio.Voice{Client: a.Client}.Send(contract.Soon(t), a.call())
	require.NoError(t, err)
	require.Equal(t, message.Accepted, receipt.Status)
	contract.Within(t, "the question", func() bool { return a.theCall().Asking })
	require.NotContains(t, a.theCall().Heard(), "1, 2, 3", "no code without a key")
	require.NoError(t, a.fake.Press(receipt.ProviderID, "1"))
	contract.Within(t, "the end", func() bool { return a.theCall().Over() })
	heard := a.theCall().Heard()
	require.Contains(t, heard, "Bluepeak IT & friends")
	require.Contains(t, heard, "[pressed 1]\nYour code is 1, 2, 3, 4, 5, 6.\nYour code is 1, 2, 3, 4, 5, 6.")
	contract.Within(t, "four reports", func() bool { return len(a.product.heard()) == 4 })
	for i, want := range []string{"initiated", "ringing", "in-progress", "completed"} {
		require.Equal(t, receipt.ProviderID+":"+want, a.product.heard()[i].EventKey)
	}
	require.Equal(t, message.Failed, a.product.status("0190-2"), "for all that the carrier knows")
	require.ErrorIs(t, a.fake.Press(receipt.ProviderID, "1"), twiliotest.ErrNoCall)
	a.noViolations(t)
}

func TestNobodyAtThePhoneHearsNoCode(t *testing.T) {
	t.Parallel()
	a := newAccount(t, func(c *twiliotest.Config) { c.Patience = 0 })
	a.product.answer = asks(a)
	_, err := twilio.Voice{Client: a.Client}.Send(contract.Soon(t), a.call())
	require.NoError(t, err)
	contract.Within(t, "the end", func() bool { return a.theCall().Over() })
	require.NotContains(t, a.theCall().Heard(), "1, 2, 3")
	a.noViolations(t)
}

func TestACallThatIsNotAnsweredFails(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	out := a.call()
	out.To = "+12025500486"
	_, err := twilio.Voice{Client: a.Client}.Send(contract.Soon(t), out)
	require.NoError(t, err)
	contract.Within(t, "failure", func() bool { return a.product.status("0190-2") == message.Failed })
	reports := a.product.heard()
	require.Equal(t, "busy", reports[len(reports)-1].ErrorCode)
}

func TestDecliningARingingCallIsBusy(t *testing.T) {
	t.Parallel()
	a := newAccount(t, func(c *twiliotest.Config) { c.Pace = time.Hour })
	receipt, err := twilio.Voice{Client: a.Client}.Send(contract.Soon(t), a.call())
	require.NoError(t, err)
	require.NoError(t, a.fake.Hangup(receipt.ProviderID))
	contract.Within(t, "busy", func() bool { return a.theCall().Status == "busy" })
}

func TestTwiMLIsEscaped(t *testing.T) {
	t.Parallel()
	require.Equal(t,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"+
			`<Response><Gather input="dtmf" numDigits="1" timeout="10" action="https://example.com/v?a=1&amp;b=2" method="POST">`+
			`<Say>Tom &amp; &lt;Jerry&gt;</Say><Pause length="2"></Pause><Say>Tom &amp; &lt;Jerry&gt;</Say></Gather><Hangup></Hangup></Response>`,
		twilio.Ask("https://example.com/v?a=1&b=2", "Tom & <Jerry>"))
	require.Contains(t, twilio.ReadCode("</Say><Dial>+1900</Dial>"), "<Say>&lt;/Say&gt;&lt;Dial&gt;+1900&lt;/Dial&gt;</Say>")
	require.Contains(t, twilio.Say("a\x00b"), "<Say>a\uFFFDb</Say>")
}
