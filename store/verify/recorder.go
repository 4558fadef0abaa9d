package verify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"countersign/core/actor"
	"countersign/core/channel"
	"countersign/core/evidence"
	"countersign/core/limit"
	"countersign/core/record"
	"countersign/core/ticket"
	"countersign/core/verification"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/evidencelog"
	"countersign/store/settings"
)

// Recorder records attempts and ends of verifications.
type Recorder struct {
	Store   *store.Store
	Console string // address of the console, without a slash at its end; the mails of alerts lead there
}

var _ record.Recorder = Recorder{}

// RecordAttempt implements record.Recorder.
func (r Recorder) RecordAttempt(ctx context.Context, attempt record.Attempt) (record.AttemptAnswer, error) {
	return store.InTenant(ctx, r.Store, attempt.Tenant, func(ctx context.Context, tx store.Tx) (answer record.AttemptAnswer, err error) {
		if _, err := db.New(tx).LockVerification(ctx, attempt.Verification); err != nil {
			return answer, err
		}
		if answer, err = takeAttempt(ctx, tx, attempt); err != nil || answer.Refused {
			return answer, err
		}
		return answer, EmitChanged(ctx, tx, attempt.Verification)
	})
}

// takeAttempt counts a wrong attempt against the contact and writes the verdict down, once. A right one is not counted, but refused like any other
// while the contact's hour or day is used up.
func takeAttempt(ctx context.Context, tx store.Tx, attempt record.Attempt) (record.AttemptAnswer, error) {
	key := db.LockLimitParams{TenantID: tx.Tenant, Scope: attemptLimit, Key: attempt.Contact.String()}
	times, err := db.New(tx).LockLimit(ctx, key)
	if err != nil {
		return record.AttemptAnswer{}, err
	}
	done, err := db.New(tx).AttemptExists(ctx, db.AttemptExistsParams{VerificationID: attempt.Verification, UpdateID: attempt.UpdateID})
	if err != nil || done {
		return record.AttemptAnswer{}, err
	}
	kept, wait, ok := countAttempt(times, attempt)
	if !ok {
		return record.AttemptAnswer{Refused: true, RetryAfter: wait}, nil
	}
	return record.AttemptAnswer{}, tx.Batch(ctx, func(tx store.Tx) error {
		return errors.Join(
			db.New(tx).SetLimit(ctx, db.SetLimitParams{Scope: key.Scope, Key: key.Key, Times: kept}),
			db.New(tx).InsertAttempt(ctx, db.InsertAttemptParams{
				TenantID: tx.Tenant, VerificationID: attempt.Verification, Number: int32(attempt.Number), UpdateID: attempt.UpdateID, Accepted: attempt.Accepted, At: attempt.At,
			}),
			db.New(tx).CountAttempt(ctx, db.CountAttemptParams{ID: attempt.Verification, Attempts: int32(attempt.Number)}),
		)
	})
}

// countAttempt takes a wrong attempt from the contact's hour and day; a right one only needs room there.
func countAttempt(times []time.Time, attempt record.Attempt) (kept []time.Time, wait time.Duration, ok bool) {
	rules := attempt.Policy.AttemptRules()
	if attempt.Accepted {
		wait, ok = limit.Peek(times, attempt.At, rules...)
		return times, wait, ok
	}
	return limit.Take(times, attempt.At, rules...)
}

// Conclude implements record.Recorder.
func (r Recorder) Conclude(ctx context.Context, c record.Conclusion) (record.ConcludeAnswer, error) {
	return store.InTenant(ctx, r.Store, c.Tenant, func(ctx context.Context, tx store.Tx) (answer record.ConcludeAnswer, err error) {
		answer = record.ConcludeAnswer{}
		row, err := db.New(tx).LockVerification(ctx, c.Verification)
		if err != nil {
			return answer, err
		}
		if !verification.Status(row.Status).Closed() {
			if c.Attempt != nil {
				if answer.AttemptAnswer, err = takeAttempt(ctx, tx, *c.Attempt); err != nil || answer.Refused {
					return answer, err
				}
			}
			if answer.Told, err = writeConclusion(ctx, tx, row, c, evidence.KindResult, r.Console); err != nil {
				return answer, err
			}
		}
		if c.End.Reason == verification.NotMe {
			answer.Notices, err = alertsOf(ctx, tx, row)
		}
		return answer, err
	})
}

// writeConclusion writes everything that an end means, its evidence as a bundle of a kind. The chain's head is locked last: verifications of one tenant wait for each other only there.
func writeConclusion(ctx context.Context, tx store.Tx, row db.Verification, c record.Conclusion, kind, console string) (told *ticket.Key, err error) {
	end := c.End
	by, err := actorOf(ctx, tx, c.By, row)
	if err != nil {
		return nil, err
	}
	if err := tx.Batch(ctx, func(tx store.Tx) error { return writeEnd(ctx, tx, row, c, by) }); err != nil {
		return nil, err
	}
	if err := raiseAlert(ctx, tx, row, end, console); err != nil {
		return nil, err
	}
	if told, err = tellTicket(ctx, tx, row, end, kind, console); err != nil {
		return nil, err
	}
	note, err := openNote(tx, row)
	if err != nil {
		return nil, err
	}
	return told, evidencelog.Append(ctx, tx, evidence.Bundle{
		Kind: kind, Verification: row.ID, Build: c.Build,
		Result: &evidence.Result{
			Contact: evidencelog.ContactHash(tx, row.ContactID), Policy: c.Policy, Facts: inUTC(c.Facts), End: endInUTC(end), By: c.By, Ticket: store.Text(row.TicketID), Note: evidencelog.NoteHash(tx, row.ID, note),
			Actor: new(by.Shown()), Leader: new(leaderOf(row).Shown()),
		},
	})
}

// writeEnd writes what screens and the audit log show of an end.
func writeEnd(ctx context.Context, tx store.Tx, row db.Verification, c record.Conclusion, by store.Actor) error {
	end, reason := c.End, string(c.End.Reason)
	written := errors.Join(
		db.New(tx).CloseVerification(ctx, db.CloseVerificationParams{
			ID: row.ID, Status: string(end.Status), Reason: &reason, Assurance: string(end.Assurance), Attempts: int32(end.Attempts), ClosedAt: &end.ClosedAt,
		}),
		auditEnd(ctx, tx, row, c, by),
		EmitChanged(ctx, tx, row.ID),
	)
	if end.Status == verification.Approved {
		return errors.Join(written, raiseShield(ctx, tx, row, c))
	}
	return written
}

// inUTC writes every time in one zone, so that evidence reads the same wherever it was written.
func inUTC(facts []verification.Fact) []verification.Fact {
	same := make([]verification.Fact, len(facts))
	for i, f := range facts {
		f.At, f.ExpiresAt = f.At.UTC(), f.ExpiresAt.UTC()
		same[i] = f
	}
	return same
}

func endInUTC(end verification.State) verification.State {
	end.ExpiresAt, end.ClosedAt = end.ExpiresAt.UTC(), end.ClosedAt.UTC()
	return end
}

// raiseShield marks the address that was verified. A shield names the technician whose call it was, also when the person pressed a button themselves.
// An end that proves less than its way does raises none: a shield does not say how much was proven.
func raiseShield(ctx context.Context, tx store.Tx, row db.Verification, c record.Conclusion) error {
	if spec, _ := channel.Of(c.End.Channel); !c.End.Assurance.AtLeast(spec.Assurance) {
		return nil
	}
	point, err := uuid.Parse(c.End.ContactPoint)
	if err != nil {
		return fmt.Errorf("store: the end of verification %s names no address", row.ID)
	}
	until := c.End.ClosedAt.Add(c.Policy.Policy.ShieldLife())
	err = db.New(tx).RaiseShield(ctx, db.RaiseShieldParams{
		ID: point, VerifiedAt: &c.End.ClosedAt, VerifiedUntil: &until, VerifiedBy: &row.LeaderName, VerifiedTicket: row.TicketID, VerificationID: &row.ID,
	})
	if err != nil {
		return err
	}
	return tx.Emit(ctx, store.Event{Kind: store.EventContact, Subject: row.ContactID, Contact: &row.ContactID, Company: &row.CompanyID})
}

// auditEnd writes the end into the audit log.
func auditEnd(ctx context.Context, tx store.Tx, row db.Verification, c record.Conclusion, by store.Actor) error {
	return tx.Audit(ctx, store.AuditEntry{
		By: by, Action: actionOfEnd(c.End.Status, c.End.Reason), SubjectKind: "verification", SubjectID: row.ID.String(), CompanyID: &row.CompanyID,
		Details: map[string]any{"reason": c.End.Reason, "channel": c.End.Channel, "assurance": c.End.Assurance, "attempts": c.End.Attempts, "sends": c.End.Sends},
	})
}

// actorOf is the actor that a reference names, with the names of today where it is not the leader.
func actorOf(ctx context.Context, tx store.Tx, ref string, row db.Verification) (by store.Actor, err error) {
	by = actor.ParseRef(ref)
	switch {
	case by.Kind == actor.Contact:
		return store.ThePerson, nil
	case by.Kind != actor.User && by.Kind != actor.APIKey:
		return store.System, nil
	}
	if by.Name, err = nameOf(ctx, tx, by, row); err != nil || by.ViaKey.ID == uuid.Nil {
		return by, err
	}
	by.ViaKey.Name, err = db.New(tx).NameOfActor(ctx, by.ViaKey.ID)
	return by, err
}

func nameOf(ctx context.Context, tx store.Tx, by store.Actor, row db.Verification) (string, error) {
	if by.Kind == row.LeaderKind && by.ID == row.LeaderID {
		return row.LeaderName, nil
	}
	name, err := db.New(tx).NameOfActor(ctx, by.ID)
	if by.Kind == actor.APIKey {
		name = actor.OfKey(actor.Key{Name: name}).Name
	}
	return name, err
}

// CloseOrphaned fails a verification that has no run any more: the sweep asked Temporal before. It tells from the rows what happened. False when it had ended already.
func CloseOrphaned(ctx context.Context, s *store.Store, tenant, id uuid.UUID, at time.Time, build string) (bool, error) {
	return store.InTenant(ctx, s, tenant, func(ctx context.Context, tx store.Tx) (closed bool, err error) {
		row, err := db.New(tx).LockVerification(ctx, id)
		if err != nil {
			return closed, err
		}
		closed = !verification.Status(row.Status).Closed()
		if !closed {
			return closed, nil
		}
		rules, err := settings.PolicySnapshot(ctx, tx, row.PolicyID)
		if err != nil {
			return closed, err
		}
		facts, err := factsOf(ctx, tx, id)
		if err != nil {
			return closed, err
		}
		end := verification.Fold(verification.Rules{MaxAttempts: rules.Policy.MaxAttempts, MaxSends: rules.Policy.MaxSends}, facts)
		if !end.Status.Closed() {
			end.Status, end.Reason, end.ClosedAt = verification.Failed, verification.Lost, at.UTC().Truncate(time.Microsecond)
		}
		_, err = writeConclusion(ctx, tx, row, record.Conclusion{
			Tenant: tenant, Verification: id, Contact: row.ContactID, Company: row.CompanyID, Policy: rules, Facts: facts, End: end, By: "system", Build: build,
		}, evidence.KindResult, "")
		return closed, err
	})
}

// attemptLimit counts wrong codes against a contact.
const attemptLimit = "guess:contact"
