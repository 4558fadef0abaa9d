package syncrotest

import (
	"fmt"

	"countersign/core/psa"
)

// Deny takes a permission from the token, or gives it back. Comments are written by who may edit tickets.
func (s *Server) Deny(right string, denied bool) error {
	for _, one := range endpoints {
		if right != "" && string(one.right) == right {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.denied[psa.Right(right)] = denied
			return nil
		}
	}
	return fmt.Errorf("Syncro has no permission %q of its own", right)
}

// Revoke makes the token wrong, or good again.
func (s *Server) Revoke(revoked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revoked = revoked
}
