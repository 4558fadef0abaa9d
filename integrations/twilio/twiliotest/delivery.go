package twiliotest

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// step is one state that a message reaches after the first.
type step struct {
	status string
	code   int
}

// journey is the way of a message from the state it is in.
func journey(m *Message) []step {
	last := step{status: "delivered"}
	for suffix, code := range messageFates {
		if strings.HasSuffix(m.To, suffix) {
			last = step{"undelivered", code}
		}
	}
	steps := []step{{status: "sending"}, {status: "sent"}, last}
	for i, at := range steps {
		if at.status == m.Status {
			return steps[i+1:]
		}
	}
	if m.Status == "queued" {
		return steps
	}
	return nil
}

// carry moves a message along its way and reports each state.
func (s *Server) carry(m *Message) {
	s.Lock()
	steps := journey(m)
	reversed := s.chance.Float64() < s.cfg.Disorder
	s.Unlock()

	queue := make(chan url.Values, len(steps))
	defer close(queue)
	s.Go(func() { s.report(m.Callback, http.MethodPost, queue) })
	var held []url.Values
	for _, next := range steps {
		if !s.Rest(s.cfg.Pace) {
			return
		}
		form := s.advance(m, next)
		if reversed {
			held = append(held, form)
		} else {
			queue <- form
		}
	}
	slices.Reverse(held)
	for _, form := range held {
		queue <- form
	}
}

// advance moves a message to its next state and returns what the callback says.
func (s *Server) advance(m *Message, next step) url.Values {
	s.Lock()
	defer s.Unlock()
	m.Status, m.ErrorCode, m.Updated = next.status, next.code, s.now()
	if m.Sent == nil && next.status == "sent" {
		at := m.Updated
		m.Sent = &at
	}
	if s.bySID[m.SID] == m { // not forgotten meanwhile
		s.keep("message", m)
	}
	form := url.Values{
		"AccountSid": {s.cfg.AccountSID}, "ApiVersion": {"2010-04-01"}, "From": {m.From}, "To": {m.To},
		"MessageSid": {m.SID}, "MessageStatus": {m.Status}, "SmsSid": {m.SID}, "SmsStatus": {m.Status},
	}
	if m.ErrorCode != 0 {
		form.Set("ErrorCode", strconv.Itoa(m.ErrorCode))
	}
	if m.Status == "delivered" {
		form.Set("RawDlrDoneDate", m.Updated.Format("0601021504"))
	}
	return form
}

// report posts callbacks in the order of the queue: each waits for the first attempt of the one before, retries go on beside.
func (s *Server) report(address, method string, queue <-chan url.Values) {
	for form := range queue {
		if address == "" {
			continue
		}
		first := make(chan struct{})
		build := s.signed(address, method, form)
		s.Go(func() {
			s.caller(address).Deliver(s.Context, build, func() { close(first) })
		})
		<-first
	}
}

// signed returns a builder of a callback's attempts. All attempts carry one idempotency token, as Twilio's do.
func (s *Server) signed(address, method string, form url.Values) func(context.Context) (*http.Request, error) {
	token := newSID("")
	address, _, _ = strings.Cut(address, "#")
	return func(ctx context.Context) (*http.Request, error) {
		target, body, parameters := address, form.Encode(), form
		if method == http.MethodGet {
			separator := "?"
			if strings.Contains(address, "?") {
				separator = "&"
			}
			target, body, parameters = address+separator+form.Encode(), "", nil
		}
		req, err := http.NewRequestWithContext(ctx, method, target, strings.NewReader(body))
		if err != nil {
			return nil, err
		}
		if method != http.MethodGet {
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
		}
		req.Header.Set("User-Agent", "TwilioProxy/1.1")
		req.Header.Set("Accept", "*/*")
		req.Header.Set("I-Twilio-Idempotency-Token", token)
		req.Header.Set("X-Twilio-Signature", Sign(s.cfg.AuthToken, target, parameters))
		return req, nil
	}
}

// keep stores a change of something already taken. If that fails the state still holds in memory, which is all a sandbox owes.
func (s *Server) keep(kind string, value any) {
	_ = s.Store.Append(kind, value)
	s.Changed()
}
