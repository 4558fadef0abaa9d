package twilio_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"countersign/core/channel"
	"countersign/core/message"
	"countersign/integrations/twilio"
)

// inboundForm is what Twilio posts: https://www.twilio.com/docs/messaging/guides/webhook-request
func inboundForm(change map[string]string) url.Values {
	form := url.Values{
		"MessageSid": {"SM0123456789abcdef0123456789abcdef"}, "SmsSid": {"SM0123456789abcdef0123456789abcdef"}, "SmsMessageSid": {"SM0123456789abcdef0123456789abcdef"},
		"AccountSid": {"AC0123456789abcdef0123456789abcdef"}, "From": {"+14155550134"}, "To": {"+14155550100"}, "Body": {"#verify"}, "NumMedia": {"0"}, "NumSegments": {"1"},
		"SmsStatus": {"received"}, "ApiVersion": {"2010-04-01"}, "FromCountry": {"US"},
	}
	for name, value := range change {
		form.Set(name, value)
	}
	return form
}

func TestAnInboundText(t *testing.T) {
	t.Parallel()
	in, err := twilio.ParseMessage(inboundForm(nil))
	require.NoError(t, err)
	require.Equal(t, message.Inbound{
		ProviderID: "SM0123456789abcdef0123456789abcdef", Transport: channel.SMS, From: "+14155550134", To: "+14155550100", Body: "#verify", Authentic: true,
	}, in)
}

func TestPicturesAndTheCarriersReading(t *testing.T) {
	t.Parallel()
	in, err := twilio.ParseMessage(inboundForm(map[string]string{
		"MessageSid": "MM0123456789abcdef0123456789abcdef", "NumMedia": "2", "MediaUrl0": "https://api.twilio.com/a", "MediaContentType0": "image/jpeg",
		"MediaUrl1": "https://api.twilio.com/b", "MediaContentType1": "text/vcard", "OptOutType": "Stop",
	}))
	require.NoError(t, err)
	require.Equal(t, []message.Media{{URL: "https://api.twilio.com/a", ContentType: "image/jpeg"}, {URL: "https://api.twilio.com/b", ContentType: "text/vcard"}}, in.Media)
	require.Equal(t, "STOP", in.OptOut)

	in, err = twilio.ParseMessage(inboundForm(map[string]string{"NumMedia": "999999", "MediaUrl0": "https://api.twilio.com/a", "OptOutType": "MAYBE"}))
	require.NoError(t, err)
	require.Len(t, in.Media, 1)
	require.Empty(t, in.OptOut)
}

func TestWhatIsNoMessageIsRefused(t *testing.T) {
	t.Parallel()
	for _, change := range []map[string]string{
		{"MessageSid": ""}, {"MessageSid": "CA0123456789abcdef0123456789abcdef"}, {"MessageSid": "SM1"},
	} {
		_, err := twilio.ParseMessage(inboundForm(change))
		require.ErrorIs(t, err, twilio.ErrNotMessage, change)
	}
}

// A text of a short code, a name or another network is kept for Admins: a client may have written it.
func TestATextOfNoNumberIsKept(t *testing.T) {
	t.Parallel()
	for _, change := range []map[string]string{{"From": ""}, {"From": "Anonymous"}, {"From": "whatsapp:+14155550134"}, {"From": "262966"}, {"To": "12345"}} {
		in, err := twilio.ParseMessage(inboundForm(change))
		require.NoError(t, err, change)
		require.True(t, in.Unreadable, change)
		require.False(t, in.Authentic, change)
	}
}

func FuzzInboundSMS(f *testing.F) {
	f.Add(inboundForm(nil).Encode())
	f.Add(inboundForm(map[string]string{"Body": strings.Repeat("\xff", 2000), "NumMedia": "-1"}).Encode())
	f.Add("%zz=1&MessageSid=SM")
	f.Add(inboundForm(map[string]string{"From": "Ana\x00\xff", "To": ""}).Encode())
	f.Fuzz(func(t *testing.T, body string) {
		form, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		in, err := twilio.ParseMessage(form)
		if err != nil {
			require.Equal(t, message.Inbound{}, in)
			return
		}
		require.True(t, utf8.ValidString(in.Body))
		require.NotContains(t, in.Body, "\x00")
		require.LessOrEqual(t, utf8.RuneCountInString(in.Body), 1600)
		require.LessOrEqual(t, len(in.Media), 10)
		for _, number := range []string{in.From, in.To} {
			require.NotRegexp(t, `[[:cntrl:]]`, number)
			require.True(t, in.Unreadable || regexp.MustCompile(`^\+\d+$`).MatchString(number), number)
		}
	})
}
