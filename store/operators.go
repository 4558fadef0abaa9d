package store

import "context"

// CloseOperatorSession signs an operator out.
func (s *Store) CloseOperatorSession(ctx context.Context, token string) error {
	_, err := s.Exec(ctx, `SELECT door.close_operator_session($1)`, TokenHash(token))
	return err
}
