package store

import (
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"
)

// rawUUID gives a UUID to pgx as its sixteen bytes. Without it pgx meets uuid.UUID as a driver.Valuer, writes it as text and reads that again:
// a twelfth of a worker's time.
type rawUUID uuid.UUID

// UUIDValue implements pgtype.UUIDValuer.
func (u rawUUID) UUIDValue() (pgtype.UUID, error) { return pgtype.UUID{Bytes: u, Valid: true}, nil }

type rawUUIDPlan struct{ next pgtype.EncodePlan }

func (p *rawUUIDPlan) SetNext(next pgtype.EncodePlan) { p.next = next }

func (p *rawUUIDPlan) Encode(value any, buf []byte) ([]byte, error) {
	return p.next.Encode(rawUUID(value.(uuid.UUID)), buf)
}

func wrapUUID(value any) (pgtype.WrappedEncodePlanNextSetter, any, bool) {
	id, ok := value.(uuid.UUID)
	if !ok {
		return nil, nil, false
	}
	return &rawUUIDPlan{}, rawUUID(id), true
}
