package sandbox

import (
	"net/http"
	"strings"

	"countersign/integrations/sendgrid/sendgridtest"
	"countersign/integrations/twilio/twiliotest"
)

// receiveSMS plays a client who writes to one of our numbers: the number's webhook is posted to, signed, until it is answered.
func (s *Sandbox) receiveSMS(w http.ResponseWriter, r *http.Request) {
	var text twiliotest.Text
	if err := read(r, &text); err != nil {
		done(w, err)
		return
	}
	if !strings.HasPrefix(text.From, "+") || !strings.HasPrefix(text.To, "+") || text.Body == "" && len(text.Media) == 0 {
		done(w, badRequest("from and to must be E.164 numbers, and body or media must not be empty"))
		return
	}
	sid, answer, err := s.twilio.Send(text)
	if err != nil {
		done(w, err)
		return
	}
	sendJSON(w, http.StatusOK, map[string]any{"id": sid, "answer": answer, "opted_out": s.twilio.OptedOut(text.To, text.From)})
}

// receiveEmail plays a client who writes a mail to one of our mailboxes.
func (s *Sandbox) receiveEmail(w http.ResponseWriter, r *http.Request) {
	var letter sendgridtest.Letter
	if err := read(r, &letter); err != nil {
		done(w, err)
		return
	}
	id, err := s.sendgrid.Receive(letter)
	if err != nil {
		done(w, err)
		return
	}
	sendJSON(w, http.StatusOK, map[string]any{"id": id})
}

// setNumber says where messages to a number go, as its settings at Twilio do.
func (s *Sandbox) setNumber(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Number string `json:"number"`
		SMSURL string `json:"sms_url"`
	}
	if err := read(r, &asked); err != nil {
		done(w, err)
		return
	}
	if !strings.HasPrefix(asked.Number, "+") {
		done(w, badRequest("number must be an E.164 number"))
		return
	}
	s.twilio.SetNumber(asked.Number, asked.SMSURL)
	done(w, nil)
}

// setMailbox says where mails to a domain go, as the settings of Inbound Parse do.
func (s *Sandbox) setMailbox(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Domain string `json:"domain"`
		URL    string `json:"url"`
	}
	if err := read(r, &asked); err != nil {
		done(w, err)
		return
	}
	if asked.Domain == "" {
		done(w, badRequest("domain must not be empty"))
		return
	}
	s.sendgrid.SetMailbox(asked.Domain, asked.URL)
	done(w, nil)
}
