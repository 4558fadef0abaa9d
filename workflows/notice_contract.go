package workflows

import (
	"time"

	"github.com/google/uuid"
)

// NoticeID is the workflow id of a mail to one of the MSP's own people.
func NoticeID(tenant, notice uuid.UUID) string {
	return "notice/" + tenant.String() + "/" + notice.String()
}

// NoticeTimeout bounds a notice's run, which repeats its mail for two hours.
const NoticeTimeout = 3 * time.Hour

// NoticeInput names a mail to one of the MSP's own people. Its text is sealed in the database.
type NoticeInput struct {
	Tenant uuid.UUID `json:"tenant"`
	Notice uuid.UUID `json:"notice"`
}
