package zendesk

import (
	"time"

	"countersign/core/clock"
	"countersign/core/directory"
	"countersign/integrations/httpx"
	"countersign/integrations/kit"
)

// settling is how far back a list of changes must begin: Zendesk refuses the last minute. Half a minute more is for clocks that differ.
const settling = 90 * time.Second

// asOf is the time of which a list tells: a list of changes leaves the last minute out, a whole one does not.
func asOf(theirs *httpx.PeerClock, whole bool) time.Time {
	began := theirs.Began()
	if whole || began.IsZero() {
		return began
	}
	return began.Add(-settling)
}

// meta says how a list goes on.
type meta struct {
	HasMore     bool   `json:"has_more"`
	AfterCursor string `json:"after_cursor"`
}

// export says how a list of changes goes on.
type export struct {
	AfterCursor string `json:"after_cursor"`
	EndOfStream *bool  `json:"end_of_stream"`
	EndTime     int64  `json:"end_time"`
}

// after is the place after a page of a list; "" after the last.
func (c *Client) after(m meta, before place) (string, error) {
	if !m.HasMore {
		return "", nil
	}
	return c.goOn(place{listed, m.AfterCursor}, before)
}

// goOn refuses a place that is none, or that has been read already: the list would be read for ever.
func (c *Client) goOn(next, before place) (string, error) {
	if _, ok := parsePlace(next.String()); !ok || next == before {
		return "", c.http.Unreadable(true)
	}
	return next.String(), nil
}

// begin is where a list begins: with all rows, or with the changed ones where our agent may ask for them.
func (c *Client) begin(from directory.Position, changes listKind) (place, error) {
	if from.Next != "" {
		p, ok := parsePlace(from.Next)
		if !ok || p.kind != listed && p.kind != changes {
			return place{}, fail.Refused(kit.BadPosition)
		}
		return p, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if from.Since.IsZero() || c.noExports {
		return place{kind: listed}, nil
	}
	return place{kind: changes}, nil
}

// closed reports whether our agent was denied a list of changes, which only administrators may read.
func closed(err error, p place) bool { return isDenied(err) && p.kind != listed && p.at == "" }

// remember keeps in mind that lists of changes are closed to our agent, who has just been shown the whole list instead.
func (c *Client) remember(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.noExports = c.noExports || err == nil
}

// startOf is the second at which a list of changes begins.
func startOf(since time.Time) int64 {
	start := since
	if latest := clock.Now().Add(-settling); start.After(latest) {
		start = latest
	}
	return max(start.Unix(), 1)
}

// over reports whether a list of changes has reached the present. Answers of old do not say so; a page that is not full is their last.
func (e export) over(rows int) bool {
	if e.EndOfStream != nil {
		return *e.EndOfStream
	}
	return rows < exportSize
}
