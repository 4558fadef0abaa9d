package twiliotest

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// dial carries one call from the first ring to its end.
func (s *Server) dial(c *Call) {
	s.Lock()
	on := s.lines[c.SID]
	s.Unlock()
	queue := make(chan url.Values, 8)
	s.Go(func() { s.report(c.Callback, c.CallbackMethod, queue) })
	defer func() {
		close(queue)
		s.Lock()
		delete(s.lines, c.SID)
		s.Unlock()
	}()

	s.turn(c, queue, "initiated", "queued")
	if !s.wait(on, s.cfg.Pace) {
		s.end(c, queue, "busy")
		return
	}
	s.turn(c, queue, "ringing", "ringing")
	if !s.wait(on, 2*s.cfg.Pace) {
		s.end(c, queue, "busy")
		return
	}
	for suffix, fate := range callFates {
		if strings.HasSuffix(c.To, suffix) {
			s.end(c, queue, fate)
			return
		}
	}
	s.turn(c, queue, "answered", "in-progress")
	s.converse(c, on)
	s.end(c, queue, "completed")
}

// turn puts a call into a state and queues the callback, if the client asked for that event.
func (s *Server) turn(c *Call, queue chan<- url.Values, event, status string) {
	s.Lock()
	defer s.Unlock()
	c.Status, c.Updated = status, s.now()
	at := c.Updated
	switch event {
	case "ringing":
		c.Started = &at
	case "answered":
		c.Answered = &at
	case "completed":
		c.Ended, c.Asking = &at, false
	}
	if slices.Contains(c.Events, event) {
		told := status
		if event == "initiated" {
			told = event // the resource still says "queued"
		}
		queue <- s.callForm(c, told)
		c.Sequence++
	}
	s.keep("call", c)
}

// end ends a call, unless the fake itself is being closed: then the call is left as it is, for the next start to find.
func (s *Server) end(c *Call, queue chan<- url.Values, status string) {
	if s.Context.Err() != nil {
		return
	}
	s.turn(c, queue, "completed", status)
}

// callForm is the body of a callback; the caller holds the lock.
func (s *Server) callForm(c *Call, status string) url.Values {
	form := s.callIdentity(c, status)
	form.Set("Timestamp", c.Updated.Format(time.RFC1123Z))
	form.Set("SequenceNumber", strconv.Itoa(c.Sequence))
	form.Set("CallbackSource", "call-progress-events")
	if c.Ended != nil && c.Answered != nil {
		form.Set("CallDuration", strconv.Itoa(seconds(c)))
		form.Set("Duration", strconv.Itoa((seconds(c)+59)/60))
	}
	return form
}

func (s *Server) callIdentity(c *Call, status string) url.Values {
	return url.Values{
		"CallSid": {c.SID}, "AccountSid": {s.cfg.AccountSID}, "From": {c.From}, "To": {c.To}, "Caller": {c.From}, "Called": {c.To},
		"Direction": {"outbound-api"}, "ApiVersion": {"2010-04-01"}, "CallStatus": {status},
	}
}

// documentsPerCall bounds how often one call may ask for instructions.
const documentsPerCall = 50

// converse follows TwiML documents until one ends the call.
func (s *Server) converse(c *Call, on *line) {
	verbs, base, ok := s.firstDocument(c)
	for range documentsPerCall {
		if !ok {
			s.say(c, "An application error has occurred. Goodbye.")
			return
		}
		next := s.follow(c, on, verbs, base)
		if next == nil {
			return
		}
		verbs, ok = s.fetch(c, next.address, next.method, next.extra)
		base = next.address
	}
}

func (s *Server) firstDocument(c *Call) (verbs []verb, base string, ok bool) {
	if c.TwiML != "" {
		verbs, ok = s.read("Twiml", []byte(c.TwiML))
		return verbs, "", ok
	}
	verbs, ok = s.fetch(c, c.URL, c.Method, nil)
	return verbs, c.URL, ok
}

// fetch asks the product what to do next, signed as a webhook is. A failed attempt is tried once more after a moment, as Twilio does on a lost connection.
func (s *Server) fetch(c *Call, address, method string, extra url.Values) ([]verb, bool) {
	s.Lock()
	form := s.callIdentity(c, "in-progress")
	s.Unlock()
	for name, values := range extra {
		form[name] = values
	}
	build := s.signed(address, method, form)
	for range 2 {
		req, err := build(s.Context)
		if err != nil {
			return nil, false
		}
		resp, err := s.Caller.HTTP.Do(req)
		if err != nil {
			if !s.Rest(s.cfg.Pace) {
				return nil, false
			}
			continue
		}
		document, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
		resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK {
			return nil, false
		}
		if kind, _, _ := strings.Cut(resp.Header.Get("Content-Type"), ";"); kind != "text/xml" && kind != "application/xml" {
			s.Journal.Violate(Name, method+" "+path(address), "twiml.content_type", "TwiML was served as %q", kind)
			return nil, false
		}
		return s.read(method+" "+path(address), document)
	}
	return nil, false
}

func path(address string) string {
	if parsed, err := url.Parse(address); err == nil {
		return parsed.Path
	}
	return address
}

func (s *Server) read(source string, document []byte) ([]verb, bool) {
	verbs, err := parseTwiML(document)
	if err != nil {
		s.Journal.Violate(Name, source, "twiml", "Document parse failure: %v", err)
		return nil, false
	}
	return verbs, true
}

// jump is the next document of a call.
type jump struct {
	address, method string
	extra           url.Values
}

// follow carries out a document; nil means the call is over.
func (s *Server) follow(c *Call, on *line, verbs []verb, base string) *jump {
	for _, v := range verbs {
		switch v.name {
		case "Hangup":
			return nil
		case "Redirect":
			return &jump{address: resolve(base, v.text), method: v.or("method", http.MethodPost)}
		case "Gather":
			digits, alive := s.gather(c, on, v)
			if !alive {
				return nil
			}
			if digits != "" || v.attrs["actionOnEmptyResult"] == "true" {
				return &jump{address: resolve(base, v.attrs["action"]), method: v.or("method", http.MethodPost), extra: url.Values{"Digits": {digits}}}
			}
		case "Dial":
			status := s.connect(c, on, v)
			if v.attrs["action"] != "" {
				return &jump{address: resolve(base, v.attrs["action"]), method: v.or("method", http.MethodPost), extra: url.Values{"DialCallStatus": {status}}}
			}
		default:
			if !s.utter(c, on, v) {
				return nil
			}
		}
	}
	return nil
}

// connect joins the call with another number, until somebody hangs up. The call's own fate belongs to the number's last digits, as with every call.
func (s *Server) connect(c *Call, on *line, v verb) (status string) {
	to := v.nested[0].text
	for suffix, fate := range callFates {
		if strings.HasSuffix(to, suffix) {
			return fate
		}
	}
	s.say(c, "[connected with "+to+"]")
	s.wait(on, s.cfg.Second)
	return "completed"
}

// resolve makes a document's address absolute; an empty one means the document itself.
func resolve(base, address string) string {
	from, err := url.Parse(base)
	if err != nil {
		return address
	}
	to, err := from.Parse(strings.TrimSpace(address))
	if err != nil {
		return address
	}
	return to.String()
}

// utter says or pauses; false means the call is over.
func (s *Server) utter(c *Call, on *line, v verb) bool {
	if v.name == "Pause" {
		return s.wait(on, time.Duration(v.number("length", 1))*s.cfg.Second)
	}
	for range loops(v) {
		s.say(c, v.text)
	}
	return s.wait(on, 0)
}

// loops is how often a Say is said; 0 means until the call ends, which a reader has seen after a few.
func loops(v verb) int {
	if n := v.number("loop", 1); n > 0 && n <= 10 {
		return n
	}
	return 10
}

func (s *Server) say(c *Call, text string) {
	s.Lock()
	defer s.Unlock()
	c.Transcript = append(c.Transcript, Line{Text: text})
	s.keep("call", c)
}

// gather speaks its prompt and collects keys. A key ends the prompt; numDigits or the finishing key ends the collection; so does silence.
func (s *Server) gather(c *Call, on *line, v verb) (digits string, alive bool) {
	s.ask(c, true)
	defer s.ask(c, false)
	finish, limit := v.or("finishOnKey", "#"), v.number("numDigits", 0)
	silence := max(time.Duration(v.number("timeout", 5))*s.cfg.Second, s.cfg.Patience)

	heard, alive := s.prompt(c, on, v.nested)
	for alive {
		switch {
		case heard == "":
		case heard == finish:
			s.pressed(c, digits+heard)
			return digits, true
		default:
			digits += heard
			if len(digits) == limit {
				s.pressed(c, digits)
				return digits, true
			}
		}
		timer := time.NewTimer(silence)
		select {
		case heard = <-on.keys:
		case <-timer.C:
			s.pressed(c, digits)
			return digits, true
		case <-on.down:
			alive = false
		case <-s.Context.Done():
			alive = false
		}
		timer.Stop()
	}
	return "", false
}

// prompt speaks what a Gather holds until it ends or a key is pressed, which it returns.
func (s *Server) prompt(c *Call, on *line, verbs []verb) (key string, alive bool) {
	for _, v := range verbs {
		length := time.Duration(0)
		if v.name == "Pause" {
			length = time.Duration(v.number("length", 1)) * s.cfg.Second
		} else {
			for range loops(v) {
				s.say(c, v.text)
			}
		}
		timer := time.NewTimer(length)
		select {
		case key := <-on.keys:
			timer.Stop()
			return key, true
		case <-on.down:
			timer.Stop()
			return "", false
		case <-s.Context.Done():
			timer.Stop()
			return "", false
		case <-timer.C:
		}
	}
	return "", true
}

func (s *Server) ask(c *Call, asking bool) {
	s.Lock()
	defer s.Unlock()
	c.Asking = asking
	s.keep("call", c)
}

func (s *Server) pressed(c *Call, keys string) {
	if keys == "" {
		return
	}
	s.Lock()
	defer s.Unlock()
	c.Transcript = append(c.Transcript, Line{Keys: true, Text: keys})
	s.keep("call", c)
}
