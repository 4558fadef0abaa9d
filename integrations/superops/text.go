package superops

import (
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// signed reports whether a text that came back ends with a reference, as it was sent or as SuperOps' editor keeps it.
func signed(content, ref string) bool {
	return ticket.SignedBy(content, ref) || ticket.SignedBy(kit.PlainText(content), ref)
}
