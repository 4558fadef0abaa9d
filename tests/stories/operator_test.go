package stories

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"

	"countersign/tests/harness"
)

func TestTheDoctorFindsNothingWrong(t *testing.T) {
	t.Parallel()
	out, err := stack.Countersign(t, "doctor")
	require.NoError(t, err, out)
	require.NotContains(t, out, "FAIL")
	require.Equal(t, 7, strings.Count(out, "ok    "), out)
}

func TestANewMSPBeginsWithAOneTimeLink(t *testing.T) {
	t.Parallel()
	out, err := stack.Countersign(t, "tenant", "create", "Harbour Desk "+t.Name(), "--email", "owner@harbour.example")
	require.NoError(t, err, out)
	token := regexp.MustCompile(`token=(\S+)`).FindStringSubmatch(out)[1]
	stranger := harness.NewCaller(stack.APIURL+"/v1", "")
	set := map[string]any{"token": token, "name": "Owner", "password": "a long and quiet harbour"}
	require.Equal(t, http.StatusOK, stranger.Do(t, http.MethodPut, "/password", set).Status)
	require.Equal(t, http.StatusGone, stranger.Do(t, http.MethodPut, "/password", set).Status, "the link works once")

	again, err := stack.Countersign(t, "tenant", "create", "Harbour Desk "+t.Name(), "--email", "owner@harbour.example")
	require.Error(t, err)
	require.Contains(t, again, "--slug")
}

// TestOnlyAnOperatorReadsAHistory follows what Temporal's UI does with a sealed payload.
func TestOnlyAnOperatorReadsAHistory(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := desk.Contact("Ana Torres")
	call := desk.Verify(ana).BySMS()
	require.True(t, call.Check(ana.ReadsSMS(1)).Accepted)
	history := stack.History(t, "verification/"+desk.Tenant()+"/"+ana.ID)
	sealed := history.Events[0].GetWorkflowExecutionStartedEventAttributes().GetInput().GetPayloads()[0]
	require.Equal(t, "binary/encrypted", string(sealed.GetMetadata()["encoding"]))
	request := map[string]any{"payloads": []any{map[string]any{
		"metadata": map[string]string{"encoding": base64.StdEncoding.EncodeToString(sealed.Metadata["encoding"])},
		"data":     base64.StdEncoding.EncodeToString(sealed.Data),
	}}}
	stranger := harness.NewCaller(stack.APIURL, "").With("X-Namespace", stack.TemporalNamespace).With("Origin", strings.TrimSuffix(stack.TemporalUIURL, "/"))
	require.Contains(t, []int{http.StatusUnauthorized, http.StatusForbidden}, stranger.Do(t, http.MethodPost, "/temporal/codec/decode", request).Status)

	out, err := stack.Countersign(t, "operator", "create", "op-"+ana.ID)
	require.NoError(t, err, out)
	password := regexp.MustCompile(`Password\s+(\S+)`).FindStringSubmatch(out)[1]
	code, err := totp.GenerateCode(regexp.MustCompile(`Authenticator\s+(\S+)`).FindStringSubmatch(out)[1], time.Now())
	require.NoError(t, err)
	signIn, err := stranger.HTTP.PostForm(stack.APIURL+"/operator", url.Values{"name": {"op-" + ana.ID}, "password": {password}, "code": {code}})
	require.NoError(t, err)
	signIn.Body.Close()
	for _, cookie := range signIn.Cookies() {
		stranger = stranger.With("Cookie", cookie.Name+"="+cookie.Value)
	}
	reply := stranger.Do(t, http.MethodPost, "/temporal/codec/decode", request)
	require.Equal(t, http.StatusOK, reply.Status, string(reply.Body))
	var decoded struct{ Payloads []struct{ Data string } }
	reply.Into(t, &decoded)
	clear, err := base64.StdEncoding.DecodeString(decoded.Payloads[0].Data)
	require.NoError(t, err)
	var in map[string]any
	require.NoError(t, json.Unmarshal(clear, &in))
	require.Equal(t, call.ID, in["verification"])
	require.Equal(t, strings.TrimSuffix(stack.TemporalUIURL, "/"), reply.Header.Get("Access-Control-Allow-Origin"))
}

func TestHealthAndMetricsTellWithoutTellingWho(t *testing.T) {
	t.Parallel()
	outsider := harness.NewCaller(stack.APIURL, "")
	require.Equal(t, http.StatusOK, outsider.Do(t, http.MethodGet, "/healthz", nil).Status)
	require.Equal(t, http.StatusOK, outsider.Do(t, http.MethodGet, "/readyz", nil).Status)
	require.Contains(t, string(outsider.Do(t, http.MethodGet, "/metrics", nil).Body), "countersign_http")
}
