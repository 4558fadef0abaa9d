package connect

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"countersign/core/channel"
	"countersign/core/integration"
	"countersign/core/message"
	"countersign/core/provider"
	"countersign/store/storetest"
)

// push is a transport that no vendor of the product has.
const push channel.Transport = "push"

// doorbell is the whole of a made-up vendor with one capability: it pushes. A new vendor is such a folder and one line in Vendors.
var doorbell = integration.Vendor{
	Kind: "doorbell", Name: "Doorbell", Settings: []integration.Setting{{Name: "chime", Label: "Chime", Secret: true}},
	Capabilities: []integration.Capability{integration.Carries(push)},
	Open: func(c integration.Connection) (integration.System, error) {
		return bell{chime: c.Credentials["chime"]}, nil
	},
}

type bell struct{ chime string }

func (b bell) Check(context.Context) error {
	if b.chime == "" {
		return &provider.Error{Provider: "doorbell", Kind: provider.Unauthorized}
	}
	return nil
}

func (b bell) Transports() []channel.Transport { return []channel.Transport{push} }

func (b bell) Sender(transport channel.Transport) message.Sender {
	if transport != push {
		return nil
	}
	return b
}

func (b bell) Send(context.Context, message.Outbound) (message.Receipt, error) {
	return message.Receipt{ProviderID: "ding", Status: message.Accepted}, nil
}

func TestAVendorIsOneFolderAndOneLine(t *testing.T) {
	t.Parallel()
	s := storetest.New(t)
	tenant, connection := connected(t, s, "doorbell", "", map[string]string{"chime": "low"})
	system, err := NewOpener(s, Dialer{}, append([]integration.Vendor{doorbell}, Vendors...)).Open(t.Context(), tenant, connection)
	require.NoError(t, err)
	require.NoError(t, system.Check(t.Context()))
	require.Equal(t, doorbell.Capabilities, integration.CapabilitiesOf(system))
	require.False(t, doorbell.Can(integration.Tickets), "what pushes is no ticket system")
	receipt, err := system.(message.Carrier).Sender(push).Send(t.Context(), message.Outbound{Transport: push})
	require.NoError(t, err)
	require.Equal(t, message.Accepted, receipt.Status)
	require.Nil(t, system.(message.Carrier).Sender(channel.SMS))
}

func TestVendorsAreListedOnceAndByName(t *testing.T) {
	t.Parallel()
	kinds, last := map[string]bool{}, ""
	for _, v := range Vendors {
		require.False(t, kinds[v.Kind], v.Kind)
		require.Greater(t, v.Name, last)
		require.NotEmpty(t, v.Capabilities, v.Kind)
		kinds[v.Kind], last = true, v.Name
	}
}
