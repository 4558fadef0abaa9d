package sendgridtest

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"mime/multipart"
	"net/http"
	"net/mail"
	"slices"
	"strings"
	"time"
)

// Letter is a mail that a person sends to one of our mailboxes.
type Letter struct {
	From         string            `json:"from"` // with or without a name
	To           string            `json:"to"`
	Subject      string            `json:"subject"`
	Body         string            `json:"body"`
	DKIM         string            `json:"dkim"`          // "pass" or "fail" for From's domain, or a whole verdict "{@example.com : pass}"; pass when empty
	SPF          string            `json:"spf"`           // pass when empty
	EnvelopeFrom string            `json:"envelope_from"` // From's address when empty, "<>" for none
	MessageID    string            `json:"message_id"`    // a new one when empty; the same once more is SendGrid bringing a mail again
	Headers      map[string]string `json:"headers"`
}

// ErrLetter is what a mail is that names no addresses.
var ErrLetter = errors.New("from and to must be mail addresses")

// SetMailbox says where mails to a domain are posted; an empty address posts them nowhere.
func (s *Server) SetMailbox(domain, address string) {
	s.Lock()
	defer s.Unlock()
	s.mailboxes[strings.ToLower(domain)] = address
}

// Receive brings a person's mail to where the mailbox's mails go, as Inbound Parse does, and returns its Message-ID.
func (s *Server) Receive(letter Letter) (id string, err error) {
	from, err := mail.ParseAddress(letter.From)
	if err != nil {
		return "", ErrLetter
	}
	to, err := mail.ParseAddress(letter.To)
	if err != nil {
		return "", ErrLetter
	}
	if letter.MessageID == "" {
		random := make([]byte, 12)
		_, _ = rand.Read(random) // never fails
		letter.MessageID = "<" + hex.EncodeToString(random) + "@mail.example>"
	}
	body, kind := letter.parsed(from, to, s.now())
	s.Lock()
	address := s.mailboxes[strings.ToLower(domainOf(to.Address))]
	s.Unlock()
	if address != "" {
		s.Go(func() {
			s.Caller.Deliver(s.Context, func(ctx context.Context) (*http.Request, error) {
				req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
				if err == nil {
					req.Header.Set("Content-Type", kind)
					req.Header.Set("User-Agent", "Sendlib/1.0 server")
				}
				return req, err
			}, func() {})
		})
	}
	return letter.MessageID, nil
}

func domainOf(address string) string { return address[strings.LastIndexByte(address, '@')+1:] }

// parsed is the form that Inbound Parse posts: https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook
func (l Letter) parsed(from, to *mail.Address, now time.Time) (body []byte, contentType string) {
	headers := fmt.Sprintf("From: %s\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: %s\r\nDate: %s\r\n", l.From, l.To, l.Subject, l.MessageID, now.Format(time.RFC1123Z))
	for _, name := range slices.Sorted(maps.Keys(l.Headers)) {
		headers += name + ": " + l.Headers[name] + "\r\n"
	}
	sender := l.EnvelopeFrom
	switch sender {
	case "":
		sender = from.Address
	case "<>":
		sender = ""
	}
	envelope, _ := json.Marshal(map[string]any{"to": []string{to.Address}, "from": sender}) // texts cannot fail
	dkim := l.DKIM
	if dkim == "" || !strings.HasPrefix(dkim, "{") {
		verdict := l.DKIM
		if verdict == "" {
			verdict = "pass"
		}
		dkim = "{@" + domainOf(from.Address) + " : " + verdict + "}"
	}
	spf := l.SPF
	if spf == "" {
		spf = "pass"
	}
	var out bytes.Buffer
	form := multipart.NewWriter(&out)
	for _, field := range [][2]string{
		{"headers", headers}, {"dkim", dkim}, {"to", l.To}, {"from", l.From}, {"subject", l.Subject}, {"text", l.Body}, {"sender_ip", "192.0.2.1"}, {"envelope", string(envelope)},
		{"attachments", "0"}, {"charsets", `{"to":"UTF-8","from":"UTF-8","subject":"UTF-8","text":"utf-8"}`}, {"SPF", spf},
	} {
		_ = form.WriteField(field[0], field[1]) // a buffer takes everything
	}
	_ = form.Close()
	return out.Bytes(), form.FormDataContentType()
}
