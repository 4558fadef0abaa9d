package connectwise

import (
	"context"
	"net/url"
	"strings"
	"time"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/integrations/kit"
)

// serviceEntry is the type of schedule entries that belong to a service ticket, as ConnectWise ships it.
const serviceEntry = 4

// scheduleEntry is one entry of an agent's schedule.
type scheduleEntry struct {
	ID        int64     `json:"id"`
	ObjectID  int64     `json:"objectId"`
	Name      string    `json:"name"`
	Member    reference `json:"member"`
	Type      reference `json:"type"`
	DateStart time.Time `json:"dateStart"`
	DateEnd   time.Time `json:"dateEnd"`
}

// Entries reads the schedule entries that touch a stretch of time.
func (c *Client) Entries(ctx context.Context, from, until time.Time) ([]directory.ScheduleEntry, error) {
	query := url.Values{
		"conditions": {"dateStart<[" + until.UTC().Format(stamp) + "] and dateEnd>[" + from.UTC().Format(stamp) + "]"}, "orderBy": {"dateStart asc,id asc"},
		"fields": {"id,objectId,name,member,type,dateStart,dateEnd"},
	}
	rows, err := everyRow[scheduleEntry](ctx, c, integration.ReadSchedule, "/schedule/entries", query)
	entries := make([]directory.ScheduleEntry, len(rows))
	for i, row := range rows {
		entries[i] = directory.ScheduleEntry{
			ID: kit.IDText(row.ID), AgentID: idOf(row.Member), Name: strings.TrimSpace(row.Name), Start: row.DateStart.UTC(), End: row.DateEnd.UTC(),
		}
		if row.Type.ID == serviceEntry && row.ObjectID > 0 {
			entries[i].TicketID = kit.IDText(row.ObjectID)
		}
	}
	return entries, err
}
