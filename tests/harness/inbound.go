package harness

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Doors are the addresses at which providers bring the demo MSP what its clients write.
type Doors struct {
	Texts, Mails string
	account      string
	token        string
}

// Doors asks the product's own binary for them, as an operator would.
func (s *Stack) Doors(t testing.TB) Doors {
	t.Helper()
	out, err := s.Countersign(t, "tenant", "webhooks", "bluepeak")
	require.NoError(t, err, out)
	found := regexp.MustCompile(`(?m)^(?:texts|mails) +(\S+)$`).FindAllStringSubmatch(out, -1)
	require.Len(t, found, 2, out)
	secrets := s.secrets(t)
	texts, _, _ := strings.Cut(found[0][1], "#") // Twilio keeps what stands behind it to itself: how it repeats
	return Doors{Texts: texts, Mails: found[1][1], account: secrets["COUNTERSIGN_TWILIO_ACCOUNT_SID"], token: secrets["COUNTERSIGN_TWILIO_AUTH_TOKEN"]}
}

// ReportsStop posts to an address, as Twilio does, that a text's recipient has said STOP. It is signed with a token. It returns the status of the answer.
func ReportsStop(t testing.TB, address, token string) (status int) {
	t.Helper()
	form := url.Values{"MessageSid": {NewSID()}, "MessageStatus": {"failed"}, "ErrorCode": {"21610"}}
	request, err := http.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("X-Twilio-Signature", signed(token, address, form))
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	response.Body.Close()
	return response.StatusCode
}

// PlatformToken signs what the platform's account at Twilio calls.
func (d Doors) PlatformToken() string { return d.token }

// Text is what a client sends us.
type Text struct{ SID, From, To, Body string }

// NewSID makes up the id of a message.
func NewSID() string { return fmt.Sprintf("SM%016x%016x", rand.Uint64(), rand.Uint64()) }

// TryText brings a text as Twilio does, and returns the status of the answer.
func (d Doors) TryText(m Text) (status int, err error) {
	form := url.Values{
		"MessageSid": {m.SID}, "SmsSid": {m.SID}, "SmsMessageSid": {m.SID}, "AccountSid": {d.account}, "From": {m.From}, "To": {m.To}, "Body": {m.Body},
		"NumMedia": {"0"}, "NumSegments": {"1"}, "SmsStatus": {"received"}, "ApiVersion": {"2010-04-01"},
	}
	request, err := http.NewRequest(http.MethodPost, d.Texts, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("X-Twilio-Signature", signed(d.token, d.Texts, form))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	response.Body.Close()
	return response.StatusCode, nil
}

// Text brings a text, which must be taken.
func (d Doors) Text(t testing.TB, from, to, body string) {
	t.Helper()
	status, err := d.TryText(Text{SID: NewSID(), From: from, To: to, Body: body})
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, status)
}

// Mail is a mail of a client.
type Mail struct {
	From, To, Subject, Text string
	Forged                  bool // its sender proves nothing
}

// Mail brings a mail as SendGrid's Inbound Parse does: https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook
func (d Doors) Mail(t testing.TB, m Mail) {
	t.Helper()
	domain := m.From[strings.LastIndexByte(m.From, '@')+1:]
	dkim, spf := "{@"+domain+" : pass}", "pass"
	if m.Forged {
		dkim, spf = "none", "softfail"
	}
	envelope, err := json.Marshal(map[string]any{"to": []string{m.To}, "from": m.From})
	require.NoError(t, err)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range map[string]string{
		"headers": "Message-ID: <" + NewSID() + "@" + domain + ">\nDate: " + time.Now().Format(time.RFC1123Z) + "\nFrom: " + m.From + "\nTo: " + m.To + "\nSubject: " + m.Subject + "\n",
		"from":    m.From, "to": m.To, "subject": m.Subject, "text": m.Text, "dkim": dkim, "SPF": spf, "envelope": string(envelope), "sender_ip": "192.0.2.7",
		"attachments": "0", "charsets": `{"to":"UTF-8","from":"UTF-8","subject":"UTF-8","text":"UTF-8"}`,
	} {
		require.NoError(t, form.WriteField(name, value))
	}
	require.NoError(t, form.Close())
	response, err := http.Post(d.Mails, form.FormDataContentType(), &body)
	require.NoError(t, err)
	response.Body.Close()
	require.Equal(t, http.StatusNoContent, response.StatusCode)
}

// signed is the signature that Twilio documents: https://www.twilio.com/docs/usage/security#validating-requests
func signed(token, address string, form url.Values) string {
	names := make([]string, 0, len(form))
	for name := range form {
		names = append(names, name)
	}
	slices.Sort(names)
	mac := hmac.New(sha1.New, []byte(token))
	mac.Write([]byte(address))
	for _, name := range names {
		mac.Write([]byte(name + form.Get(name)))
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
