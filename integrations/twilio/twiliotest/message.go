package twiliotest

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"countersign/integrations/fake"
)

// Message is an SMS as Twilio holds it.
type Message struct {
	SID       string     `json:"sid"`
	To        string     `json:"to"`
	From      string     `json:"from"`
	Body      string     `json:"body"`
	Direction string     `json:"direction"` // outbound-api or inbound
	Status    string     `json:"status"`
	ErrorCode int        `json:"error_code,omitempty"`
	Callback  string     `json:"callback,omitempty"`
	Validity  string     `json:"validity_period,omitempty"` // in seconds, as it was asked for
	Created   time.Time  `json:"created"`
	Updated   time.Time  `json:"updated"`
	Sent      *time.Time `json:"sent,omitempty"`
}

func (s *Server) createMessage(w http.ResponseWriter, r *http.Request) {
	form, ok := s.form(w, r)
	if !ok {
		return
	}
	if broken := checkMessage(form); broken != nil {
		s.refuse(w, r, http.StatusBadRequest, broken.code, broken.rule, broken.message)
		return
	}
	m := &Message{
		SID: newSID("SM"), To: form.Get("To"), From: form.Get("From"), Body: form.Get("Body"), Direction: "outbound-api", Status: "queued",
		Callback: form.Get("StatusCallback"), Validity: form.Get("ValidityPeriod"), Created: s.now(),
	}
	m.Updated = m.Created
	if no := s.unwilling(m); no != nil {
		sendProblem(w, http.StatusBadRequest, no.code, no.message)
		return
	}
	// Stored before the answer: what Twilio answered for it never forgets.
	s.Lock()
	err := s.Store.Append("message", m)
	if err == nil {
		s.addMessage(m)
	}
	answer := s.messageJSON(m)
	s.Unlock()
	if err != nil {
		sendProblem(w, http.StatusServiceUnavailable, 20503, "Service unavailable")
		return
	}
	s.Changed()
	s.Go(func() { s.carry(m) })
	fake.SendJSON(w, http.StatusCreated, answer)
}

// unwilling says why Twilio would not send a well-formed message. It is no violation: the client cannot know.
func (s *Server) unwilling(m *Message) *fault {
	if fate, ok := createFates[m.To]; ok {
		return &fault{code: fate.code, message: fate.message}
	}
	s.Lock()
	defer s.Unlock()
	if s.optedOut[pair{m.From, m.To}] {
		return &fault{code: 21610, message: "Attempt to send to unsubscribed recipient"}
	}
	return nil
}

func (s *Server) addMessage(m *Message) {
	s.messages = append(s.messages, m)
	s.bySID[m.SID] = m
}

// findMessage is a message as its JSON; the caller holds the lock.
func (s *Server) findMessage(sid string) (map[string]any, bool) {
	m, ok := s.bySID[sid]
	if !ok {
		return nil, false
	}
	return s.messageJSON(m), true
}

// foundMessages are those that a query asks for, the newest first; the caller holds the lock.
func (s *Server) foundMessages(query url.Values) (found []map[string]any) {
	for _, m := range slices.Backward(s.messages) {
		if wantsNumbers(query, m.To, m.From) && wantsDate(query, "DateSent", m.Sent) {
			found = append(found, s.messageJSON(m))
		}
	}
	return found
}

func wantsNumbers(query url.Values, to, from string) bool {
	return (query.Get("To") == "" || query.Get("To") == to) && (query.Get("From") == "" || query.Get("From") == from)
}

// wantsDate applies a date filter. A row without a date passes no filter: it was not sent (or not dialled) yet.
func wantsDate(query url.Values, name string, at *time.Time) bool {
	for _, op := range []string{"", "<", ">"} {
		limit, day, ok := parseDate(query.Get(name + op))
		if !ok {
			continue
		}
		if at == nil {
			return false
		}
		value := *at
		if day {
			value = value.UTC().Truncate(24 * time.Hour)
		}
		if (op == "" && !value.Equal(limit)) || (op == "<" && value.After(limit)) || (op == ">" && value.Before(limit)) {
			return false
		}
	}
	return true
}

func (s *Server) messageJSON(m *Message) map[string]any {
	uri := "/2010-04-01/Accounts/" + s.cfg.AccountSID + "/Messages/" + m.SID
	answer := map[string]any{
		"sid": m.SID, "account_sid": s.cfg.AccountSID, "to": m.To, "from": m.From, "body": m.Body, "status": m.Status, "direction": m.Direction,
		"num_segments": strconv.Itoa(segments(m.Body)), "num_media": strconv.Itoa(len(s.files[m.SID])), "price": nil, "price_unit": "USD", "api_version": "2010-04-01",
		"date_created": rfc2822(&m.Created), "date_updated": rfc2822(&m.Updated), "date_sent": rfc2822(m.Sent), "messaging_service_sid": nil,
		"error_code": nil, "error_message": nil, "uri": uri + ".json", "subresource_uris": map[string]string{"media": uri + "/Media.json"},
	}
	if m.ErrorCode != 0 {
		answer["error_code"] = m.ErrorCode
	}
	return answer
}

// rfc2822 is Twilio's form of a date, to the second; null without one.
func rfc2822(at *time.Time) any {
	if at == nil {
		return nil
	}
	return at.UTC().Format(time.RFC1123Z)
}

// segments counts the parts an SMS is sent in: 160 characters of GSM 7-bit or 70 of UCS-2, fewer when there are several.
// Anything outside ASCII is taken for UCS-2 here.
func segments(body string) int {
	length, single, multi := utf8.RuneCountInString(body), 160, 153
	if length != len(body) {
		single, multi = 70, 67
	}
	if length <= single {
		return 1
	}
	return (length + multi - 1) / multi
}

func newSID(prefix string) string {
	id := make([]byte, 16)
	_, _ = rand.Read(id) // never fails
	return prefix + hex.EncodeToString(id)
}

func (s *Server) now() time.Time { return s.Now().UTC() }
