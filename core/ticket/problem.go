package ticket

import (
	"errors"

	"countersign/core/provider"
)

// Problem says in one sentence why a PSA did not do what it was asked, for people. It holds no PII and no secret.
func Problem(err error) string {
	if errors.Is(err, ErrNotFound) {
		return "There is no such ticket, or our connection may not see it."
	}
	switch provider.KindOf(err) {
	case provider.Unauthorized:
		return "The ticket system does not accept our credentials."
	case provider.Throttled:
		return "The ticket system asks us to slow down."
	case provider.Unavailable:
		return "The ticket system does not answer."
	case provider.Ambiguous:
		return "The ticket system's answer was lost."
	}
	if code := provider.CodeOf(err); code != "" {
		return "The ticket system refused it (" + code + ")."
	}
	return "The ticket system refused it."
}
