package twilio_test

import (
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/message"
	"countersign/integrations/twilio"
	"countersign/integrations/twilio/twiliotest"
)

// published is the vector that Twilio prints in its documentation of webhook security.
var published = struct {
	url, token, signature string
	form                  url.Values
}{
	url: "https://mycompany.com/myapp.php?foo=1&bar=2", token: "12345", signature: "vOEb5UThFn24KEfnOFLQY2AE5FY=",
	form: url.Values{
		"CallSid": {"CA1234567890ABCDE"}, "Caller": {"+14158675309"}, "Digits": {"1234"}, "From": {"+14158675309"}, "Reason": {"Participant"},
		"ReasonConferenceEnded": {"test"}, "To": {"+18005551212"},
	},
}

func verifier(t testing.TB, current, previous string) *twilio.Client {
	t.Helper()
	client, err := twilio.New(twilio.Config{AccountSID: accountSID, AuthToken: current, AuthTokenPrevious: previous})
	require.NoError(t, err)
	return client
}

func TestThePublishedSignatureVerifies(t *testing.T) {
	t.Parallel()
	require.NoError(t, verifier(t, "12345", "").Verify(published.url, published.form, published.signature))
	require.NoError(t, verifier(t, "new", "12345").Verify(published.url, published.form, published.signature), "the previous token still counts")
	require.ErrorIs(t, verifier(t, "new", "").Verify(published.url, published.form, published.signature), twilio.ErrSignature)
	require.ErrorIs(t, verifier(t, "12345", "").Verify(published.url+"&x=1", published.form, published.signature), twilio.ErrSignature)
	require.ErrorIs(t, verifier(t, "12345", "").Verify(published.url, published.form, ""), twilio.ErrSignature)
	changed := url.Values{}
	for k, v := range published.form {
		changed[k] = v
	}
	changed.Set("Digits", "1235")
	require.ErrorIs(t, verifier(t, "12345", "").Verify(published.url, changed, published.signature), twilio.ErrSignature)
}

func TestASignatureHoldsWithAndWithoutThePort(t *testing.T) {
	t.Parallel()
	client := verifier(t, authToken, "")
	for _, c := range []struct{ signed, public string }{
		{"https://example.com:443/x?a=b", "https://example.com/x?a=b"},
		{"https://example.com/x?a=b", "https://example.com:443/x?a=b"},
		{"http://example.com:80/x", "http://example.com/x"},
		{"http://example.com/x", "http://example.com:8080/x"},
		{"http://[::1]/x", "http://[::1]:8080/x"},
		{"http://[::1]:80/x", "http://[::1]/x"},
	} {
		require.NoError(t, client.Verify(c.public, published.form, twiliotest.Sign(authToken, c.signed, published.form)), "%s", c.public)
	}
}

func TestARepeatedParameterIsSignedWithEachOfItsValues(t *testing.T) {
	t.Parallel()
	signature := twiliotest.Sign(authToken, "https://example.com/x", url.Values{"MediaUrl": {"a", "b"}})
	require.NoError(t, verifier(t, authToken, "").Verify("https://example.com/x", url.Values{"MediaUrl": {"b", "a", "b"}}, signature))
	require.Error(t, verifier(t, authToken, "").Verify("https://example.com/x", url.Values{"MediaUrl": {"a", "c"}}, signature))
	require.Error(t, verifier(t, authToken, "").Verify("https://example.com/x", url.Values{"MediaUrl": {"a"}}, signature), "a value cannot be left out")
}

func TestStatusCallbacksAreRead(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		form url.Values
		want message.Delivery
	}{
		{url.Values{"MessageSid": {"SM1"}, "MessageStatus": {"sent"}}, message.Delivery{EventKey: "SM1:sent", ProviderID: "SM1", Status: message.Sent, At: now}},
		{url.Values{"MessageSid": {"SM1"}, "MessageStatus": {"delivered"}}, message.Delivery{EventKey: "SM1:delivered", ProviderID: "SM1", Status: message.Delivered, At: now}},
		{
			url.Values{"MessageSid": {"SM1"}, "MessageStatus": {"undelivered"}, "ErrorCode": {"30007"}},
			message.Delivery{EventKey: "SM1:undelivered", ProviderID: "SM1", Status: message.Failed, ErrorCode: "30007", At: now},
		},
		{
			url.Values{"MessageSid": {"SM1"}, "MessageStatus": {"failed"}, "ErrorCode": {"21610"}},
			message.Delivery{EventKey: "SM1:failed", ProviderID: "SM1", Status: message.Failed, ErrorCode: "21610", OptedOut: true, At: now},
		},
		{
			url.Values{"CallSid": {"CA1"}, "CallStatus": {"in-progress"}, "Timestamp": {"Fri, 20 Nov 2026 09:59:58 +0000"}},
			message.Delivery{EventKey: "CA1:in-progress", ProviderID: "CA1", Status: message.Sent, At: now.Add(-2 * time.Second)},
		},
		{url.Values{"CallSid": {"CA1"}, "CallStatus": {"busy"}}, message.Delivery{EventKey: "CA1:busy", ProviderID: "CA1", Status: message.Failed, ErrorCode: "busy", At: now}},
		{url.Values{"CallSid": {"CA1"}, "CallStatus": {"completed"}}, message.Delivery{EventKey: "CA1:completed", ProviderID: "CA1", Status: message.Failed, ErrorCode: "completed", At: now}},
		{url.Values{"MessageSid": {"SM1"}, "MessageStatus": {"a new word"}}, message.Delivery{EventKey: "SM1:a new word", ProviderID: "SM1", Status: message.Accepted, At: now}},
	} {
		c.want.OutboundID = "0190-1"
		got, err := twilio.ParseStatus(c.form, "0190-1", now)
		require.NoError(t, err)
		require.Equal(t, c.want, got)
	}
	for _, form := range []url.Values{{}, {"MessageSid": {"SM1"}}, {"CallStatus": {"busy"}}} {
		_, err := twilio.ParseStatus(form, "", now)
		require.ErrorIs(t, err, twilio.ErrNotStatus)
	}
}

func FuzzVerify(f *testing.F) {
	f.Add(published.url, published.form.Encode(), published.signature)
	f.Add("https://[::1]:x/%zz", "a=1&a=2&=&%00", "====")
	f.Add("", "", "")
	client := verifier(f, "12345", "67890")
	f.Fuzz(func(t *testing.T, address, body, signature string) {
		form, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		if client.Verify(address, form, signature) == nil && signature != published.signature {
			t.Fatal("a signature was made without the token")
		}
		if err := client.Verify(address, form, twiliotest.Sign("12345", address, sortedSet(form))); err != nil {
			t.Fatalf("the fake's signature does not verify: %v", err)
		}
	})
}

func FuzzParseStatus(f *testing.F) {
	f.Add("MessageSid=SM1&MessageStatus=delivered")
	f.Add("CallSid=CA1&CallStatus=completed&Timestamp=Fri%2C+20+Nov+2026+09%3A59%3A58+%2B0000")
	f.Add("MessageSid=SM1&MessageStatus=failed&ErrorCode=")
	f.Fuzz(func(t *testing.T, body string) {
		form, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		report, err := twilio.ParseStatus(form, "0190-1", time.Unix(0, 0))
		if err == nil && (report.EventKey == ":" || report.ProviderID == "" || report.Status == "" || (report.ErrorCode != "") != (report.Status == message.Failed)) {
			t.Fatalf("half a report: %+v", report)
		}
	})
}

// sortedSet is a form with each name's different values in order, as Twilio signs them.
func sortedSet(form url.Values) url.Values {
	sorted := url.Values{}
	for name, values := range form {
		values = slices.Clone(values)
		slices.Sort(values)
		sorted[name] = slices.Compact(values)
	}
	return sorted
}
