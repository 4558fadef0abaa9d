package connectwisetest

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// upload is the form of a new document.
type upload struct {
	parts map[string]string // by name, in lower case
	name  string            // of the file
	kind  string
	sum   string // SHA-256 of what it holds
	size  int
}

func (s *Server) createDocument(w http.ResponseWriter, r *http.Request) {
	given, rule, why := readUpload(r)
	if rule != "" {
		status := http.StatusBadRequest
		if rule == "content_type" {
			status = http.StatusUnsupportedMediaType
		}
		s.refuse(w, r, status, rule, invalid("document", "InvalidField", strings.TrimPrefix(rule, "document."), why))
		return
	}
	record, _ := strconv.Atoi(given.parts["recordid"])
	s.Lock()
	defer s.Unlock()
	if _, ok := s.row(tickets, record); given.parts["recordtype"] == "Ticket" && !ok {
		missing(w, "Ticket", record)
		return
	}
	made := s.newDocument(given, record)
	if !s.keep(w, "document", made) {
		return
	}
	send(w, http.StatusCreated, publicly(made))
}

// readUpload reads the form strictly; with a rule that it breaks comes a sentence.
func readUpload(r *http.Request) (given upload, rule, why string) {
	form, err := r.MultipartReader()
	if err != nil {
		return given, "content_type", "The body must be multipart/form-data."
	}
	given.parts = map[string]string{}
	for {
		part, err := form.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return given, "document.form", "The form cannot be read."
		}
		name := strings.ToLower(part.FormName())
		if _, twice := given.parts[name]; twice || !slices.Contains(documentParts, name) {
			return given, "document." + name, "The form holds a part that it cannot have."
		}
		if err := given.take(name, part); err != nil {
			return given, "document.form", "The form cannot be read."
		}
	}
	id, err := strconv.Atoi(given.parts["recordid"])
	switch {
	case !slices.Contains(recordTypes, given.parts["recordtype"]):
		return given, "document.recordType", "The type of the record is not known."
	case err != nil || id < 1:
		return given, "document.recordId", "The id of the record is not a number."
	case given.parts["title"] == "":
		return given, "document.title", "The title is required."
	case given.name == "" && given.parts["url"] == "":
		return given, "document.file", "The file is required."
	}
	return given, "", ""
}

func (u *upload) take(name string, part *multipart.Part) error {
	held, err := io.ReadAll(io.LimitReader(part, maxBody))
	if err != nil {
		return err
	}
	u.parts[name] = string(held)
	if name == "file" {
		sum := sha256.Sum256(held)
		u.parts[name], u.name, u.kind, u.sum, u.size = "", part.FileName(), part.Header.Get("Content-Type"), hex.EncodeToString(sum[:]), len(held)
	}
	return nil
}

// newDocument is a document as this fake holds it: what begins with an underscore, but for _info, is for tests alone.
func (s *Server) newDocument(given upload, record int) Row {
	private := strings.EqualFold(given.parts["privateflag"], "true")
	return rowOf(map[string]any{
		"id": s.lastFile + 1, "title": given.parts["title"], "fileName": given.name, "serverFileName": uuid.NewString(), "owner": "API", "linkFlag": false,
		"imageFlag": strings.HasPrefix(given.kind, "image/"), "publicFlag": !private, "htmlTemplateFlag": false,
		"readOnlyFlag": strings.EqualFold(given.parts["readonlyflag"], "true"), "size": given.size, "urlFlag": given.parts["url"] != "", "guid": uuid.NewString(),
		"_info":   map[string]any{"lastUpdated": s.now(), "updatedBy": "API"},
		"_record": map[string]any{"type": given.parts["recordtype"], "id": record}, "_contentType": given.kind, "_sha256": given.sum, "_private": private,
	})
}

// publicly is a document as a client sees it.
func publicly(document Row) Row {
	out := document.clone()
	for _, name := range []string{"_record", "_contentType", "_sha256", "_private"} {
		delete(out, name)
	}
	return out
}

func (s *Server) listDocuments(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	kind := query.Get("recordType")
	id, err := strconv.Atoi(query.Get("recordId"))
	if err != nil || !slices.Contains(recordTypes, kind) {
		s.refuse(w, r, http.StatusBadRequest, "document.record", problem{Code: "InvalidField", Message: "recordType and recordId are required."})
		return
	}
	rows := func() []Row {
		found := s.documentsOf(kind, id)
		for i, document := range found {
			found[i] = publicly(document)
		}
		return found
	}
	s.list(w, r, rows, documentFields, append(slices.Clone(listParameters), "recordType", "recordId"))
}

// documentsOf returns the documents of one record, the oldest first.
func (st *state) documentsOf(kind string, id int) []Row {
	var found []Row
	for _, document := range st.documents {
		if document.at("_record/type") == kind && document.at("_record/id") == float64(id) {
			found = append(found, document)
		}
	}
	return found
}
