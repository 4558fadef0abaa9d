package verify

import (
	"context"
	"time"

	"github.com/google/uuid"

	"countersign/core/alert"
	"countersign/core/verification"
	"countersign/store"
	"countersign/store/db"
)

// DenyLate takes "I am not on a call with them" of a person whose verification has ended: it raises the alert of a denial, which beats every shield of that person,
// and changes nothing of the end. It counts once; told is false where there is nobody to speak of any more. mails are to be started. console is the address of
// the console.
func DenyLate(ctx context.Context, s *store.Store, tenant, id uuid.UUID, console string, at time.Time) (told bool, mails []uuid.UUID, err error) {
	err = s.InTenant(ctx, tenant, func(ctx context.Context, tx store.Tx) error {
		told, mails = false, nil
		row, err := db.New(tx).LockVerification(ctx, id)
		if err != nil || row.ContactID == uuid.Nil || !verification.Status(row.Status).Closed() {
			return err
		}
		told = true
		before, err := db.New(tx).WasDenied(ctx, db.WasDeniedParams{VerificationID: &id, Kind: string(alert.NotMe)})
		if err != nil || before {
			return err
		}
		end := verification.State{Reason: verification.NotMe, ClosedAt: at}
		if err := raiseAlert(ctx, tx, row, end, console); err != nil {
			return err
		}
		if mails, err = alertsOf(ctx, tx, row); err != nil {
			return err
		}
		return tx.Audit(ctx, store.AuditEntry{
			By: store.ThePerson, Action: "verification." + string(verification.NotMe), SubjectKind: "verification", SubjectID: id.String(), CompanyID: &row.CompanyID,
			Details: map[string]any{"reason": verification.NotMe, "late": true},
		})
	})
	return told, mails, err
}
