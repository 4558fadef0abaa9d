package settings

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"countersign/core/clock"
	"countersign/core/policy"
	"countersign/store"
	"countersign/store/db"
)

// PolicyVersion is one version of a policy as it was decided.
type PolicyVersion struct {
	policy.Snapshot
	Company     *uuid.UUID // nil: the MSP's default
	CompanyName string     // in lists only
	ChangedBy   string
	ChangedAt   time.Time
	Revoked     bool // with it the company went back to the MSP's default
}

// PolicyFor returns the snapshot in force for a company: its own newest version, else the MSP's default, which it creates when there is none yet.
func PolicyFor(ctx context.Context, tx store.Tx, company uuid.UUID) (policy.Snapshot, error) {
	version, _, err := PolicyInForce(ctx, tx, company)
	return version.Snapshot, err
}

// PolicyInForce is PolicyFor with its history; inherited tells that it is the MSP's default.
func PolicyInForce(ctx context.Context, tx store.Tx, company uuid.UUID) (version PolicyVersion, inherited bool, err error) {
	rows, err := db.New(tx).NewestPolicies(ctx, &company)
	if err != nil {
		return PolicyVersion{}, false, err
	}
	for _, row := range rows {
		if row.Revoked {
			continue
		}
		version, err := policyVersion(row)
		return version, row.CompanyID == nil, err
	}
	version, err = DefaultPolicy(ctx, tx)
	return version, true, err
}

// DefaultPolicy is the MSP's own default; the product's, as version 1, when there is none yet.
func DefaultPolicy(ctx context.Context, tx store.Tx) (PolicyVersion, error) {
	row, err := db.New(tx).NewestDefaultPolicy(ctx)
	if errors.Is(err, store.ErrNotFound) {
		first := policy.Default()
		if err := db.New(tx).InsertFirstPolicy(ctx, db.InsertFirstPolicyParams{TenantID: tx.Tenant, ID: store.NewID(), Body: first.Canonical(), Hash: first.Hash(), CreatedBy: store.BuiltIn}); err != nil {
			return PolicyVersion{}, err
		}
		row, err = db.New(tx).NewestDefaultPolicy(ctx)
	}
	if err != nil {
		return PolicyVersion{}, err
	}
	return policyVersion(row)
}

// PolicyVersions lists the newest hundred versions of a company's own policy, or of the MSP's default for nil, newest first.
func PolicyVersions(ctx context.Context, tx store.Tx, company *uuid.UUID) ([]PolicyVersion, error) {
	rows, err := db.New(tx).PolicyVersions(ctx, company)
	if err != nil {
		return nil, err
	}
	versions := make([]PolicyVersion, len(rows))
	for i, row := range rows {
		if versions[i], err = policyVersion(row); err != nil {
			return nil, err
		}
	}
	return versions, nil
}

// PolicySnapshot reads a version by its id, also when newer ones exist.
func PolicySnapshot(ctx context.Context, tx store.Tx, id uuid.UUID) (policy.Snapshot, error) {
	row, err := db.New(tx).Policy(ctx, id)
	if err != nil {
		return policy.Snapshot{}, err
	}
	version, err := policyVersion(row)
	return version.Snapshot, err
}

// ListOwnPolicies lists the companies' own policies that are in force, by the company's name.
func ListOwnPolicies(ctx context.Context, tx store.Tx) ([]PolicyVersion, error) {
	rows, err := db.New(tx).ListOwnPolicies(ctx)
	if err != nil {
		return nil, err
	}
	versions := make([]PolicyVersion, len(rows))
	for i, row := range rows {
		versions[i], err = policyVersion(db.Policy{ID: row.ID, CompanyID: row.CompanyID, Version: row.Version, Body: row.Body, CreatedBy: row.CreatedBy, CreatedAt: row.CreatedAt})
		if err != nil {
			return nil, err
		}
		versions[i].CompanyName = row.CompanyName
	}
	return versions, nil
}

// UpdateDefaultPolicy makes a policy the MSP's default. changed lists the fields that differ from the version before; none means no new version was made.
func UpdateDefaultPolicy(ctx context.Context, tx store.Tx, p policy.Policy, by string) (version PolicyVersion, changed []string, err error) {
	now, err := DefaultPolicy(ctx, tx)
	if err != nil {
		return PolicyVersion{}, nil, err
	}
	if changed = differences(now.Policy, p); len(changed) == 0 {
		return now, nil, nil
	}
	version, err = addPolicy(ctx, tx, nil, now.Version+1, p, false, by)
	return version, changed, err
}

// UpdateCompanyPolicy gives a company a policy of its own. changed lists the fields that differ from what was in force; made tells whether there is a new version:
// a company that inherited gets its own version of the same rules, which a later change of the default leaves alone.
func UpdateCompanyPolicy(ctx context.Context, tx store.Tx, company uuid.UUID, p policy.Policy, by string) (version PolicyVersion, changed []string, made bool, err error) {
	now, inherited, err := PolicyInForce(ctx, tx, company)
	if err != nil {
		return PolicyVersion{}, nil, false, err
	}
	changed = differences(now.Policy, p)
	if !inherited && len(changed) == 0 {
		return now, nil, false, nil
	}
	next, err := nextVersion(ctx, tx, company)
	if err != nil {
		return PolicyVersion{}, nil, false, err
	}
	version, err = addPolicy(ctx, tx, &company, next, p, false, by)
	return version, changed, true, err
}

// ResetCompanyPolicy takes a company back to the MSP's default; was is false when it had no policy of its own.
func ResetCompanyPolicy(ctx context.Context, tx store.Tx, company uuid.UUID, by string) (was bool, err error) {
	now, inherited, err := PolicyInForce(ctx, tx, company)
	if err != nil || inherited {
		return false, err
	}
	_, err = addPolicy(ctx, tx, &company, now.Version+1, now.Policy, true, by)
	return true, err
}

// nextVersion counts revoked versions too: a number never comes back with other rules.
func nextVersion(ctx context.Context, tx store.Tx, company uuid.UUID) (int, error) {
	row, err := db.New(tx).NewestCompanyPolicy(ctx, &company)
	if errors.Is(err, store.ErrNotFound) {
		return 1, nil
	}
	return int(row.Version) + 1, err
}

// addPolicy appends a version. Of two who change at once the second breaks the unique key and is told so: ErrConflict.
func addPolicy(ctx context.Context, tx store.Tx, company *uuid.UUID, number int, p policy.Policy, revoked bool, by string) (PolicyVersion, error) {
	row, err := db.New(tx).InsertPolicy(ctx, db.InsertPolicyParams{TenantID: tx.Tenant, ID: store.NewID(), CompanyID: company, Version: int32(number), Body: p.Canonical(), Hash: p.Hash(), Revoked: revoked, CreatedBy: by})
	if err != nil {
		return PolicyVersion{}, err
	}
	if err := db.New(tx).Cool(ctx, db.CoolParams{AllOfTenant: company == nil, Company: company, ContactIds: []uuid.UUID{}, StandardHours: policy.StandardCoolingHours, At: clock.Now()}); err != nil {
		return PolicyVersion{}, err // what cools off already does so for as long as the strictest policy since says
	}
	return policyVersion(row)
}

func policyVersion(row db.Policy) (PolicyVersion, error) {
	var p policy.Policy
	if err := json.Unmarshal(row.Body, &p); err != nil {
		return PolicyVersion{}, fmt.Errorf("store: policy %s: %w", row.ID, err)
	}
	return PolicyVersion{Snapshot: policy.Take(row.ID, int(row.Version), p), Company: row.CompanyID, ChangedBy: row.CreatedBy, ChangedAt: row.CreatedAt, Revoked: row.Revoked}, nil
}

// differences names the fields in which two policies differ, in order.
func differences(a, b policy.Policy) []string {
	before, after := members(a), members(b)
	var changed []string
	for field := range after {
		if !bytes.Equal(before[field], after[field]) {
			changed = append(changed, field)
		}
	}
	for field := range before {
		if _, kept := after[field]; !kept {
			changed = append(changed, field) // what is left out while it is empty was taken away
		}
	}
	slices.Sort(changed)
	return changed
}

func members(p policy.Policy) map[string]json.RawMessage {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(p.Canonical(), &fields); err != nil {
		panic(err) // Canonical is JSON
	}
	return fields
}
