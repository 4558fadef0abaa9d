package syncrotest

import (
	"math"
	"net/http"
	"time"
)

func (s *Server) createTimer(a asked) reply {
	if _, exists := s.tickets.Get(a.id); !exists {
		return notFound
	}
	refuse := func(rule, sentence string) reply {
		return reply{http.StatusUnprocessableEntity, shown{"error": sentence}, rule}
	}
	if rule := judge(a.body, timerFields); rule != "" {
		return refuse(rule, "invalid timer")
	}
	said, _ := a.body["start_at"].(string)
	start, err := time.Parse(time.RFC3339, said)
	if err != nil {
		return refuse("required.start_at", "no implicit conversion of nil into String")
	}
	minutes, _ := a.body["duration_minutes"].(float64)
	if said, given := a.body["end_at"].(string); given {
		end, _ := time.Parse(time.RFC3339, said)
		minutes = math.Round(end.Sub(start).Minutes())
	}
	if minutes <= 0 {
		return refuse("timer.span", "End time must be after start time")
	}
	who := UserSam
	if id, given := a.body["user_id"].(float64); given {
		who = int(id)
	}
	if !isUser(who) {
		return refuse("", "User not found")
	}
	made := timer{ID: s.timers.Last + 1, Ticket: a.id, User: who, Start: start.UTC().Format(stamp), Minutes: int(minutes)}
	made.Notes, _ = a.body["notes"].(string)
	if s.Keep("timer", made) != nil {
		return unstored
	}
	return ok(shown{
		"id": made.ID, "ticket_id": made.Ticket, "user_id": made.User, "start_time": made.Start, "end_time": start.Add(time.Duration(made.Minutes) * time.Minute).UTC().Format(stamp),
		"recorded": false, "billable": false, "notes": made.Notes, "active_duration": made.Minutes * 60,
	})
}
