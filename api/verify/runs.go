package verify

import (
	"github.com/google/uuid"

	"countersign/api/respond"
	"countersign/core/policy"
	"countersign/dispatch"
	"countersign/store/verify"
	"countersign/workflows"
)

// runInput is what the run of a verification begins with.
func runInput(tenant uuid.UUID, v verify.Verification, rules policy.Snapshot) workflows.VerificationInput {
	return workflows.VerificationInput{
		Tenant: tenant, Verification: v.ID, Contact: v.Contact.ID, Company: v.Company.ID, Channel: v.Channel, ContactPoint: v.ContactPointID,
		Policy: rules, KeyID: v.KeyID, OpenedAt: v.OpenedAt, EndsAt: v.EndsAt, By: v.Leader.Kind + "/" + v.Leader.ID.String(),
	}
}

func runOf(row verify.Row) dispatch.VerificationRun {
	return dispatch.VerificationRun{Tenant: row.TenantID, Contact: row.ContactID, Verification: row.ID, ID: respond.Value(row.RunID)}
}
