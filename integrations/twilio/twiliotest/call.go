package twiliotest

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"countersign/integrations/fake"
)

// Call is a call as Twilio holds it, with what was said and pressed.
type Call struct {
	SID            string     `json:"sid"`
	To             string     `json:"to"`
	From           string     `json:"from"`
	URL            string     `json:"url,omitempty"`
	Method         string     `json:"method"`
	TwiML          string     `json:"twiml,omitempty"`
	Callback       string     `json:"callback,omitempty"`
	CallbackMethod string     `json:"callback_method"`
	Events         []string   `json:"events"`
	Status         string     `json:"status"`
	Asking         bool       `json:"asking"` // waits for keys
	Transcript     []Line     `json:"transcript"`
	Sequence       int        `json:"sequence"` // of the next callback
	Created        time.Time  `json:"created"`
	Updated        time.Time  `json:"updated"`
	Started        *time.Time `json:"started,omitempty"`
	Answered       *time.Time `json:"answered,omitempty"`
	Ended          *time.Time `json:"ended,omitempty"`
}

// Line is something said by the voice, or keys pressed by the person.
type Line struct {
	Keys bool   `json:"keys,omitempty"`
	Text string `json:"text"`
}

// over are the states in which a call ends.
var over = []string{"completed", "busy", "failed", "no-answer", "canceled"}

// Over reports whether the call has ended.
func (c Call) Over() bool { return slices.Contains(over, c.Status) }

// Heard is the transcript as text, a line for each thing said or pressed.
func (c Call) Heard() string {
	lines := make([]string, len(c.Transcript))
	for i, line := range c.Transcript {
		lines[i] = line.Text
		if line.Keys {
			lines[i] = "[pressed " + line.Text + "]"
		}
	}
	return strings.Join(lines, "\n")
}

func (s *Server) createCall(w http.ResponseWriter, r *http.Request) {
	form, ok := s.form(w, r)
	if !ok {
		return
	}
	if broken := checkCall(form); broken != nil {
		s.refuse(w, r, http.StatusBadRequest, broken.code, broken.rule, broken.message)
		return
	}
	c := &Call{
		SID: newSID("CA"), To: form.Get("To"), From: form.Get("From"), URL: form.Get("Url"), Method: or(form.Get("Method"), http.MethodPost),
		TwiML: form.Get("Twiml"), Callback: form.Get("StatusCallback"), CallbackMethod: or(form.Get("StatusCallbackMethod"), http.MethodPost),
		Events: form["StatusCallbackEvent"], Status: "queued", Created: s.now(),
	}
	if len(c.Events) == 0 {
		c.Events = []string{"completed"}
	}
	c.Updated = c.Created
	s.Lock()
	err := s.Store.Append("call", c)
	if err == nil {
		s.addCall(c)
		s.lines[c.SID] = newLine()
	}
	answer := s.callJSON(c)
	s.Unlock()
	if err != nil {
		sendProblem(w, http.StatusServiceUnavailable, 20503, "Service unavailable")
		return
	}
	s.Changed()
	s.Go(func() { s.dial(c) })
	fake.SendJSON(w, http.StatusCreated, answer)
}

func or(given, otherwise string) string {
	if given == "" {
		return otherwise
	}
	return given
}

func (s *Server) addCall(c *Call) {
	s.calls = append(s.calls, c)
	s.callSID[c.SID] = c
}

// findCall is a call as its JSON; the caller holds the lock.
func (s *Server) findCall(sid string) (map[string]any, bool) {
	c, ok := s.callSID[sid]
	if !ok {
		return nil, false
	}
	return s.callJSON(c), true
}

// foundCalls are those that a query asks for, the newest first; the caller holds the lock.
func (s *Server) foundCalls(query url.Values) (found []map[string]any) {
	for _, c := range slices.Backward(s.calls) {
		if status := query.Get("Status"); status != "" && status != c.Status {
			continue
		}
		if wantsNumbers(query, c.To, c.From) && wantsDate(query, "StartTime", c.Started) && wantsDate(query, "EndTime", c.Ended) {
			found = append(found, s.callJSON(c))
		}
	}
	return found
}

func (s *Server) callJSON(c *Call) map[string]any {
	uri := "/2010-04-01/Accounts/" + s.cfg.AccountSID + "/Calls/" + c.SID
	answer := map[string]any{
		"sid": c.SID, "account_sid": s.cfg.AccountSID, "to": c.To, "to_formatted": c.To, "from": c.From, "from_formatted": c.From, "status": c.Status,
		"direction": "outbound-api", "api_version": "2010-04-01", "date_created": rfc2822(&c.Created), "date_updated": rfc2822(&c.Updated),
		"start_time": rfc2822(c.Started), "end_time": rfc2822(c.Ended), "duration": nil, "price": nil, "price_unit": "USD", "answered_by": nil,
		"parent_call_sid": nil, "phone_number_sid": nil, "forwarded_from": nil, "group_sid": nil, "caller_name": nil, "queue_time": "0", "trunk_sid": nil,
		"uri": uri + ".json", "subresource_uris": map[string]string{"notifications": uri + "/Notifications.json"},
	}
	if c.Ended != nil && c.Answered != nil {
		answer["duration"] = strconv.Itoa(seconds(c))
	}
	return answer
}

// seconds is how long a call that was answered lasted.
func seconds(c *Call) int { return int(c.Ended.Sub(*c.Answered).Seconds()) }
