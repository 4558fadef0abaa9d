// Package verify stores verifications with their sends, attempts and ends.
package verify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"countersign/core/channel"
	"countersign/core/policy"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/sendlimit"
)

// longest is how long a verification may be open; another send does not extend it.
const longest = 30 * time.Minute

// NewVerification asks for a verification. That the way is open for this person has been decided (core/availability).
type NewVerification struct {
	ID              uuid.UUID
	MayExist        bool // an API that is gone began to open it
	ContactID       uuid.UUID
	ContactPointID  uuid.UUID
	Channel         channel.Name
	Policy          policy.Snapshot
	TicketID        string
	TicketPSA       *uuid.UUID // whose ticket it is; nil: that of the PSA that was connected first
	TicketContactID *uuid.UUID
	Note            string
	Leader          store.Actor // user or api_key
	At              time.Time
}

// Opened is the verification of the contact that is open now: the new one, or with Joined the one that was open before.
type Opened struct {
	Verification Verification
	Joined       bool
}

// Open writes a verification and its first send, which the workflow is to claim. A limit that refuses the send comes back as a
// *problem.Error with the time to wait; a person or address that is not on file as ErrNotFound. Nothing is written then.
func Open(ctx context.Context, s *store.Store, tenant uuid.UUID, n NewVerification) (Opened, error) {
	return store.InTenant(ctx, s, tenant, func(ctx context.Context, tx store.Tx) (opened Opened, err error) {
		if n.MayExist {
			if v, err := GetVerification(ctx, tx, n.ID); !errors.Is(err, store.ErrNotFound) {
				return Opened{Verification: v}, err
			}
		}
		contact, err := db.New(tx).ShareContact(ctx, n.ContactID)
		if err != nil {
			return opened, err
		}
		point, err := db.New(tx).GetPointOnFile(ctx, db.GetPointOnFileParams{ID: n.ContactPointID, ContactID: n.ContactID})
		if err != nil {
			return opened, err
		}
		id, joined, err := openOrJoin(ctx, tx, n, contact.CompanyID)
		if err != nil {
			return opened, err
		}
		if !joined {
			if err := firstSend(ctx, tx, n, contact.CompanyID, point); err != nil {
				return opened, err
			}
		}
		v, err := GetVerification(ctx, tx, id)
		if err == nil && joined {
			err = auditJoined(ctx, tx, v, n.Leader)
		}
		opened = Opened{Verification: v, Joined: joined}
		return opened, err
	})
}

// openOrJoin inserts the row, unless one is open for this contact.
func openOrJoin(ctx context.Context, tx store.Tx, n NewVerification, company uuid.UUID) (id uuid.UUID, joined bool, err error) {
	rules := n.Policy.Policy
	spec, ok := channel.Of(n.Channel)
	if !ok {
		return uuid.Nil, false, fmt.Errorf("store: there is no channel %q", n.Channel)
	}
	row := db.InsertVerificationParams{
		TenantID: tx.Tenant, ID: n.ID, ContactID: n.ContactID, CompanyID: company, Channel: string(n.Channel), PointID: n.ContactPointID, PolicyID: n.Policy.ID,
		Assurance: string(spec.Assurance), TicketID: store.Nullable(n.TicketID), TicketIntegrationID: n.TicketPSA, TicketContactID: n.TicketContactID,
		LeaderKind: n.Leader.Kind, LeaderID: n.Leader.ID, LeaderName: n.Leader.Name, LeaderKeyID: store.Nullable(n.Leader.ViaKey.ID), LeaderKeyName: store.Nullable(n.Leader.ViaKey.Name), KeyID: tx.Ring().Active(),
		MaxAttempts: int32(rules.MaxAttempts), CodeLength: int32(rules.CodeLength),
		OpenedAt: n.At, EndsAt: n.At.Add(longest), ExpiresAt: n.At.Add(min(rules.LifeOf(spec.Proof), longest)), SendAgainAt: sendAgain(rules, 1, n.At),
	}
	if n.Note != "" {
		row.NoteSealed = tx.Seal(noteTable, noteColumn, n.ID, n.Note)
	}
	for {
		inserted, err := db.New(tx).InsertVerification(ctx, row)
		if err != nil || inserted == 1 {
			return n.ID, false, err
		}
		id, err = db.New(tx).OpenVerificationOf(ctx, n.ContactID)
		if !errors.Is(err, store.ErrNotFound) {
			return id, true, err
		}
		// It ended between the two statements: try again.
	}
}

// auditJoined writes down, once each, who looks on at somebody else's verification.
func auditJoined(ctx context.Context, tx store.Tx, v Verification, by store.Actor) error {
	if by.Kind == v.Leader.Kind && by.ID == v.Leader.ID {
		return nil
	}
	told, err := db.New(tx).HasJoined(ctx, db.HasJoinedParams{SubjectID: v.ID.String(), ActorID: by.ID, ViaKeyID: store.Nullable(by.ViaKey.ID)})
	if err != nil || told {
		return err
	}
	return tx.Audit(ctx, store.AuditEntry{
		By: by, Action: actionJoined, SubjectKind: "verification", SubjectID: v.ID.String(), CompanyID: &v.Company.ID,
		Details: map[string]any{"leader_id": v.Leader.ID},
	})
}

const actionJoined = "verification.joined"

// sendAgain is when the send after number sent may be asked for; nil when that was the last.
func sendAgain(rules policy.Policy, sent int, at time.Time) *time.Time {
	if sent >= rules.MaxSends {
		return nil
	}
	again := at.Add(rules.PauseBefore(sent + 1))
	return &again
}

func firstSend(ctx context.Context, tx store.Tx, n NewVerification, company uuid.UUID, point db.ContactPoint) error {
	spec, _ := channel.Of(n.Channel)
	count, refused, err := sendlimit.Admit(ctx, tx, sendOf(n.Channel, point, n.Policy.Policy, n.At))
	if err != nil {
		return err
	}
	if refused != nil {
		return refused
	}
	return tx.Batch(ctx, func(tx store.Tx) error {
		return errors.Join(
			count(ctx, tx),
			db.New(tx).InsertSend(ctx, db.InsertSendParams{
				TenantID: tx.Tenant, VerificationID: n.ID, Number: 1, Channel: string(n.Channel), PointID: n.ContactPointID, Masked: point.Masked,
				ExpiresAt: n.At.Add(min(n.Policy.Policy.LifeOf(spec.Proof), longest)), CreatedAt: n.At,
			}),
			tx.Audit(ctx, store.AuditEntry{
				By: n.Leader, Action: "verification.started",
				SubjectKind: "verification", SubjectID: n.ID.String(), CompanyID: &company,
				Details: map[string]any{"channel": n.Channel, "policy_version": n.Policy.Version},
			}),
			tx.Emit(ctx, store.Event{Kind: store.EventVerification, Subject: n.ID, Contact: &n.ContactID, Company: &company}),
		)
	})
}
