package account

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/store"
)

// DeleteOperatorSession signs an operator out.
func DeleteOperatorSession(ctx context.Context, s *store.Store, token string) error {
	_, err := s.Exec(ctx, `SELECT door.close_operator_session($1)`, store.TokenHash(token))
	return err
}

// Operator is a platform account outside all tenants.
type Operator struct {
	ID           uuid.UUID
	Name         string
	PasswordHash string
}

// FindOperator finds the account an operator signs in to.
func FindOperator(ctx context.Context, s *store.Store, name string) (Operator, error) {
	return store.One[Operator](ctx, s, `SELECT * FROM door.operator_by_name($1)`, name)
}

// OperatorSecret opens the secret of an operator's authenticator; "" for an account that has none yet.
func OperatorSecret(ctx context.Context, s *store.Store, operator uuid.UUID) (string, error) {
	var sealed []byte
	if err := s.QueryRow(ctx, `SELECT totp_sealed FROM door.operator_authenticator($1)`, operator).Scan(&sealed); err != nil || sealed == nil {
		return "", err
	}
	plain, err := s.Ring().Open(store.OperatorTOTP(operator), sealed)
	return string(plain), err
}

// SpendOperatorStep spends a time step of an operator's authenticator, so that a code is good once; spent is false when it was spent before.
func SpendOperatorStep(ctx context.Context, s *store.Store, operator uuid.UUID, step int64) (spent bool, err error) {
	err = s.QueryRow(ctx, `SELECT door.spend_operator_step($1, $2)`, operator, step).Scan(&spent)
	return spent, err
}

// CreateOperatorSession keeps the SHA-256 of an operator's token.
func CreateOperatorSession(ctx context.Context, s *store.Store, operator uuid.UUID, tokenHash []byte, until time.Time) error {
	_, err := s.Exec(ctx, `SELECT door.open_operator_session($1, $2, $3)`, operator, tokenHash, until)
	return err
}

// FindOperatorSession tells which operator holds a token.
func FindOperatorSession(ctx context.Context, s *store.Store, tokenHash []byte) (id uuid.UUID, name string, err error) {
	err = s.QueryRow(ctx, `SELECT id, name FROM door.operator_session($1)`, tokenHash).Scan(&id, &name)
	return id, name, err
}

// AuditOperator writes down what an operator did; details are a JSON object without PII.
func AuditOperator(ctx context.Context, s *store.Store, operator, action string, details []byte) error {
	_, err := s.Exec(ctx, `SELECT door.audit_operator($1, $2, $3, $4)`, store.NewID(), operator, action, details)
	return err
}
