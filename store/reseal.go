package store

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"countersign/core/keys"
)

// sealedPlaces lists every column that is sealed for its row's id. Answers kept for Idempotency-Keys are not among them: they live for a day.
var sealedPlaces = []struct{ table, column string }{
	{pointTable, pointColumn},
	{noteTable, noteColumn},
	{"users", "email_sealed"},
	{totpTable, totpColumn},
	{noticeTable, noticeColumn},
	{credentialsTable, credentialsColumn},
	{writeTable, writeColumn},
	{"consents", "text_sealed"},
	{"conversations", "their_sealed"},
	{"technician_verifications", "point_sealed"},
	{"messages", "their_sealed"},
	{"messages", "subject_sealed"},
	{"messages", "body_sealed"},
}

const resealBatch = 500

// Reseal seals again, under the ring's active key, whatever is sealed under another one. It may run beside everything else, and again: it goes on where it ended.
// Returns how many values it sealed.
func (s *Store) Reseal(ctx context.Context) (values int, err error) {
	tenants, err := s.Tenants(ctx)
	if err != nil {
		return 0, err
	}
	for _, tenant := range tenants {
		for _, place := range sealedPlaces {
			for {
				batch, err := s.resealBatch(ctx, tenant.TenantID, place.table, place.column)
				if err != nil {
					return values, fmt.Errorf("store: resealing %s.%s: %w", place.table, place.column, err)
				}
				if batch == 0 {
					break
				}
				values += batch
			}
		}
	}
	return values, nil
}

// sealedRow is a value that is sealed for its row.
type sealedRow struct {
	ID     uuid.UUID
	Sealed []byte
}

func (s *Store) resealBatch(ctx context.Context, tenant uuid.UUID, table, column string) (sealed int, err error) {
	active := []byte(s.ring.Active() + "|")
	at, of := pgx.Identifier{table}.Sanitize(), pgx.Identifier{column}.Sanitize()
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx Tx) error {
		rows, err := tx.Query(ctx, fmt.Sprintf(`SELECT id, %[2]s FROM %[1]s WHERE length(%[2]s) > 0 AND substring(%[2]s FROM 1 FOR $1) <> $2 LIMIT $3 FOR UPDATE`, at, of),
			len(active), active, resealBatch)
		if err != nil {
			return err
		}
		old, err := pgx.CollectRows(rows, pgx.RowToStructByPos[sealedRow])
		if err != nil {
			return err
		}
		ids, fresh := make([]uuid.UUID, len(old)), make([][]byte, len(old))
		for i, row := range old {
			place := SealedAt(table, column, tenant, row.ID)
			plain, err := s.ring.Open(place, row.Sealed)
			if err != nil {
				return fmt.Errorf("row %s, key %q: %w", row.ID, keys.SealedUnder(row.Sealed), err)
			}
			ids[i], fresh[i] = row.ID, s.ring.Seal(place, plain)
		}
		sealed = len(old)
		_, err = tx.Exec(ctx, fmt.Sprintf(`UPDATE %[1]s AS x SET %[2]s = n.sealed FROM unnest($1::uuid[], $2::bytea[]) AS n(id, sealed) WHERE x.id = n.id`, at, of), ids, fresh)
		return err
	})
	return sealed, err
}
