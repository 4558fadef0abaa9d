package twilio_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/channel"
	"countersign/core/message"
	"countersign/core/provider"
	"countersign/integrations/contract"
	"countersign/integrations/fake"
	"countersign/integrations/twilio/twiliotest"
)

func TestWhatCameToANumberIsListedAsItsWebhooksTell(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	before := time.Now().Add(-time.Second)
	first, _, err := a.fake.Send(twiliotest.Text{From: anas, To: ours, Body: "#verify", Lost: true})
	require.NoError(t, err)
	second, _, err := a.fake.Send(twiliotest.Text{From: anas, To: ours, Lost: true, Media: []twiliotest.File{{ContentType: "image/png", Data: "iVBORw0KGgo="}}})
	require.NoError(t, err)
	_, _, err = a.fake.Send(twiliotest.Text{From: anas, To: "+12025550199", Body: "to another number", Lost: true})
	require.NoError(t, err)

	held, err := a.Received(contract.Soon(t), ours, before)
	require.NoError(t, err)
	require.Len(t, held, 2, "the oldest first")
	require.WithinDuration(t, time.Now(), held[0].At, 10*time.Second)
	held[0].At = time.Time{}
	require.Equal(t, message.Inbound{ProviderID: first, Transport: channel.SMS, From: anas, To: ours, Body: "#verify", Authentic: true}, held[0])
	require.Equal(t, second, held[1].ProviderID)
	require.Len(t, held[1].Media, 1)
	kind, body, err := a.Fetch(contract.Soon(t), held[1].Media[0].URL, 100)
	require.NoError(t, err)
	require.Equal(t, "image/png", kind)
	require.Len(t, body, 8)

	held, err = a.Received(contract.Soon(t), ours, time.Now().Add(time.Hour))
	require.NoError(t, err)
	require.Empty(t, held)
	a.noViolations(t)
}

func TestAListThatCannotBeReadSaysSo(t *testing.T) {
	t.Parallel()
	a := newAccount(t)
	require.NoError(t, a.faults.Set(twiliotest.Name, fake.Down, 1))
	_, err := a.Received(contract.Soon(t), ours, time.Now())
	require.ErrorAs(t, err, new(*provider.Error))
}
