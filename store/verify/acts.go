package verify

import (
	"context"
	"time"

	"countersign/core/verification"
	"countersign/store"
	"countersign/store/db"
	"countersign/store/settings"
)

// Record is what only the record of one verification tells: by which rules it ran, who looked on, who ended it.
type Record struct {
	PolicyVersion int
	Joined        []Act
	Ended         *Act // nil while it is open
}

// Act is what somebody did to a verification.
type Act struct {
	By store.Actor
	At time.Time
}

// ReadRecord reads what only the record tells.
func ReadRecord(ctx context.Context, tx store.Tx, v Verification) (record Record, err error) {
	rules, err := settings.PolicySnapshot(ctx, tx, v.PolicyID)
	if err != nil {
		return record, err
	}
	record.PolicyVersion = rules.Version
	rows, err := db.New(tx).ActsOnVerification(ctx, v.ID.String())
	for _, row := range rows {
		act := Act{By: store.Actor{Kind: row.ActorKind, ID: store.Value(row.ActorID), Name: row.ActorName, ViaKey: store.KeyOf(row.ViaKeyID, row.ViaKeyName)}, At: row.At}
		switch row.Action {
		case actionJoined:
			record.Joined = append(record.Joined, act)
		case actionOfEnd(v.Status, v.Reason):
			record.Ended = &act
		}
	}
	return record, err
}

// actionOfEnd is what the audit log calls an end: "verification.approved" and so on. "This was not me" is an action of its own, because people look for it.
func actionOfEnd(status verification.Status, reason verification.Reason) string {
	if reason == verification.NotMe {
		return "verification." + string(verification.NotMe)
	}
	return "verification." + string(status)
}
