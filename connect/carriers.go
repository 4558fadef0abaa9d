package connect

import (
	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/integration"
	"countersign/core/message"
)

// Callbacks are the addresses at which the carrier of a transport calls about one message of a connection.
func (w Webhooks) Callbacks(transport channel.Transport, connection uuid.UUID, outbound string) message.Callbacks {
	for _, vendor := range Vendors {
		if vendor.Can(integration.Carries(transport)) && vendor.Callbacks != nil {
			return vendor.Callbacks(w.address(vendor.Kind, connection), outbound)
		}
	}
	return message.Callbacks{}
}
