package kaseyabms

import (
	"context"
	"net/http"
	"time"

	"countersign/core/integration"
	"countersign/core/ticket"
	"countersign/integrations/kit"
)

// workKinds is what a time entry is booked as.
type workKinds struct{ workType, role int }

// newTime is the body of a new time entry. Notes are for the client, InternalNotes for technicians.
type newTime struct {
	StartDate     string  `json:"StartDate"`
	StartTime     string  `json:"StartTime"`
	EndTime       string  `json:"EndTime"`
	Timespent     float64 `json:"Timespent"` // hours
	Notes         string  `json:"Notes,omitempty"`
	InternalNotes string  `json:"InternalNotes,omitempty"`
	WorkTypeID    int     `json:"WorkTypeId"`
	RoleID        int     `json:"RoleId"`
	UserID        int     `json:"UserId,omitempty"`
}

// AddTime writes down time on a ticket, as the work type and the role that Kaseya BMS takes by default. Without an agent it is our employee's.
func (c *Client) AddTime(ctx context.Context, ticketID string, e ticket.TimeEntry) (string, error) {
	path, err := ticketPath(ticketID)
	if err != nil {
		return "", err
	}
	agent, err := optionalID(e.AgentID)
	if err != nil {
		return "", err
	}
	if worked := e.End.Sub(e.Start); worked <= 0 || worked >= 24*time.Hour {
		return "", fail.Refused(kit.BadTime)
	}
	kinds, err := c.workKinds(ctx)
	if err != nil {
		return "", err
	}
	zone, err := c.zoneOfUser(ctx)
	if err != nil {
		return "", err
	}
	body := bodyOfTime(e, zone)
	body.WorkTypeID, body.RoleID, body.UserID = kinds.workType, kinds.role, agent
	var made struct {
		ID int `json:"id"`
	}
	if err := c.send(ctx, integration.EditTickets, http.MethodPost, path+"/timelogs", body, &made); err != nil {
		return "", err
	}
	if made.ID == 0 {
		return "", c.http.Unreadable(false)
	}
	return kit.IDText(made.ID), nil
}

// bodyOfTime is the body of a time entry, with its times in the local time of a zone.
func bodyOfTime(e ticket.TimeEntry, zone *time.Location) newTime {
	start, end := e.Start.In(zone), e.End.In(zone)
	body := newTime{StartDate: start.Format(time.DateOnly), StartTime: start.Format(time.TimeOnly), EndTime: end.Format(time.TimeOnly), Timespent: e.End.Sub(e.Start).Hours()}
	if note := ticket.Sign(e.Note, e.Reference); e.Internal {
		body.InternalNotes = note
	} else {
		body.Notes = note
	}
	return body
}

// workKinds are the work type and the role of our time entries, asked for once.
func (c *Client) workKinds(ctx context.Context) (workKinds, error) {
	c.mu.Lock()
	known := c.work
	c.mu.Unlock()
	if known.role != 0 {
		return known, nil
	}
	for _, one := range []struct {
		path string
		into *int
	}{{"/system/worktypes/lookup", &known.workType}, {"/system/roles/lookup", &known.role}} {
		rows, err := c.lookup(ctx, one.path)
		if err != nil {
			return workKinds{}, err
		}
		found, ok := preferred(rows)
		if !ok {
			return workKinds{}, fail.Refused(codeNoWorkType)
		}
		*one.into = found.ID
	}
	c.mu.Lock()
	c.work = known
	c.mu.Unlock()
	return known, nil
}

// user is who we are at Kaseya BMS, as far as we look.
type user struct {
	UserID             int     `json:"userId"`
	OlsonTimeZoneName  string  `json:"olsonTimeZoneName"`
	TimeZoneValueHours float64 `json:"timeZoneValue"`
}

func (c *Client) user(ctx context.Context) (who user, err error) {
	err = c.get(ctx, "", "/security/userinfo", nil, &who)
	return who, err
}

// zoneOfUser is our employee's time zone, asked for once: a time entry tells the time of day without one.
func (c *Client) zoneOfUser(ctx context.Context) (*time.Location, error) {
	c.mu.Lock()
	known := c.zone
	c.mu.Unlock()
	if known != nil {
		return known, nil
	}
	who, err := c.user(ctx)
	if err != nil {
		return nil, err
	}
	zone := who.zone()
	c.mu.Lock()
	c.zone = zone
	c.mu.Unlock()
	return zone, nil
}

// zone is a time zone by its name, else by how far it is from UTC.
func (u user) zone() *time.Location {
	if u.OlsonTimeZoneName != "" && u.OlsonTimeZoneName != "Local" {
		if zone, err := time.LoadLocation(u.OlsonTimeZoneName); err == nil {
			return zone
		}
	}
	if u.TimeZoneValueHours < -14 || u.TimeZoneValueHours > 14 {
		return time.UTC
	}
	return time.FixedZone("BMS", int(u.TimeZoneValueHours*3600))
}
