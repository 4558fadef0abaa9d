package twiliotest

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
)

// load reads the state back.
func (s *Server) load() error {
	return s.Store.Replay(func(kind string, value json.RawMessage) error {
		switch kind {
		case "message":
			return s.loadMessage(value)
		case "call":
			return s.loadCall(value)
		case "opt_out", "opt_in":
			var between pair
			if err := json.Unmarshal(value, &between); err != nil {
				return err
			}
			s.optedOut[between] = kind == "opt_out"
		case "clear":
			s.forget()
		}
		return nil
	})
}

func (s *Server) loadMessage(value json.RawMessage) error {
	m := &Message{}
	if err := json.Unmarshal(value, m); err != nil {
		return err
	}
	if known, ok := s.bySID[m.SID]; ok {
		*known = *m
		return nil
	}
	s.addMessage(m)
	return nil
}

func (s *Server) loadCall(value json.RawMessage) error {
	c := &Call{}
	if err := json.Unmarshal(value, c); err != nil {
		return err
	}
	if known, ok := s.callSID[c.SID]; ok {
		*known = *c
		return nil
	}
	s.addCall(c)
	return nil
}

// resume goes on with what was under way when the fake last stopped. A call cannot be picked up again: those that had not been answered are
// dialled anew, the others are cut off.
func (s *Server) resume() {
	for _, m := range s.messages {
		if m.Direction == "outbound-api" && len(journey(m)) > 0 {
			s.Go(func() { s.carry(m) })
		}
	}
	for _, c := range s.calls {
		switch {
		case c.Over():
		case c.Answered != nil:
			s.Go(func() { s.cut(c) })
		default:
			s.lines[c.SID] = newLine()
			s.Go(func() { s.dial(c) })
		}
	}
}

// cut ends a call whose line was lost with the process.
func (s *Server) cut(c *Call) {
	queue := make(chan url.Values, 1)
	s.turn(c, queue, "completed", "failed")
	close(queue)
	s.report(c.Callback, c.CallbackMethod, queue)
}

// Messages returns copies of the messages from or to one number, or of all for "", oldest first.
func (s *Server) Messages(number string) []Message {
	s.Lock()
	defer s.Unlock()
	var found []Message
	for _, m := range s.messages {
		if number == "" || m.To == number || m.From == number {
			found = append(found, *m)
		}
	}
	return found
}

// Calls returns copies of the calls to one number, or of all for "", oldest first.
func (s *Server) Calls(number string) []Call {
	s.Lock()
	defer s.Unlock()
	var found []Call
	for _, c := range s.calls {
		if number == "" || c.To == number {
			copied := *c
			copied.Transcript = slices.Clone(c.Transcript)
			found = append(found, copied)
		}
	}
	return found
}

// receive takes an SMS that a person sends to one of our numbers. A message that is nothing but STOP or START (or one of their kin)
// changes whether our number may write to them; they are told so, as Twilio does. It returns the answer they get, "" for none.
func (s *Server) receive(text Text) (answer string, err error) {
	s.Lock()
	defer s.Unlock()
	if err := s.take(Message{SID: text.SID, From: text.From, To: text.To, Body: text.Body, Direction: "inbound", Status: "received"}); err != nil {
		return "", err
	}
	if len(text.Media) > 0 {
		s.files[text.SID] = text.Media
	}
	between, word := pair{Ours: text.To, Theirs: text.From}, strings.ToUpper(strings.TrimSpace(text.Body))
	switch {
	case slices.Contains(stopWords, word):
		answer = "You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe."
		s.optedOut[between] = true
		s.keep("opt_out", between)
	case slices.Contains(startWords, word):
		answer = "You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply."
		s.optedOut[between] = false
		s.keep("opt_in", between)
	case slices.Contains(helpWords, word):
		answer = "Reply STOP to unsubscribe. Msg&Data Rates May Apply."
	default:
		return "", nil
	}
	return answer, s.take(Message{SID: newSID("SM"), From: text.To, To: text.From, Body: answer, Direction: "outbound-reply", Status: "delivered"})
}

// take adds a message that has reached its end already; the caller holds the lock.
func (s *Server) take(m Message) error {
	m.Created = s.now()
	m.Updated, m.Sent = m.Created, &m.Created
	if err := s.Store.Append("message", m); err != nil {
		return err
	}
	s.addMessage(&m)
	s.Changed()
	return nil
}

// OptedOut reports whether a recipient said STOP to one of our numbers.
func (s *Server) OptedOut(ours, theirs string) bool {
	s.Lock()
	defer s.Unlock()
	return s.optedOut[pair{ours, theirs}]
}

// Forget forgets all messages and all calls that have ended. Who opted out stays so.
func (s *Server) Forget() error {
	s.Lock()
	defer s.Unlock()
	s.forget()
	err := s.Store.Append("clear", nil)
	for _, c := range s.calls {
		s.keep("call", c)
	}
	s.Changed()
	return err
}

func (s *Server) forget() {
	s.messages, s.bySID = nil, map[string]*Message{}
	s.calls = slices.DeleteFunc(s.calls, func(c *Call) bool { return c.Over() })
	clear(s.callSID)
	for _, c := range s.calls {
		s.callSID[c.SID] = c
	}
}
