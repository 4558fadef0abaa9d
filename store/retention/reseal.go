package retention

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"countersign/core/keys"
	"countersign/store"
	"countersign/store/tenants"
)

// SealedColumn is a column whose values are sealed for the id of their row.
type SealedColumn struct{ Table, Column string }

// SealedColumns lists what Reseal seals. Answers kept for Idempotency-Keys are not among them: they live for a day.
var SealedColumns = []SealedColumn{
	{"consents", "text_sealed"},
	{"contact_points", "typed_sealed"},
	{"contact_points", "value_sealed"},
	{"conversations", "their_sealed"},
	{"integrations", "credentials_sealed"},
	{"messages", "body_sealed"},
	{"messages", "subject_sealed"},
	{"messages", "their_sealed"},
	{"notices", "body_sealed"},
	{"technician_verifications", "point_sealed"},
	{"ticket_writes", "payload_sealed"},
	{"users", "email_sealed"},
	{"users", "totp_sealed"},
	{"verifications", "note_sealed"},
}

const resealSize = 500

// Reseal seals all values of other keys again under the ring's active key. It may run during operation, and a second run continues where the first ended.
// Returns how many values it sealed.
func Reseal(ctx context.Context, s *store.Store) (values int, err error) {
	tenants, err := tenants.List(ctx, s)
	if err != nil {
		return 0, err
	}
	for _, tenant := range tenants {
		for _, place := range SealedColumns {
			for {
				batch, err := resealBatch(ctx, s, tenant.TenantID, place.Table, place.Column)
				if err != nil {
					return values, fmt.Errorf("store: resealing %s.%s: %w", place.Table, place.Column, err)
				}
				if batch == 0 {
					break
				}
				values += batch
			}
		}
	}
	ofOperators, err := resealOperators(ctx, s)
	return values + ofOperators, err
}

// OperatorsColumn is sealed for no MSP: it is resealed by itself.
var OperatorsColumn = SealedColumn{"operators", "totp_sealed"}

func resealOperators(ctx context.Context, s *store.Store) (sealed int, err error) {
	old, err := store.All[sealedRow](ctx, s, `SELECT id, sealed FROM door.operators_sealed_otherwise($1)`, []byte(s.Ring().Active()+"|"))
	if err != nil {
		return 0, err
	}
	for _, row := range old {
		place := store.OperatorTOTP(row.ID)
		plain, err := s.Ring().Open(place, row.Sealed)
		if err != nil {
			return sealed, fmt.Errorf("store: resealing operator %s, key %q: %w", row.ID, keys.SealedUnder(row.Sealed), err)
		}
		if _, err := s.Exec(ctx, `SELECT door.reseal_operator($1, $2, $3)`, row.ID, row.Sealed, s.Ring().Seal(place, plain)); err != nil {
			return sealed, err
		}
		sealed++
	}
	return sealed, nil
}

// sealedRow is a value that is sealed for its row.
type sealedRow struct {
	ID     uuid.UUID
	Sealed []byte
}

func resealBatch(ctx context.Context, s *store.Store, tenant uuid.UUID, table, column string) (sealed int, err error) {
	active := []byte(s.Ring().Active() + "|")
	at, of := pgx.Identifier{table}.Sanitize(), pgx.Identifier{column}.Sanitize()
	return store.InTenant(ctx, s, tenant, func(ctx context.Context, tx store.Tx) (sealed int, err error) {
		rows, err := tx.Query(ctx, fmt.Sprintf(`SELECT id, %[2]s FROM %[1]s WHERE length(%[2]s) > 0 AND substring(%[2]s FROM 1 FOR $1) <> $2 LIMIT $3 FOR UPDATE`, at, of),
			len(active), active, resealSize)
		if err != nil {
			return sealed, err
		}
		old, err := pgx.CollectRows(rows, pgx.RowToStructByPos[sealedRow])
		if err != nil {
			return sealed, err
		}
		ids, fresh := make([]uuid.UUID, len(old)), make([][]byte, len(old))
		for i, row := range old {
			place := store.SealedAt(table, column, tenant, row.ID)
			plain, err := s.Ring().Open(place, row.Sealed)
			if err != nil {
				return sealed, fmt.Errorf("row %s, key %q: %w", row.ID, keys.SealedUnder(row.Sealed), err)
			}
			ids[i], fresh[i] = row.ID, s.Ring().Seal(place, plain)
		}
		sealed = len(old)
		_, err = tx.Exec(ctx, fmt.Sprintf(`UPDATE %[1]s AS x SET %[2]s = n.sealed FROM unnest($1::uuid[], $2::bytea[]) AS n(id, sealed) WHERE x.id = n.id`, at, of), ids, fresh)
		return sealed, err
	})
}
