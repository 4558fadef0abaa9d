package verify

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"

	"countersign/core/evidence"
	"countersign/core/record"
	"countersign/core/ticket"
	"countersign/core/verification"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/evidencelog"
)

// TakenBack is what taking back an approval brought.
type TakenBack struct {
	Done    bool        // it is denied now
	Notices []uuid.UUID // mails of its alert, which are to be started
	Told    *ticket.Key // the ticket that a note was queued for; nil without one
}

// TakeBack denies a verification that its person had approved by a press less than verification.TakeBackTime ago: its status, shield, alert, ticket and
// evidence say so from then on. The evidence of the approval stays; that of the denial is another bundle. Build is that of the binary.
func (r Recorder) TakeBack(ctx context.Context, tenant, id uuid.UUID, build string, at time.Time) (TakenBack, error) {
	return store.InTenant(ctx, r.Store, tenant, func(ctx context.Context, tx store.Tx) (back TakenBack, err error) {
		row, err := db.New(tx).LockVerification(ctx, id)
		if err != nil || row.ContactID == uuid.Nil {
			return TakenBack{}, err
		}
		before, err := resultOf(ctx, tx, id)
		if errors.Is(err, store.ErrNotFound) {
			return TakenBack{}, nil
		}
		if err != nil {
			return TakenBack{}, err
		}
		fact := verification.Fact{Kind: verification.TakenBack, At: at, By: verification.Contact}
		rules := verification.Rules{MaxAttempts: before.Policy.Policy.MaxAttempts, MaxSends: before.Policy.Policy.MaxSends}
		end := before.End.Apply(rules, fact)
		if verification.Status(row.Status) != verification.Approved || end.Status != verification.Denied {
			return TakenBack{}, nil
		}
		back.Told, err = writeConclusion(ctx, tx, row, record.Conclusion{
			Tenant: tenant, Verification: id, Contact: row.ContactID, Company: row.CompanyID, Policy: before.Policy, Facts: append(before.Facts, fact), End: end, By: fact.By, Build: build,
		}, evidence.KindTakenBack, r.Console)
		if err != nil {
			return TakenBack{}, err
		}
		back.Done = true
		back.Notices, err = alertsOf(ctx, tx, row)
		return back, err
	})
}

// resultOf reads the end that a verification's evidence tells. ErrNotFound without evidence.
func resultOf(ctx context.Context, tx store.Tx, id uuid.UUID) (evidence.Result, error) {
	envelopes, err := evidencelog.Of(ctx, tx, id)
	if err != nil {
		return evidence.Result{}, err
	}
	for _, envelope := range envelopes {
		var bundle evidence.Bundle
		if err := json.Unmarshal(envelope.Bundle, &bundle); err != nil {
			return evidence.Result{}, err
		}
		if bundle.Kind == evidence.KindResult {
			return *bundle.Result, nil
		}
	}
	return evidence.Result{}, store.ErrNotFound
}
