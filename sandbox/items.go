package sandbox

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"time"

	"countersign/integrations/sendgrid/sendgridtest"
	"countersign/integrations/twilio/twiliotest"
)

// Item is one message or call as the control API and the page show it.
type Item struct {
	ID        string            `json:"id"`
	Channel   string            `json:"channel"`           // sms, email or voice
	Direction string            `json:"direction"`         // out: to a person; in: from a person
	Account   string            `json:"account,omitempty"` // "own" of what the second account carries
	To        string            `json:"to"`
	From      string            `json:"from"`
	FromName  string            `json:"from_name,omitempty"`
	Subject   string            `json:"subject,omitempty"`
	Body      string            `json:"body"` // of a call: what was said and pressed so far
	HTML      string            `json:"html"`
	Links     []string          `json:"links"`
	Status    string            `json:"status"` // the vendor's word
	ErrorCode int               `json:"error_code,omitempty"`
	Live      bool              `json:"live,omitempty"`   // a call that has not ended
	Asking    bool              `json:"asking,omitempty"` // a call that waits for a key
	Lines     []twiliotest.Line `json:"lines,omitempty"`
	OptedOut  bool              `json:"opted_out,omitempty"` // the person said STOP to this number
	At        time.Time         `json:"at"`
}

// items returns the newest of what was sent to a number or an address (or to anyone, and by anyone, for ""), newest last.
func (s *Sandbox) items(to string, limit int) []Item {
	items := []Item{}
	items = append(items, carried(s.twilio, s.sendgrid, to, limit, "")...)
	items = append(items, carried(s.own.twilio, s.own.sendgrid, to, limit, "own")...)
	slices.SortStableFunc(items, func(a, b Item) int { return a.At.Compare(b.At) })
	return tail(items, limit)
}

// carried is what one account at each carrier has.
func carried(twilio *twiliotest.Server, sendgrid *sendgridtest.Server, to string, limit int, account string) (items []Item) {
	messages := slices.DeleteFunc(twilio.Messages(to), func(m twiliotest.Message) bool { return to != "" && m.To != to })
	for _, m := range tail(messages, limit) {
		items = append(items, smsItem(twilio, m))
	}
	for _, c := range tail(twilio.Calls(to), limit) {
		items = append(items, callItem(c))
	}
	for _, m := range tail(sendgrid.Mails(to), limit) {
		items = append(items, mailItem(m))
	}
	for i := range items {
		items[i].Account = account
	}
	return items
}

// tail is the last limit of all.
func tail[T any](all []T, limit int) []T { return all[max(0, len(all)-limit):] }

func smsItem(twilio *twiliotest.Server, m twiliotest.Message) Item {
	item := Item{
		ID: m.SID, Channel: "sms", Direction: "out", To: m.To, From: m.From, Body: m.Body, Links: links(m.Body, ""), Status: m.Status,
		ErrorCode: m.ErrorCode, OptedOut: twilio.OptedOut(m.From, m.To), At: m.Created,
	}
	if m.Direction == "inbound" {
		item.Direction, item.OptedOut = "in", twilio.OptedOut(m.To, m.From)
	}
	return item
}

func callItem(c twiliotest.Call) Item {
	heard := c.Heard()
	return Item{
		ID: c.SID, Channel: "voice", Direction: "out", To: c.To, From: c.From, Body: heard, Links: links(heard, ""), Status: c.Status,
		Live: !c.Over(), Asking: c.Asking, Lines: c.Transcript, At: c.Created,
	}
}

func mailItem(m sendgridtest.Mail) Item {
	return Item{
		ID: m.ID, Channel: "email", Direction: "out", To: m.To, From: m.From, FromName: m.FromName, Subject: m.Subject, Body: m.Text, HTML: m.HTML,
		Links: links(m.Text, m.HTML), Status: m.Status, At: m.At,
	}
}

var address = regexp.MustCompile(`https?://[^\s<>"'` + "`" + `]+`)

// links finds the addresses in a text and in HTML, each once, in the order they stand.
func links(text, markup string) []string {
	found := []string{}
	for _, source := range []string{text, html.UnescapeString(markup)} {
		for _, link := range address.FindAllString(source, -1) {
			link = strings.TrimRight(link, ".,;:!?)]}")
			if !slices.Contains(found, link) {
				found = append(found, link)
			}
		}
	}
	return found
}
