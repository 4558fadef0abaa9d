package superopstest

import (
	"strings"
	"unicode/utf8"
)

func (s *Server) createNote(args shown) (any, *trouble) {
	input := args["input"].(shown)
	of, failed := s.live(input["ticket"].(shown)["ticketId"])
	content := wordOf(input["content"])
	switch {
	case failed != nil:
		return nil, failed
	case strings.TrimSpace(content) == "":
		return nil, wrong(mandatory, "content")
	case utf8.RuneCountInString(content) > maxParagraph:
		return nil, wrong(tooLong, "content")
	}
	made := note{ID: s.notes.Last + 1, Ticket: of.ID, Content: content, Privacy: wordOf(input["privacyType"]), Added: s.now()}
	if made.Privacy == "" {
		made.Privacy = "PRIVATE"
	}
	if err := s.Keep("note", made); err != nil {
		return nil, no("internal_error", "")
	}
	return made.shown(), nil
}

func (n note) shown() shown {
	return shown{"noteId": text(n.ID), "addedBy": shown{"userId": TechnicianSam, "name": "Sam Rivera"}, "addedOn": n.Added, "content": n.Content, "privacyType": n.Privacy}
}

func (s *Server) listNotes(args shown) (any, *trouble) {
	of, failed := s.live(args["input"].(shown)["ticketId"])
	if failed != nil {
		return nil, failed
	}
	out := []any{}
	for _, one := range s.notes.Of(of.ID) {
		out = append(out, one.shown())
	}
	return out, nil
}
