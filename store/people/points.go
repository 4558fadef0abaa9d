package people

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"countersign/core/address"
	"countersign/core/availability"
	"countersign/core/channel"
	"countersign/core/clock"
	"countersign/core/contactsearch"
	"countersign/core/mask"
	"countersign/core/phone"
	"countersign/store"
	"countersign/store/db"
)

// The table and column of sealed values of contact points.
const (
	PointTable   = "contact_points"
	PointColumn  = "value_sealed"
	typedColumn  = "typed_sealed"
	pointPurpose = "contact-point"
)

// ContactPoint is a number or address on file, with its shield. Value is PII.
type ContactPoint struct {
	ID             uuid.UUID
	ContactID      uuid.UUID
	Kind           channel.ContactPointKind
	Value          string // E.164 or e-mail address; a bad one as it was typed
	Masked         string
	Country        string // of a good number
	BadReason      string // "" for a good one
	OptedOut       bool   // replied STOP
	Waiting        bool   // a verification of it is open now
	VerifiedAt     *time.Time
	VerifiedUntil  *time.Time
	VerifiedBy     string
	Verifier       *store.Actor // VerifiedBy with its id and the key that spoke for it
	VerifiedTicket string
	TicketPSA      *uuid.UUID         // whose ticket VerifiedTicket is; nil where that is not known
	VerificationID *uuid.UUID         // that verified it
	ChangedAt      *time.Time         // when it began to cool off; nil when it never had to
	CoolsBecause   availability.Cause // why
	coolingUntil   *time.Time         // unless it is approved
	ApprovedAt     *time.Time         // when somebody else than those who changed it approved it

	typed []byte // sealed: as it was typed, where the country decides what it means
}

// CoolingUntil is when a point that cools off is as good as any other; zero when it is so now.
func (p ContactPoint) CoolingUntil(now time.Time) time.Time {
	if p.ApprovedAt != nil || p.coolingUntil == nil || !p.coolingUntil.After(now) {
		return time.Time{}
	}
	return *p.coolingUntil
}

// Reach is the point as core/availability asks for it.
func (p ContactPoint) Reach(now time.Time) availability.ContactPoint {
	number, err := phone.Parse(p.Value, "")
	if p.Kind != channel.EmailAddress && p.BadReason == "" && errors.Is(err, phone.ErrPremium) {
		p.BadReason = err.Error() // it was taken before such numbers were refused
	}
	return availability.ContactPoint{
		ID: p.ID, Kind: p.Kind, Masked: p.Masked, Country: p.Country, BadReason: p.BadReason, OptedOut: p.OptedOut,
		Landline: p.Kind != channel.EmailAddress && err == nil && !number.TakesSMS(), CoolingUntil: p.CoolingUntil(now), CoolsBecause: p.CoolsBecause,
	}
}

// reading is what a typed number or address is understood as.
type reading struct {
	kind      channel.ContactPointKind
	typed     string // as it was typed, where another country would make another number of it; else ""
	value     string
	masked    string
	country   string
	badReason string
}

// readContactPoint parses a number or address. An invalid one is kept as typed, with the reason, so that a user can correct it.
func readContactPoint(kind channel.ContactPointKind, typed, country string) reading {
	r := reading{kind: kind, value: strings.TrimSpace(typed)}
	if kind == channel.EmailAddress {
		good, err := address.Email(r.value)
		if err != nil {
			r.badReason, r.masked = err.Error(), mask.Hidden
			return r
		}
		r.value, r.masked = good, mask.Email(good)
		return r
	}
	number, err := parseNumber(kind, r.value, country)
	if err != nil {
		r.badReason, r.masked = err.Error(), mask.Hidden
		return r
	}
	if anywhere, err := parseNumber(kind, r.value, ""); err != nil || anywhere.E164 != number.E164 {
		r.typed = r.value
	}
	r.value, r.country, r.masked = number.E164, number.Country, mask.Phone(number.E164)
	return r
}

func parseNumber(kind channel.ContactPointKind, typed, country string) (phone.Number, error) {
	if kind == channel.Mobile {
		return phone.ParseMobile(typed, country)
	}
	return phone.Parse(typed, country)
}

// ContactPointIndex is what a value is found by: an address without case, a number as E.164.
func ContactPointIndex(tx store.Tx, value string) []byte {
	return tx.Index(pointPurpose, strings.ToLower(value))
}

// TypedPointIndex is what a number or address is found by that was typed at a company of a country.
func TypedPointIndex(tx store.Tx, kind channel.ContactPointKind, typed, country string) []byte {
	return ContactPointIndex(tx, readContactPoint(kind, typed, country).value)
}

// terms are what the contact list finds a value by; a bad one is not found.
func pointTerms(tx store.Tx, r reading) (kind string, terms []string) {
	switch {
	case r.badReason != "":
		return termPhone, nil
	case r.kind == channel.EmailAddress:
		return termEmail, hashed(tx, termEmail, contactsearch.EmailTerms(r.value))
	default:
		return termPhone, hashed(tx, termPhone, contactsearch.PhoneTerms(r.value))
	}
}

// pointRows collects rows of contact_points for one statement.
type pointRows struct {
	db.InsertPointsParams
}

// origin is where numbers and addresses come from: what brought them, and who.
type origin struct {
	source string // manual | import | psa
	by     store.Actor
}

// add collects a point. previous is the one that it replaces, if there is one; changed says that the person was on file before it.
func (r *pointRows) add(tx store.Tx, contact uuid.UUID, read reading, from origin, previous uuid.UUID, changed bool) {
	id := store.NewID()
	r.Ids = append(r.Ids, id)
	r.ContactIds = append(r.ContactIds, contact)
	r.Kinds = append(r.Kinds, string(read.kind))
	r.ValuesSealed = append(r.ValuesSealed, tx.Seal(PointTable, PointColumn, id, read.value))
	r.ValuesIndex = append(r.ValuesIndex, ContactPointIndex(tx, read.value))
	r.Masks = append(r.Masks, read.masked)
	r.Countries = append(r.Countries, read.country)
	typed := []byte{}
	if read.typed != "" {
		typed = tx.Seal(PointTable, typedColumn, id, read.typed)
	}
	r.TypedSealed = append(r.TypedSealed, typed)
	r.BadReasons = append(r.BadReasons, read.badReason)
	r.Sources = append(r.Sources, from.source)
	r.AddedBy = append(r.AddedBy, from.by.Name)
	r.AddedActors = append(r.AddedActors, from.by.Author())
	r.Actors = from.by.Authors()
	r.PreviousIds = append(r.PreviousIds, previous)
	r.Changed = append(r.Changed, changed)
}

// follows notes which point a collected one replaces.
func (r *pointRows) follows(contact uuid.UUID, kind string, previous uuid.UUID) {
	for i := range r.Ids {
		if r.ContactIds[i] == contact && r.Kinds[i] == kind {
			r.PreviousIds[i] = previous
		}
	}
}

func (r *pointRows) insert(ctx context.Context, tx store.Tx) error {
	if len(r.Ids) == 0 {
		return nil
	}
	r.TenantID, r.At = tx.Tenant, clock.Now()
	if err := db.New(tx).InsertPoints(ctx, r.InsertPointsParams); err != nil || !slices.Contains(r.Changed, true) {
		return err
	}
	return cool(ctx, tx, r.ContactIds, nil)
}

func decodeContactPoint(tx store.Tx, row db.GetPointsRow) (ContactPoint, error) {
	value, err := tx.Open(PointTable, PointColumn, row.ID, row.ValueSealed)
	if err != nil {
		return ContactPoint{}, err
	}
	return ContactPoint{
		ID: row.ID, ContactID: row.ContactID, Kind: channel.ContactPointKind(row.Kind), Value: value, Masked: row.Masked, Country: store.Text(row.Country), BadReason: store.Text(row.BadReason),
		OptedOut: row.OptedOut, VerifiedAt: row.VerifiedAt, VerifiedUntil: row.VerifiedUntil, VerifiedBy: store.Text(row.VerifiedBy), VerifiedTicket: store.Text(row.VerifiedTicket),
		VerificationID: row.VerificationID, TicketPSA: row.TicketIntegrationID, Verifier: verifierOf(row), ChangedAt: row.ChangedAt, CoolsBecause: availability.Cause(row.CoolsBecause), coolingUntil: row.CoolingUntil, ApprovedAt: row.ApprovedAt, typed: row.TypedSealed,
	}, nil
}

// verifierOf is whose call the shield came from; nil without a shield, and where the verification that gave it is not known.
func verifierOf(row db.GetPointsRow) *store.Actor {
	if row.VerifiedBy == nil || row.LeaderID == nil {
		return nil
	}
	return &store.Actor{Kind: store.Text(row.LeaderKind), ID: *row.LeaderID, Name: *row.VerifiedBy, ViaKey: store.KeyOf(row.LeaderKeyID, row.LeaderKeyName)}
}

// NormalizeContactPoint reads a sender's number or address as it is stored: its value, its mask and the index that it is found by. A desk may write as well:
// its number need not be one person's.
func NormalizeContactPoint(tx store.Tx, kind channel.ContactPointKind, typed string) (value, masked string, index []byte) {
	r := readContactPoint(kind, typed, "")
	if number, err := phone.ParseDesk(r.value, ""); kind != channel.EmailAddress && r.badReason != "" && err == nil {
		r.value, r.masked = number.E164, mask.Phone(number.E164)
	}
	return r.value, r.masked, ContactPointIndex(tx, r.value)
}
