// Package auditlog reads the audit log; store.Tx.Audit writes it.
package auditlog

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"countersign/core/evidence"
	"countersign/core/list"
	"countersign/store"
	"countersign/store/db"
)

// Filter narrows the audit log. Nil does not filter.
type Filter struct {
	Company *uuid.UUID
	Action  *string
	Actor   *uuid.UUID // a person or key who acted, or the key that spoke for a person
	From    *time.Time // inclusive
	To      *time.Time // exclusive
}

// Line is one line of the audit log as screens and exports show it.
type Line struct {
	ID          uuid.UUID
	At          time.Time
	By          store.Actor
	Action      string
	SubjectKind string
	SubjectID   string
	Subject     string // what the subject is called today, "" when it has no name (any more)
	CompanyID   *uuid.UUID
	CompanyName string
	Details     map[string]any
	Link        *Link // nil for an entry of the running transaction, which is not chained yet
}

// Link is an entry's place in the chain.
type Link struct {
	Seq      int64
	Previous string // hash of the entry before, "" for the first
	Hash     string
}

// Place is a place in the log: the entry that a page ended with.
type Place struct {
	At time.Time
	ID uuid.UUID
}

// List lists at most limit lines, newest first, from after a place on; nil begins at the newest.
func List(ctx context.Context, tx store.Tx, filter Filter, after *Place, limit int) ([]Line, error) {
	query := db.ListAuditParams{CompanyID: filter.Company, Action: filter.Action, ActorID: filter.Actor, FromAt: filter.From, ToAt: filter.To, RowLimit: int32(limit)}
	if after != nil {
		query.BeforeAt, query.BeforeID = &after.At, &after.ID
	}
	rows, err := db.New(tx).ListAudit(ctx, query)
	if err != nil {
		return nil, err
	}
	lines := make([]Line, len(rows))
	for i, row := range rows {
		if lines[i], err = lineOf(db.GetAuditEntryRow(row)); err != nil {
			return nil, err
		}
	}
	return lines, nameSubjects(ctx, tx, lines)
}

// Load reads one line. store.ErrNotFound without one of this id.
func Load(ctx context.Context, tx store.Tx, id uuid.UUID) (Line, error) {
	row, err := db.New(tx).GetAuditEntry(ctx, id)
	if err != nil {
		return Line{}, err
	}
	line, err := lineOf(row)
	if err != nil {
		return Line{}, err
	}
	lines := []Line{line}
	err = nameSubjects(ctx, tx, lines)
	return lines[0], err
}

// lineOf is a line whose subject has no name yet.
func lineOf(row db.GetAuditEntryRow) (Line, error) {
	a := row.Audit
	line := Line{ID: a.ID, At: a.At, By: actorOf(a), Action: a.Action, SubjectKind: a.SubjectKind, SubjectID: a.SubjectID, CompanyID: a.CompanyID, CompanyName: store.Text(row.CompanyName)}
	if row.Seq != nil {
		line.Link = &Link{Seq: *row.Seq, Previous: store.Text(row.Previous), Hash: store.Text(row.Hash)}
	}
	if err := json.Unmarshal(a.Details, &line.Details); err != nil {
		return Line{}, fmt.Errorf("store: details of audit entry %s: %w", a.ID, err)
	}
	return line, nil
}

// nameSubjects calls the subjects of lines what they are called today.
func nameSubjects(ctx context.Context, tx store.Tx, lines []Line) error {
	var subjects []uuid.UUID
	for _, line := range lines {
		if id, err := uuid.Parse(line.SubjectID); err == nil {
			subjects = append(subjects, id)
		}
	}
	names, err := db.New(tx).SubjectNames(ctx, subjects)
	if err != nil {
		return err
	}
	called := map[string]string{}
	for _, row := range names {
		called[row.ID.String()] = row.Name
	}
	for i := range lines {
		lines[i].Subject = called[lines[i].SubjectID]
	}
	return nil
}

func actorOf(a db.Audit) store.Actor {
	return store.Actor{Kind: a.ActorKind, ID: store.Value(a.ActorID), Name: a.ActorName, ViaKey: store.KeyOf(a.ViaKeyID, a.ViaKeyName)}
}

// Actions lists the actions that stand in the log, each once, sorted.
func Actions(ctx context.Context, tx store.Tx) ([]string, error) {
	return db.New(tx).ListAuditActions(ctx)
}

// Chain lists at most limit entries with their places in the chain, those after a sequence number, in its order. The filter's Action and Actor do not apply.
func Chain(ctx context.Context, tx store.Tx, filter Filter, after int64, limit int) ([]evidence.LogEntry, error) {
	rows, err := db.New(tx).ListAuditChain(ctx, db.ListAuditChainParams{AfterSeq: after, CompanyID: filter.Company, FromAt: filter.From, ToAt: filter.To, RowLimit: int32(limit)})
	return list.Of(rows, func(row db.ListAuditChainRow) evidence.LogEntry {
		a, place := row.Audit, row.AuditChain
		entry := evidence.LogEntry{
			Seq: place.Seq, Previous: place.Previous, Hash: place.Hash, Personal: place.Personal, Salt: place.Salt,
			Tenant: a.TenantID, ID: a.ID, At: a.At, ActorKind: a.ActorKind, ActorID: a.ActorID, Action: a.Action, SubjectKind: a.SubjectKind, SubjectID: a.SubjectID, CompanyID: a.CompanyID,
			ViaKeyID: a.ViaKeyID,
		}
		if place.Salt != nil {
			entry.ActorName, entry.ViaKeyName, entry.Details = a.ActorName, store.Text(a.ViaKeyName), row.DetailsText
		}
		return entry
	}), err
}
