package autotask

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"countersign/core/directory"
	"countersign/core/integration"
	"countersign/integrations/kit"
)

// stretch is an appointment or a service call. A service call is of tickets, each of which has its own people; an appointment is of one person.
type stretch struct {
	ID            int64  `json:"id"`
	ResourceID    *int64 `json:"resourceID"`
	Title         string `json:"title"`
	Description   string `json:"description"`
	StartDateTime moment `json:"startDateTime"`
	EndDateTime   moment `json:"endDateTime"`
}

// link is one row between service calls, tickets and people.
type link struct {
	ID                  int64  `json:"id"`
	ServiceCallID       int64  `json:"serviceCallID"`
	ServiceCallTicketID int64  `json:"serviceCallTicketID"`
	TicketID            *int64 `json:"ticketID"`
	ResourceID          *int64 `json:"resourceID"`
}

// Entries reads the appointments and the service calls that touch a stretch of time.
func (c *Client) Entries(ctx context.Context, from, until time.Time) ([]directory.ScheduleEntry, error) {
	touching := []filter{before("startDateTime", stamped(until)), after("endDateTime", stamped(from))}
	appointments, _, err := every[stretch](ctx, c, integration.ReadSchedule, "Appointments", question{
		Filter: touching, IncludeFields: []string{"id", "resourceID", "title", "startDateTime", "endDateTime"},
	})
	if err != nil {
		return nil, err
	}
	calls, _, err := every[stretch](ctx, c, integration.ReadSchedule, "ServiceCalls", question{
		Filter:        append(touching, filter{Op: "notExist", Field: "canceledDateTime"}),
		IncludeFields: []string{"id", "description", "startDateTime", "endDateTime"},
	})
	if err != nil {
		return nil, err
	}
	entries, err := c.serviceEntries(ctx, calls)
	if err != nil {
		return nil, err
	}
	for _, one := range appointments {
		if one.ResourceID != nil {
			entries = append(entries, entry("appointment-"+strconv.FormatInt(one.ID, 10), one, *one.ResourceID))
		}
	}
	slices.SortStableFunc(entries, func(a, b directory.ScheduleEntry) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.ID, b.ID))
	})
	return entries, nil
}

// serviceEntries are what service calls mean for each of their people.
func (c *Client) serviceEntries(ctx context.Context, calls []stretch) ([]directory.ScheduleEntry, error) {
	byID := map[int64]stretch{}
	var ids []int64
	for _, call := range calls {
		byID[call.ID] = call
		ids = append(ids, call.ID)
	}
	tickets, err := everyOf[link](ctx, c, integration.ReadSchedule, "ServiceCallTickets", "serviceCallID", ids, "id", "serviceCallID", "ticketID")
	if err != nil {
		return nil, err
	}
	ofTicket := map[int64]link{}
	ids = nil
	for _, one := range tickets {
		ofTicket[one.ID] = one
		ids = append(ids, one.ID)
	}
	people, err := everyOf[link](ctx, c, integration.ReadSchedule, "ServiceCallTicketResources", "serviceCallTicketID", ids, "id", "serviceCallTicketID", "resourceID")
	if err != nil {
		return nil, err
	}
	var entries []directory.ScheduleEntry
	for _, one := range people {
		of, ok := ofTicket[one.ServiceCallTicketID]
		call, known := byID[of.ServiceCallID]
		if !ok || !known || one.ResourceID == nil {
			continue
		}
		made := entry("service-call-"+strconv.FormatInt(one.ID, 10), call, *one.ResourceID)
		made.TicketID = idText(of.TicketID)
		entries = append(entries, made)
	}
	return entries, nil
}

func entry(id string, of stretch, agent int64) directory.ScheduleEntry {
	return directory.ScheduleEntry{
		ID: id, AgentID: strconv.FormatInt(agent, 10), Name: strings.TrimSpace(kit.FirstWords(of.Title, of.Description)), Start: of.StartDateTime.at(), End: of.EndDateTime.at(),
	}
}
