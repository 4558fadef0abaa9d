package syncrotest

import (
	"net/http"
	"slices"
	"strings"
)

func (s *Server) listComments(a asked) reply {
	if _, exists := s.tickets.Get(a.id); !exists {
		return notFound
	}
	length := commentsPage
	if said := a.query.Get("per_page"); said != "" {
		if length = number(said); length < 1 || length > longestPage {
			return wrongQuery("query.per_page")
		}
	}
	direction := a.query.Get("sort_direction")
	for name := range a.query {
		said := a.query.Get(name)
		if name == "sort_by" && said != "created_at" && said != "updated_at" || name == "sort_direction" && said != "ASC" && said != "DESC" {
			return wrongQuery("query." + name)
		}
		if !slices.Contains([]string{"page", "per_page", "sort_by", "sort_direction"}, name) {
			return wrongQuery("unserved." + name)
		}
	}
	rows := slices.Clone(s.comments.Of(a.id))
	if direction != "ASC" {
		slices.Reverse(rows)
	}
	from, to, meta, rule := pageOf(a.query, len(rows), length)
	if rule != "" {
		return wrongQuery(rule)
	}
	out := []any{}
	for _, one := range rows[from:to] {
		out = append(out, one.shown())
	}
	delete(meta, "total_entries")
	return ok(shown{"comments": out, "meta": meta})
}

func (s *Server) createComment(a asked) reply {
	if _, exists := s.tickets.Get(a.id); !exists {
		return notFound
	}
	made, wrong := s.newComment(a.id, a.body)
	if wrong != nil {
		return *wrong
	}
	if s.Keep("comment", made) != nil {
		return unstored
	}
	return ok(shown{"comment": made.shown()})
}

func (s *Server) newComment(of int, body shown) (comment, *reply) {
	if rule := judge(body, commentFields); rule != "" {
		no := blank(rule, "Comment is invalid")
		return comment{}, &no
	}
	made := comment{ID: s.comments.Last + 1, Ticket: of, Created: s.now()}
	made.Subject, _ = body["subject"].(string)
	made.Body, _ = body["body"].(string)
	made.Hidden, _ = body["hidden"].(bool)
	var blanks []any
	if strings.TrimSpace(made.Body) == "" {
		blanks = append(blanks, "Body can't be blank")
	}
	if strings.TrimSpace(made.Subject) == "" {
		blanks = append(blanks, "Subject can't be blank")
	}
	if blanks != nil {
		return comment{}, &reply{http.StatusUnprocessableEntity, shown{"success": false, "message": blanks}, "required.comment"}
	}
	return made, nil
}
