package zendesktest

import (
	"crypto/rand"
	"io"
	"net/http"
	"unicode/utf8"

	"countersign/integrations/fake"
)

// upload takes a file that hangs from nothing yet. It is kept in memory only: what no comment takes Zendesk throws away within the hour.
func (s *Server) upload(c call) {
	name := c.query.Get("filename")
	if name == "" || utf8.RuneCountInString(name) > 255 {
		s.refuse(c.w, c.r, http.StatusBadRequest, "filename", problem{Error: "InvalidValue", Description: "filename must hold between 1 and 255 characters"})
		return
	}
	if c.r.Header.Get("Content-Type") == "" {
		s.refuse(c.w, c.r, http.StatusUnsupportedMediaType, "content_type", problem{Error: "UnsupportedMediaType", Description: "A file needs a type"})
		return
	}
	raw, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, maxBody))
	if err != nil || len(raw) == 0 {
		s.refuse(c.w, c.r, http.StatusUnprocessableEntity, "upload", problem{Error: "AttachmentUnprocessable", Description: "The file is empty or too large"})
		return
	}
	s.lastFile++
	held := file{ID: s.lastFile, Name: name, Type: c.r.Header.Get("Content-Type"), Size: len(raw)}
	token := rand.Text()
	s.uploads[token] = held
	fake.SendJSON(c.w, http.StatusCreated, map[string]any{"upload": map[string]any{
		"token": token, "expires_at": stampOf(s.now() + 60*60), "attachment": held.json(), "attachments": []map[string]any{held.json()},
	}})
}
