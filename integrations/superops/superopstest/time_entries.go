package superopstest

import (
	"math"
	"slices"
	"strconv"
	"time"
)

func (s *Server) createWorklogs(args shown) (any, *trouble) {
	out := []any{}
	for _, one := range args["input"].([]any) {
		made, failed := s.newWorklog(one.(shown))
		if failed != nil {
			return nil, failed
		}
		if err := s.Keep("worklog", made); err != nil {
			return nil, no("internal_error", "")
		}
		out = append(out, shown{
			"itemId": text(made.ID), "status": "PENDING", "billable": true, "afterHours": false, "qty": made.Hours, "billDateTime": made.At, "notes": made.Notes,
			"technician": shown{"userId": text(made.Technician)}, "workItem": shown{"workId": text(made.Ticket), "module": "TICKET"}, "serviceItem": shown{},
		})
	}
	return out, nil
}

func (s *Server) newWorklog(input shown) (worklog, *trouble) {
	item := input["workItem"].(shown)
	hours, err := strconv.ParseFloat(wordOf(input["qty"]), 64)
	if err != nil || hours <= 0 || hours > 24*31 || math.IsNaN(hours) {
		return worklog{}, wrong(badPattern, "qty")
	}
	if _, err := time.Parse(stamp, wordOf(input["billDateTime"])); err != nil {
		return worklog{}, wrong(badPattern, "billDateTime")
	}
	of, failed := s.live(item["workId"])
	if wordOf(item["module"]) != "TICKET" || failed != nil {
		return worklog{}, no(noEntity, "workItem")
	}
	made := worklog{ID: s.worklogs.Last + 1, Ticket: of.ID, Technician: idOf(TechnicianSam), Hours: wordOf(input["qty"]), At: wordOf(input["billDateTime"]), Notes: wordOf(input["notes"])}
	if who, ok := input["technician"].(shown); ok {
		made.Technician = idOf(who["userId"])
		if !slices.ContainsFunc(technicians, func(one shown) bool { return idOf(one["userId"]) == made.Technician }) {
			return worklog{}, no(unknown, "technician")
		}
	}
	return made, nil
}
