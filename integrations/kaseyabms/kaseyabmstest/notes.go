package kaseyabmstest

import (
	"encoding/base64"
	"net/http"
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
