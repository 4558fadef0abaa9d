package twiliotest

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"countersign/integrations/fake"
)

// Text is an SMS or MMS that a person sends to one of our numbers.
type Text struct {
	SID   string `json:"sid,omitempty"` // empty: a new one; the same once more is Twilio bringing a message again
	From  string `json:"from"`
	To    string `json:"to"`
	Body  string `json:"body"`
	Media []File `json:"media,omitempty"`
	Lost  bool   `json:"lost,omitempty"` // our door never hears of it, as when it was shut for longer than Twilio tries
}

// File is what a message carries.
type File struct {
	ContentType string `json:"content_type"`
	Data        string `json:"data"` // base64
}

// SetNumber says where messages to one of our numbers are posted; an empty address posts them nowhere.
func (s *Server) SetNumber(number, address string) {
	s.Lock()
	defer s.Unlock()
	s.numbers[number] = address
}

// ErrFile is what a file is that is not base64.
var ErrFile = fmt.Errorf("a file's data is not base64")

// Send takes a person's message, and brings it to where the number's messages go. It returns its id and what Twilio itself answers, "" for nothing.
func (s *Server) Send(text Text) (sid, answer string, err error) {
	for _, file := range text.Media {
		if _, err := base64.StdEncoding.DecodeString(file.Data); err != nil {
			return "", "", ErrFile
		}
	}
	again := text.SID != "" && s.knows(text.SID)
	if text.SID == "" {
		text.SID = newSID(map[bool]string{false: "SM", true: "MM"}[len(text.Media) > 0])
	}
	if !again {
		if answer, err = s.receive(text); err != nil {
			return "", "", err
		}
	}
	s.Lock()
	address := s.numbers[text.To]
	s.Unlock()
	if address != "" && !text.Lost {
		build := s.signed(address, http.MethodPost, s.textForm(text))
		s.Go(func() { s.caller(address).Deliver(s.Context, build, func() {}) })
	}
	return text.SID, answer, nil
}

func (s *Server) knows(sid string) bool {
	s.Lock()
	defer s.Unlock()
	_, known := s.bySID[sid]
	return known
}

// textForm is what Twilio posts: https://www.twilio.com/docs/messaging/guides/webhook-request
func (s *Server) textForm(text Text) url.Values {
	form := url.Values{
		"MessageSid": {text.SID}, "SmsSid": {text.SID}, "SmsMessageSid": {text.SID}, "AccountSid": {s.cfg.AccountSID}, "From": {text.From}, "To": {text.To}, "Body": {text.Body},
		"NumMedia": {strconv.Itoa(len(text.Media))}, "NumSegments": {"1"}, "SmsStatus": {"received"}, "ApiVersion": {"2010-04-01"},
		"FromCountry": {""}, "FromState": {""}, "FromCity": {""}, "FromZip": {""}, "ToCountry": {""}, "ToState": {""}, "ToCity": {""}, "ToZip": {""},
	}
	for i, file := range text.Media {
		form.Set("MediaUrl"+strconv.Itoa(i), s.mediaURL(text.SID, i))
		form.Set("MediaContentType"+strconv.Itoa(i), file.ContentType)
	}
	return form
}

// mediaURL is where a file of a message is fetched, on Twilio's own host: clients bring their own base address.
func (s *Server) mediaURL(sid string, i int) string {
	return fmt.Sprintf("https://api.twilio.com/2010-04-01/Accounts/%s/Messages/%s/Media/ME%s%d", s.cfg.AccountSID, sid, strings.Repeat("0", 31), i)
}

// listMedia lists the files of a message.
func (s *Server) listMedia(w http.ResponseWriter, r *http.Request) {
	parts := strings.Split(r.URL.Path, "/")
	sid := parts[len(parts)-2]
	s.Lock()
	files := s.files[sid]
	s.Unlock()
	listed := []map[string]any{}
	for i, file := range files {
		listed = append(listed, map[string]any{"sid": fmt.Sprintf("ME%s%d", strings.Repeat("0", 31), i), "parent_sid": sid, "account_sid": s.cfg.AccountSID, "content_type": file.ContentType})
	}
	fake.SendJSON(w, http.StatusOK, map[string]any{"media_list": listed, "next_page_uri": nil})
}

// fetchMedia serves a file of a message.
func (s *Server) fetchMedia(w http.ResponseWriter, r *http.Request) {
	parts := strings.Split(r.URL.Path, "/")
	sid, media := parts[len(parts)-3], parts[len(parts)-1]
	s.Lock()
	files := s.files[sid]
	s.Unlock()
	i, err := strconv.Atoi(media[max(0, len(media)-1):])
	if err != nil || i >= len(files) {
		s.notFound(w, r)
		return
	}
	data, _ := base64.StdEncoding.DecodeString(files[i].Data)
	w.Header().Set("Content-Type", files[i].ContentType)
	_, _ = w.Write(data)
}
