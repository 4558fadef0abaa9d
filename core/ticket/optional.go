package ticket

import "context"

// Remover is a System in which a ticket can be deleted. Without it a ticket can only be closed, by SetStatus.
type Remover interface {
	// Delete removes a ticket; ErrNotFound when it is gone already.
	Delete(ctx context.Context, ticketID string) error
}
