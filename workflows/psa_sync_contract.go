package workflows

import "github.com/google/uuid"

// PSASyncInput names a PSA. Fields are only ever added.
type PSASyncInput struct {
	Tenant      uuid.UUID `json:"tenant"`
	Integration uuid.UUID `json:"integration"`
}

// PSASyncID is the workflow id of a PSA's syncs, to which its schedule adds the time, and the id of the schedule itself.
func PSASyncID(tenant, integration uuid.UUID) string {
	return "psa-sync/" + tenant.String() + "/" + integration.String()
}
