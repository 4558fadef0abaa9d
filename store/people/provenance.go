package people

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"countersign/core/availability"
	"countersign/core/channel"
	"countersign/store"
	"countersign/store/db"
)

// ErrOwnChange is returned when users approve what they, their API key or a PSA that they connected changed.
var ErrOwnChange = fmt.Errorf("%w: who had a part in the change cannot approve it", store.ErrConflict)

// ProvenContactPoint is a number or address with where it comes from. Nothing in it is PII but the reason of an approval.
type ProvenContactPoint struct {
	ContactPoint   // without its value
	Source         string
	AddedBy        string
	AddedAt        time.Time
	Previous       string // what it replaced, masked
	ReplacedAt     *time.Time
	ApprovedBy     string
	ApprovedReason string
}

// ListProvenance lists all numbers and addresses that a person ever had: those on file first, then the replaced ones, the newest first.
func ListProvenance(ctx context.Context, tx store.Tx, contact uuid.UUID) ([]ProvenContactPoint, error) {
	rows, err := db.New(tx).AllPoints(ctx, contact)
	masks := make(map[uuid.UUID]string, len(rows))
	for _, row := range rows {
		masks[row.ID] = row.Masked
	}
	list := make([]ProvenContactPoint, len(rows))
	for i, row := range rows {
		list[i] = provenContactPoint(row, masks)
	}
	return list, err
}

// ApproveContactPoint ends the cooling-off of a point. ErrOwnChange for a user who had a part in what made it cool, ErrConflict where there is nothing to approve.
func ApproveContactPoint(ctx context.Context, tx store.Tx, contact, point uuid.UUID, by store.Actor, reason string, at time.Time) (ProvenContactPoint, error) {
	row, err := db.New(tx).LockPoint(ctx, db.LockPointParams{ID: point, ContactID: contact})
	if err != nil {
		return ProvenContactPoint{}, err
	}
	if row.ChangedAt == nil || row.ApprovedAt != nil {
		return ProvenContactPoint{}, store.ErrConflict
	}
	authors, err := authorsBehind(ctx, tx, append(row.CooledBy, row.AddedActor))
	if err != nil {
		return ProvenContactPoint{}, err
	}
	if slices.Contains(authors, by.Author()) {
		return ProvenContactPoint{}, ErrOwnChange
	}
	if err := db.New(tx).ApprovePoint(ctx, db.ApprovePointParams{ID: point, At: &at, By: &by.Name, Reason: &reason}); err != nil {
		return ProvenContactPoint{}, err
	}
	person, err := GetContact(ctx, tx, contact)
	if err != nil {
		return ProvenContactPoint{}, err
	}
	if err := tx.Emit(ctx, store.Event{Kind: store.EventContact, Subject: contact, Contact: &contact, Company: &person.Company.ID}); err != nil {
		return ProvenContactPoint{}, err
	}
	list, err := ListProvenance(ctx, tx, contact)
	for _, p := range list {
		if p.ID == point {
			return p, err
		}
	}
	return ProvenContactPoint{}, err
}

func provenContactPoint(row db.ContactPoint, masks map[uuid.UUID]string) ProvenContactPoint {
	p := ProvenContactPoint{
		ContactPoint: ContactPoint{
			ID: row.ID, ContactID: row.ContactID, Kind: channel.ContactPointKind(row.Kind), Masked: row.Masked, BadReason: store.Text(row.BadReason), ChangedAt: row.ChangedAt, CoolsBecause: availability.Cause(row.CoolsBecause), coolingUntil: row.CoolingUntil, ApprovedAt: row.ApprovedAt,
		},
		Source: row.Source, AddedBy: row.AddedBy, AddedAt: row.CreatedAt, ReplacedAt: row.ReplacedAt, ApprovedBy: store.Text(row.ApprovedBy), ApprovedReason: store.Text(row.ApprovedReason),
	}
	if row.PreviousID != nil {
		p.Previous = masks[*row.PreviousID]
	}
	return p
}
