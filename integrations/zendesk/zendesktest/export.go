package zendesktest

import (
	"encoding/base64"
	"fmt"
	"math"
	"net/http"
	"regexp"
	"sort"
	"strconv"
	"time"

	"countersign/integrations/fake"
)

// exportAllowed counts: an account may ask for so many lists of changes in a minute.
func (s *Server) exportAllowed(c call) bool {
	if s.cfg.ExportsPerMinute < 0 {
		return true
	}
	now := s.Now()
	for len(s.exports) > 0 && now.Sub(s.exports[0]) >= time.Minute {
		s.exports = s.exports[1:]
	}
	if len(s.exports) < s.cfg.ExportsPerMinute {
		s.exports = append(s.exports, now)
		return true
	}
	wait := time.Minute - now.Sub(s.exports[0])
	c.w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	fake.SendJSON(c.w, http.StatusTooManyRequests, problem{Error: "APIRateLimitExceeded", Description: "Number of allowed incremental export API requests per minute exceeded"})
	return false
}

// begins reads where a list of changes begins.
func (s *Server) begins(c call) (second int64, ok bool) {
	second, err := strconv.ParseInt(c.query.Get("start_time"), 10, 64)
	switch {
	case err != nil || second < 0:
		s.refuse(c.w, c.r, http.StatusBadRequest, "start_time", problem{Error: "InvalidValue", Description: "start_time must be seconds of Unix time"})
	case s.Now().Unix()-second < 60:
		s.refuse(c.w, c.r, http.StatusBadRequest, "start_time", problem{Error: "StartTimeTooRecent", Description: "Too recent start_time. Use a start_time older than 60 seconds"})
	default:
		return second, true
	}
	return 0, false
}

// latest is the last second of which lists of changes tell.
func (s *Server) latest() int64 { return s.Now().Add(-max(s.cfg.Lag, 0)).Unix() }

// place is where a list of changes of users goes on: after a row, by the time of its change and its id.
type place struct{ updated, id int64 }

var placed = regexp.MustCompile(`^([0-9]+)\.0\|\|(-?[0-9]+)\|$`)

func (p place) cursor() string {
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "%d.0||%d|", p.updated, p.id))
}

func placeOf(cursor string) (p place, ok bool) {
	raw, err := base64.StdEncoding.DecodeString(cursor)
	parts := placed.FindStringSubmatch(string(raw))
	if err != nil || parts == nil {
		return place{}, false
	}
	p.updated, _ = strconv.ParseInt(parts[1], 10, 64)
	p.id, _ = strconv.ParseInt(parts[2], 10, 64)
	return p, true
}

func (s *Server) exportUsers(c call) {
	if c.query.Has("cursor") == c.query.Has("start_time") {
		s.refuse(c.w, c.r, http.StatusBadRequest, "start_time", problem{Error: "InvalidValue", Description: "Either start_time or cursor must be given"})
		return
	}
	var from place
	if c.query.Has("cursor") {
		var ok bool
		if from, ok = placeOf(c.query.Get("cursor")); !ok {
			s.refuse(c.w, c.r, http.StatusBadRequest, "cursor", problem{Error: "InvalidCursor", Description: "The cursor is not valid"})
			return
		}
	} else {
		second, ok := s.begins(c)
		if !ok {
			return
		}
		from = place{second, -1}
	}
	if !s.exportAllowed(c) {
		return
	}
	if s.changedUsers == nil {
		s.changedUsers = byChangeOf(s.users.Rows, func(u *user) int64 { return u.Updated })
	}
	rows, latest := s.changedUsers, s.latest()
	at := sort.Search(len(rows), func(i int) bool {
		return rows[i].Updated > from.updated || rows[i].Updated == from.updated && rows[i].ID > from.id
	})
	end := at
	for end < len(rows) && end-at < c.number("per_page", largestExport) && rows[end].Updated <= latest {
		end++
	}
	page := rows[at:end]
	if len(page) > 0 {
		from = place{page[len(page)-1].Updated, page[len(page)-1].ID}
	}
	out := usersJSON(c, page)
	out["after_cursor"], out["after_url"], out["before_cursor"], out["before_url"] = from.cursor(), "https://elsewhere.example/api/v2/incremental/users/cursor.json?cursor="+from.cursor(), nil, nil
	out["end_of_stream"] = end == len(rows) || rows[end].Updated > latest
	fake.SendJSON(c.w, http.StatusOK, out)
}

// exportOrganizations pages by time: the next page begins with the second of this one's last row, which comes again.
func (s *Server) exportOrganizations(c call) {
	second, ok := s.begins(c)
	if !ok || !s.exportAllowed(c) {
		return
	}
	if s.changedOrgs == nil {
		s.changedOrgs = byChangeOf(s.organizations.Rows, func(o *organization) int64 { return o.Updated })
	}
	rows, latest := s.changedOrgs, s.latest()
	at := sort.Search(len(rows), func(i int) bool { return rows[i].Updated >= second })
	end, size := at, c.number("per_page", largestExport)
	// A page ends in a later second than it begins, or it could never be left.
	for end < len(rows) && rows[end].Updated <= latest && (end-at < size || rows[end-1].Updated == second) {
		end++
	}
	shown := []map[string]any{}
	next := second
	for _, one := range rows[at:end] {
		shown = append(shown, one.json())
		next = one.Updated
	}
	fake.SendJSON(c.w, http.StatusOK, map[string]any{
		"organizations": shown, "count": len(shown), "end_time": next, "end_of_stream": end == len(rows) || rows[end].Updated > latest,
		"next_page": "https://elsewhere.example/api/v2/incremental/organizations.json?start_time=" + strconv.FormatInt(next, 10),
	})
}
