package sendgridtest

import (
	"encoding/json"
	"maps"
	"strings"
	"time"
)

// Mail is one mail to one recipient.
type Mail struct {
	ID         string            `json:"id"`         // unique here
	MessageID  string            `json:"message_id"` // X-Message-Id; shared by the recipients of one request
	To         string            `json:"to"`
	From       string            `json:"from"`
	FromName   string            `json:"from_name,omitempty"`
	Subject    string            `json:"subject"`
	Text       string            `json:"text"`
	HTML       string            `json:"html"`
	Headers    map[string]string `json:"headers,omitempty"`
	CustomArgs map[string]string `json:"custom_args,omitempty"`
	Status     string            `json:"status"` // the last event, "accepted" before the first
	At         time.Time         `json:"at"`
}

// mails makes one mail for each recipient of a request that was found good.
func (r request) mails(messageID string, at time.Time) []*Mail {
	var made []*Mail
	for _, p := range r.Personalizations {
		args := maps.Clone(r.CustomArgs)
		if args == nil {
			args = map[string]string{}
		}
		maps.Copy(args, p.CustomArgs)
		for _, list := range [][]address{p.To, p.CC, p.BCC} {
			for _, to := range list {
				m := &Mail{
					ID: newID(), MessageID: messageID, To: to.Email, From: r.From.Email, FromName: r.From.Name, Subject: r.Subject, Headers: r.Headers, CustomArgs: args,
					Status: "accepted", At: at,
				}
				if p.Subject != "" {
					m.Subject = p.Subject
				}
				for _, c := range r.Content {
					switch c.Type {
					case "text/plain":
						m.Text = c.Value
					case "text/html":
						m.HTML = c.Value
					}
				}
				made = append(made, m)
			}
		}
	}
	return made
}

// state is how far a mail has come, stored apart from its text.
type state struct {
	ID     string `json:"id"`
	Status string `json:"status"`
}

func (s *Server) add(m *Mail) {
	s.mails = append(s.mails, m)
	s.byID[m.ID] = m
}

func (s *Server) load() error {
	return s.Store.Replay(func(kind string, value json.RawMessage) error {
		switch kind {
		case "mail":
			m := &Mail{}
			if err := json.Unmarshal(value, m); err != nil {
				return err
			}
			s.add(m)
		case "status":
			var at state
			if err := json.Unmarshal(value, &at); err != nil {
				return err
			}
			if m, ok := s.byID[at.ID]; ok {
				m.Status = at.Status
			}
		case "clear":
			s.mails = nil
			clear(s.byID)
		}
		return nil
	})
}

// resume goes on with the mail that was under way when the fake last stopped.
func (s *Server) resume() {
	for _, m := range s.mails {
		if len(journey(m)) > 0 {
			s.Go(func() { s.carry(m) })
		}
	}
}

// Mails returns copies of the mail to one address, or of all for "", oldest first.
func (s *Server) Mails(address string) []Mail {
	s.Lock()
	defer s.Unlock()
	var found []Mail
	for _, m := range s.mails {
		if address == "" || strings.EqualFold(m.To, address) {
			found = append(found, *m)
		}
	}
	return found
}

// Forget forgets all mail.
func (s *Server) Forget() error {
	s.Lock()
	defer s.Unlock()
	s.mails = nil
	clear(s.byID)
	s.Changed()
	return s.Store.Append("clear", nil)
}
