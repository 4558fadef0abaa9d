package contract

import (
	"net/http"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/integration"
)

// webhooksSuite verifies webhooks.
var webhooksSuite = suite{"webhooks", []story{
	{"a webhook that proves nothing is not ours", aWebhookThatProvesNothing},
}}

func aWebhookThatProvesNothing(b *bench) {
	hearer := needs[integration.WebhookVerifier](b)
	for _, header := range []http.Header{nil, {"Authorization": {"Basic Og=="}}, {"X-Hook-Signature": {"sha1="}}, {"X-Zendesk-Webhook-Signature": {"x"}}, {"X-Content-Signature": {"x"}}} {
		for _, body := range []string{"", "{", "{}", `[]`, `{"Action":"updated","Type":"contact","ID":1}`, "\xff"} {
			_, err := hearer.VerifyWebhook(b.soon(), integration.WebhookRequest{Header: header, Body: []byte(body), At: time.Now()})
			require.ErrorIs(b, err, integration.ErrNotAuthentic, "%v %s", header, body)
		}
	}
}
