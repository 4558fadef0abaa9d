package api

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	commonpb "go.temporal.io/api/common/v1"
	"google.golang.org/protobuf/encoding/protojson"

	"countersign/api/gate"
	"countersign/core/problem"
	"countersign/store"
)

// operatorSecret is the authenticator of every operator here.
const operatorSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

func (d *desk) operator(name string) {
	d.t.Helper()
	require.NoError(d.t, store.CreateOperator(d.t.Context(), d.owner, d.store.Ring(), store.NewOperator{Name: name, PasswordHash: hashOf(d.t), TOTPSecret: operatorSecret}))
}

// operatorSignIn signs in with the code that the app shows now.
func (d *desk) operatorSignIn(name, password string, options ...option) answer {
	d.t.Helper()
	return d.operatorSignInWith(name, password, d.authenticator(operatorSecret, 0), options...)
}

func (d *desk) operatorSignInWith(name, password, code string, options ...option) answer {
	d.t.Helper()
	form := url.Values{"name": {name}, "password": {password}, "code": {code}}.Encode()
	return d.do("POST", "/operator", form, append([]option{header("Content-Type", "application/x-www-form-urlencoded"), header("Sec-Fetch-Site", "same-origin")}, options...)...)
}

// encoded is a request to decode, with one payload as the desk's codec made it.
func (d *desk) encoded(text string) string {
	d.t.Helper()
	payloads, err := d.deps.Codec.Encode([]*commonpb.Payload{{Metadata: map[string][]byte{"encoding": []byte("json/plain")}, Data: []byte(`"` + text + `"`)}})
	require.NoError(d.t, err)
	body, err := protojson.Marshal(&commonpb.Payloads{Payloads: payloads})
	require.NoError(d.t, err)
	return string(body)
}

func TestOnlyOperatorsReadHistories(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.operator("olga")
	body := d.encoded("what a history holds")
	require.NotContains(t, body, base64.StdEncoding.EncodeToString([]byte(`"what`))[:6])

	// Not strangers, not Admins, not keys.
	ana := d.add(d.msp("Bluepeak"), newcomer{}).in()
	for _, as := range [][]option{nil, {cookie(gate.ConsoleCookie, ana.cookie)}, {bearer(d.key(ana.tenant, nil, "admin"))}, {cookie(gate.OperatorCookie, ana.cookie)}} {
		d.do("POST", "/temporal/codec/decode", body, as...).is(401).refused(problem.Unauthorized)
	}

	page := d.operatorSignIn("olga", goodPassword).is(http.StatusSeeOther)
	c := page.setCookie("__Host-countersign-operator")
	require.True(t, c.Secure && c.HttpOnly)
	require.Equal(t, "/", c.Path)
	require.Contains(t, string(d.do("GET", "/operator", nil, cookie(gate.OperatorCookie, c.Value)).is(200).body), "olga")

	ui := []option{cookie(gate.OperatorCookie, c.Value), header("Origin", "http://temporal.test"), header("Sec-Fetch-Site", "cross-site")}
	for _, path := range []string{"/temporal/codec/decode", "/temporal/codec/countersign/decode"} {
		decoded := d.do("POST", path, body, append(ui, header("X-Namespace", "countersign"))...).is(200)
		require.Equal(t, "http://temporal.test", decoded.Header.Get("Access-Control-Allow-Origin"))
		require.Equal(t, "true", decoded.Header.Get("Access-Control-Allow-Credentials"))
		var got struct {
			Payloads []struct {
				Data []byte `json:"data"`
			} `json:"payloads"`
		}
		require.NoError(t, json.Unmarshal(decoded.body, &got))
		require.Equal(t, `"what a history holds"`, string(got.Payloads[0].Data))
	}
	require.Equal(t, 2, d.count(`SELECT count(*) FROM operator_audit WHERE operator = 'olga' AND action = 'history.decoded' AND details->>'namespace' = 'countersign' AND (details->>'payloads')::int = 1`))

	// No operator may encode.
	d.do("POST", "/temporal/codec/encode", body, ui...).is(404)
	d.do("POST", "/temporal/codec/countersign/encode", body, ui...).is(404)

	// Signed out is signed out.
	d.do("POST", "/operator/sign-out", nil, cookie(gate.OperatorCookie, c.Value), header("Sec-Fetch-Site", "same-origin")).is(http.StatusSeeOther)
	d.do("POST", "/temporal/codec/decode", body, ui...).is(401)
}

func TestTheCodecAnswersOneOriginOnly(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.operator("olga")
	token := d.operatorSignIn("olga", goodPassword).is(http.StatusSeeOther).setCookie(gate.OperatorCookie).Value
	for _, origin := range []string{"https://evil.test", "null", "http://temporal.test.evil.test", "https://temporal.test"} {
		a := d.do("POST", "/temporal/codec/decode", d.encoded("x"), cookie(gate.OperatorCookie, token), header("Origin", origin)).is(403).refused(problem.OriginRefused)
		require.Empty(t, a.Header.Get("Access-Control-Allow-Origin"))
		d.do("OPTIONS", "/temporal/codec/decode", nil, header("Origin", origin)).is(403)
	}
	preflight := d.do("OPTIONS", "/temporal/codec/decode", nil, header("Origin", "http://temporal.test"), header("Access-Control-Request-Headers", "content-type,x-namespace")).is(204)
	require.Equal(t, "http://temporal.test", preflight.Header.Get("Access-Control-Allow-Origin"))
	require.Contains(t, strings.ToLower(preflight.Header.Get("Access-Control-Allow-Headers")), "x-namespace")
	require.Zero(t, d.count(`SELECT count(*) FROM operator_audit WHERE action = 'history.decoded'`))
	d.do("POST", "/temporal/codec/decode", "no payloads", cookie(gate.OperatorCookie, token)).is(400).refused(problem.InvalidRequest)
}

// A password alone opens nothing, and what is wrong is not said.
func TestAnOperatorNeedsASecondFactor(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.operator("olga")
	wrong := string(d.operatorSignIn("olga", "wrong").is(401).body)
	for _, code := range []string{"", operatorSecret, d.authenticator(operatorSecret, 5), d.authenticator(operatorSecret, -5)} {
		require.Equal(t, wrong, string(d.operatorSignInWith("olga", goodPassword, code).is(401).body), code)
	}
	code := d.authenticator(operatorSecret, 0)
	d.operatorSignInWith("olga", goodPassword, code[:3]+" "+code[3:]).is(http.StatusSeeOther)
	require.Equal(t, wrong, string(d.operatorSignInWith("olga", goodPassword, code).is(401).body), "a code is good once")
	require.Equal(t, wrong, string(d.operatorSignInWith("olga", goodPassword, d.authenticator(operatorSecret, -1)).is(401).body), "and those before it are over")
	d.clock.pass(stepLife)
	token := d.operatorSignIn("olga", goodPassword).is(http.StatusSeeOther).setCookie(gate.OperatorCookie).Value

	// Another authenticator ends what the one before opened.
	const another = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"
	require.NoError(t, store.SetOperatorTOTP(t.Context(), d.owner, d.store.Ring(), "olga", another))
	d.do("POST", "/temporal/codec/decode", d.encoded("x"), cookie(gate.OperatorCookie, token)).is(401)
	d.operatorSignIn("olga", goodPassword).is(401)
	d.operatorSignInWith("olga", goodPassword, d.authenticator(another, 0)).is(http.StatusSeeOther)
	require.Equal(t, 1, d.count(`SELECT count(*) FROM operator_audit WHERE operator = 'olga' AND action = 'operator.totp_set'`))
	require.ErrorIs(t, store.SetOperatorTOTP(t.Context(), d.owner, d.store.Ring(), "nobody", another), store.ErrNotFound)
	require.Zero(t, d.count(`SELECT count(*) FROM operators WHERE encode(totp_sealed, 'escape') LIKE '%' || $1 || '%'`, another))
}

func TestAnOperatorFromBeforeIsToldWhatIsMissing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.operator("olga")
	d.sql(`UPDATE operators SET totp_sealed = NULL`)
	require.Contains(t, string(d.operatorSignIn("olga", goodPassword).is(403).body), "countersign operator totp")
	d.operatorSignIn("olga", "wrong").is(401)
}

func TestOperatorsAreThrottledToo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.operator("olga")
	require.Equal(t, string(d.operatorSignIn("olga", "wrong").is(401).body), string(d.operatorSignIn("nobody", "wrong").is(401).body))
	d.operatorSignIn("olga", goodPassword, header("Sec-Fetch-Site", "cross-site")).is(403)
	for range triesPerAccount - 1 {
		d.operatorSignIn("olga", "wrong").is(401)
	}
	d.operatorSignIn("olga", goodPassword).is(429)
}
