package twilio_test

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/message"
	"countersign/core/provider"
	"countersign/integrations/contract"
	"countersign/integrations/twilio"
	"countersign/integrations/twilio/twiliotest"
)

func TestAPictureIsFetchedFromTheAccountsOwnHost(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	sid, _, err := a.fake.Send(twiliotest.Text{From: anas, To: ours, Media: []twiliotest.File{{ContentType: "image/png", Data: base64.StdEncoding.EncodeToString([]byte("\x89PNG picture"))}}})
	require.NoError(t, err)
	address := "https://api.twilio.com/2010-04-01/Accounts/" + accountSID + "/Messages/" + sid + "/Media/ME" + strings.Repeat("0", 32)
	kind, body, err := a.Client.Fetch(contract.Soon(t), address, 100)
	require.NoError(t, err)
	require.Equal(t, "image/png", kind)
	require.Equal(t, "\x89PNG picture", string(body))
	_, body, err = a.Client.Fetch(contract.Soon(t), address, 4)
	require.NoError(t, err)
	require.Len(t, body, 5, "one more byte tells that there is more")
	_, _, err = a.Client.Fetch(contract.Soon(t), strings.TrimSuffix(address, "0")+"7", 100)
	require.Equal(t, provider.Refused, provider.KindOf(err))
	require.ErrorIs(t, err, message.ErrAbsent)
}

func TestNothingElseIsFetched(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	for _, address := range []string{
		"", "http://169.254.169.254/latest/meta-data/", "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json", "file:///etc/passwd",
		"https://evil.example/2010-04-01/Accounts/AC1/Messages/SM0123456789abcdef0123456789abcdef/Media/../../Calls.json",
	} {
		_, _, err := a.Client.Fetch(contract.Soon(t), address, 100)
		require.Error(t, err, address)
		require.Equal(t, "bad_address", provider.CodeOf(err), address)
	}
}

func TestARedirectLeadsToTwiliosHostsOnly(t *testing.T) {
	t.Parallel()
	for _, to := range []string{"http://127.0.0.1:1/x", "http://media.twiliocdn.com/x", "https://twiliocdn.com.evil.example/x", "https://user@media.twiliocdn.com/x", "https://media.twiliocdn.com:8443/x"} {
		server := httptest.NewServer(http.RedirectHandler(to, http.StatusTemporaryRedirect))
		t.Cleanup(server.Close)
		client, err := twilio.New(twilio.Config{BaseURL: server.URL, AccountSID: "AC1", AuthToken: "token"})
		require.NoError(t, err)
		_, _, err = client.Fetch(contract.Soon(t), "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/SM0123456789abcdef0123456789abcdef/Media/ME0123456789abcdef0123456789abcdef", 100)
		require.Equal(t, "bad_redirect", provider.CodeOf(err), to)
	}
}
