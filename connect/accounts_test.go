package connect

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/channel"
	"countersign/core/clock"
	"countersign/core/integration"
	"countersign/core/provider"
	"countersign/integrations/sendgrid"
	"countersign/integrations/twilio"
	"countersign/store"
	"countersign/store/integrations"
	"countersign/store/storetest"
	"countersign/store/tenants"
)

func TestTheAccountOfAMessageIsOpenedAndNoOther(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	texts, err := twilio.New(twilio.Config{AccountSID: "AC0", AuthToken: "platform"})
	require.NoError(t, err)
	mails, err := sendgrid.New(sendgrid.Config{APIKey: "platform"})
	require.NoError(t, err)
	accounts := Accounts{Platform: []integration.System{texts, mails}, Own: NewOpener(s, Dialer{}, Vendors)}
	tenant, rows, err := tenants.Create(t.Context(), s, "bluepeak", "Bluepeak IT")
	require.NoError(t, err)
	var own, retired, forgotten uuid.UUID
	require.NoError(t, s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) (err error) {
		set := func(sid string) uuid.UUID {
			id, err := integrations.SetOwnAccount(ctx, tx, integrations.PSA{Kind: "twilio", Name: "Twilio", Enabled: true, Credentials: map[string]string{"account_sid": sid, "auth_token": "own"}}, clock.Now())
			require.NoError(t, err)
			return id
		}
		forgotten = set("AC1")
		_, err = integrations.RetireOwnAccounts(ctx, tx, "twilio", true, clock.Now())
		require.NoError(t, err)
		retired, own = set("AC2"), set("AC3")
		return nil
	}))
	stranger, _, err := tenants.Create(t.Context(), s, "northwind", "Northwind IT")
	require.NoError(t, err)
	for name, c := range map[string]struct {
		tenant, account uuid.UUID
		transport       channel.Transport
		fails           provider.Kind // "" for none
		platform        bool
	}{
		"the platform's":                          {tenant, uuid.Nil, channel.SMS, "", true},
		"the platform's for mails":                {tenant, uuid.Nil, channel.Email, "", true},
		"its own":                                 {tenant, own, channel.SMS, "", false},
		"its own for calls":                       {tenant, own, channel.Voice, "", false},
		"one by which nothing leaves any more":    {tenant, retired, channel.SMS, "", false},
		"one whose credentials are gone":          {tenant, forgotten, channel.SMS, provider.Refused, false},
		"one that never was":                      {tenant, uuid.New(), channel.SMS, provider.Refused, false},
		"another MSP's":                           {stranger, own, channel.SMS, provider.Refused, false},
		"its own, which carries no mails":         {tenant, own, channel.Email, provider.Refused, false},
		"the row of the platform's, which is nil": {tenant, rows.Twilio, channel.SMS, provider.Unauthorized, false},
	} {
		sender, err := accounts.Sender(t.Context(), c.tenant, c.account, c.transport)
		if c.fails != "" {
			require.Equal(t, c.fails, provider.KindOf(err), name)
			require.Error(t, err, name)
			continue
		}
		require.NoError(t, err, name)
		switch sender := sender.(type) {
		case twilio.SMS:
			require.Equal(t, c.platform, sender.Client == texts, name)
		case twilio.Voice:
			require.Equal(t, c.platform, sender.Client == texts, name)
		default:
			require.Equal(t, c.platform, sender == mails, name)
		}
	}
	media, err := accounts.Media(t.Context(), tenant, own)
	require.NoError(t, err)
	require.NotSame(t, texts, media)
	media, err = accounts.Media(t.Context(), tenant, uuid.Nil)
	require.NoError(t, err)
	require.Same(t, texts, media)
}

func TestOneAccountWithOtherSecretsIsTheSame(t *testing.T) {
	t.Parallel()
	of := func(base, sid, token string) integration.Connection {
		return integration.Connection{BaseURL: base, Credentials: map[string]string{"account_sid": sid, "auth_token": token, "api_key": token}}
	}
	for name, c := range map[string]struct {
		vendor integration.Vendor
		a, b   integration.Connection
		same   bool
	}{
		"another token":             {twilio.Vendor, of("", "AC1", "a"), of("", "AC1", "b"), true},
		"the default address, told": {twilio.Vendor, of("", "AC1", "a"), of(twilio.DefaultBaseURL, "AC1", "a"), true},
		"another SID":               {twilio.Vendor, of("", "AC1", "a"), of("", "AC2", "a"), false},
		"another region":            {twilio.Vendor, of("", "AC1", "a"), of("https://api.dublin.ie1.twilio.com", "AC1", "a"), false},
		"SendGrid names no account": {sendgrid.Vendor, of("", "", "a"), of("", "", "b"), true},
		"SendGrid in Europe":        {sendgrid.Vendor, of("", "", "a"), of("https://api.eu.sendgrid.com", "", "a"), false},
	} {
		require.Equal(t, c.same, c.vendor.SameAccount(c.a, c.b), name)
	}
}
