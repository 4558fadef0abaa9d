package kaseyabmstest

import (
	"encoding/base64"
	"math"
	"net/http"
	"time"
)

func (s *Server) listNotes(w http.ResponseWriter, r *http.Request, at place) {
	if _, ok := s.tickets.Get(at.id); !ok {
		missing(w)
		return
	}
	s.page(w, r, s.notes[at.id], false, "ticketId", "sizes")
}

func (s *Server) createNote(w http.ResponseWriter, r *http.Request, at place) {
	var body map[string]any
	if !s.body(w, r, &body) {
		return
	}
	given, wrong := noteInput.check(body)
	ticket, ok := s.tickets.Get(at.id)
	if !ok {
		missing(w)
		return
	}
	if wrong == "" && nameOf(noteKinds, given.int("typeId")) == nil {
		wrong = "reference.TypeId"
	}
	files, sizes, unfit := s.files(given.rows("attachments"))
	if wrong == "" {
		wrong = unfit
	}
	if wrong != "" {
		s.refuse(w, r, "note."+wrong, "The note is not valid: "+wrong+".")
		return
	}
	made := Row{
		"id": s.lastNote + 1, "ticketId": at.id, "createdBy": OurUser, "createdOn": s.now(), "details": given["details"], "isInternal": given["isInternal"], "typeId": given["typeId"],
		"typeName": nameOf(noteKinds, given.int("typeId")), "createdByName": "Countersign", "attachments": files, "sizes": sizes,
	}
	if s.keep(w, "note", made) && s.keep(w, "ticket", s.settle(Row{}, ticket, s.now())) {
		succeed(w, without([]Row{made}, []string{"ticketId", "sizes"})[0])
	}
}

// files are the attachments of a note as Kaseya BMS shows them, and how many bytes each has.
func (st *state) files(given []Row) (files, sizes []Row, wrong string) {
	files, sizes = []Row{}, []Row{}
	for i, one := range given {
		file, wrong := fileInput.check(one)
		if wrong != "" {
			return nil, nil, "file." + wrong
		}
		bytes, err := base64.StdEncoding.DecodeString(file.words("base64Data"))
		if err != nil || len(bytes) == 0 {
			return nil, nil, "file.Base64Data"
		}
		id := st.lastFile + 1 + i
		files = append(files, Row{"id": id, "originalFileName": file["name"], "aliasName": file["alias"], "fileType": file["type"], "isUploadedToBlob": true})
		sizes = append(sizes, Row{"id": id, "size": len(bytes)})
	}
	return files, sizes, ""
}

func (s *Server) listTimes(w http.ResponseWriter, r *http.Request, at place) {
	if _, ok := s.tickets.Get(at.id); !ok {
		missing(w)
		return
	}
	s.page(w, r, s.times[at.id], false, "ticketId")
}

func (s *Server) createTime(w http.ResponseWriter, r *http.Request, at place) {
	var body map[string]any
	if !s.body(w, r, &body) {
		return
	}
	given, wrong := timeInput.check(body)
	if _, ok := s.tickets.Get(at.id); !ok {
		missing(w)
		return
	}
	if wrong == "" {
		wrong = judgeTime(given)
	}
	if wrong != "" {
		s.refuse(w, r, "time."+wrong, "The time entry is not valid: "+wrong+".")
		return
	}
	made := given.clone()
	made["id"], made["ticketId"], made["createdOn"], made["approved"] = s.lastTime+1, at.id, s.now(), false
	if made["userId"] == nil {
		made["userId"] = OurUser
	}
	if s.keep(w, "time", made) {
		succeed(w, without([]Row{made}, []string{"ticketId"})[0])
	}
}

// judgeTime says which rule a time entry breaks. Its end may lie on the next day; the hours that it tells must be those between.
func judgeTime(given Row) string {
	for _, one := range []struct {
		name string
		rows []Row
	}{{"workTypeId", workTypes}, {"roleId", roles}, {"userId", assignees}} {
		if id := given.int(one.name); id != 0 && nameOf(one.rows, id) == nil {
			return "reference." + one.name
		}
	}
	from, _ := time.Parse(time.TimeOnly, given.words("startTime"))
	until, _ := time.Parse(time.TimeOnly, given.words("endTime"))
	if !until.After(from) {
		until = until.Add(24 * time.Hour)
	}
	if told, ok := given["timespent"].(float64); ok && math.Abs(told-until.Sub(from).Hours()) > 0.02 {
		return "span"
	}
	return ""
}
