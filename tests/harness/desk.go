package harness

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Desk is a help desk: one API key of one MSP.
type Desk struct {
	*Caller
	T       testing.TB
	Stack   *Stack
	Company string // id of the client company its contacts belong to
	Client  string // name of that company
}

// Desk opens the demo MSP's desk with a client company of its own, so that stories share nothing. When the story ends, the harness checks that it read or
// asked for every message that left, and that the sandbox saw no violation.
func (s *Stack) Desk(t testing.TB) *Desk {
	t.Helper()
	s.begins(t)
	d := &Desk{Caller: NewCaller(s.APIURL+"/v1", s.APIKey), T: t, Stack: s}
	d.Do(t, http.MethodPut, "/settings", map[string]any{"retention_days": 365, "sends_per_minute": 600, "spend_per_day_cents": 1_000_000, "country": "US"})
	d.Client = "Client " + unique()
	reply := d.Do(t, http.MethodPost, "/companies", map[string]any{"name": d.Client})
	require.Equal(t, http.StatusCreated, reply.Status, string(reply.Body))
	d.Company = reply.JSON(t)["id"].(string)
	return d
}

// Tenant is the id of the desk's MSP.
func (d *Desk) Tenant() string { return d.Stack.TenantID }

func unique() string { return fmt.Sprintf("%08x", rand.Uint32()) }

// Person has a mobile number, an office line and an e-mail address of their own.
type Person struct{ Name, Mobile, Phone, Email string }

// NewPerson invents a person.
func NewPerson(name string) Person {
	n := rand.IntN(8_000_000) + 2_000_000
	return Person{
		Name: name, Mobile: fmt.Sprintf("+1415%07d", n), Phone: fmt.Sprintf("+1212%07d", n),
		Email: strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "." + unique() + "@client.example",
	}
}

// Contact is a person on file, with a phone and an inbox in the sandbox.
type Contact struct {
	Person
	ID   string
	desk *Desk
}

// Contact puts a new person on file.
func (d *Desk) Contact(name string) *Contact {
	d.T.Helper()
	c := &Contact{Person: NewPerson(name), desk: d}
	c.ID = d.Add(map[string]any{"name": c.Name, "company_id": d.Company, "email": c.Email, "mobile": c.Mobile, "phone": c.Phone})
	return c
}

// Add puts a contact on file as given and returns its id.
func (d *Desk) Add(contact map[string]any) string {
	d.T.Helper()
	reply := d.Do(d.T, http.MethodPost, "/contacts", contact)
	require.Equal(d.T, http.StatusCreated, reply.Status, string(reply.Body))
	for _, field := range []string{"mobile", "phone", "email"} {
		if address, given := contact[field].(string); given {
			d.Stack.expected.ask(d.T.Name(), address, 0)
		}
	}
	return reply.JSON(d.T)["id"].(string)
}

// ChangesMobile puts another mobile number of the person on file.
func (c *Contact) ChangesMobile() {
	t := c.desk.T
	t.Helper()
	c.Mobile = NewPerson(c.Name).Mobile
	reply := c.desk.Do(t, http.MethodPatch, "/contacts/"+c.ID, map[string]any{"mobile": c.Mobile})
	require.Equal(t, http.StatusOK, reply.Status, string(reply.Body))
	c.Expects(c.Mobile, 0)
}

// Verification is the API's answer, as far as stories look at it.
type Verification struct {
	ID                string    `json:"id"`
	Status            string    `json:"status"`
	ReasonCode        string    `json:"reason_code"`
	Channel           string    `json:"channel"`
	SentTo            string    `json:"sent_to"`
	ExpiresAt         time.Time `json:"expires_at"`
	AttemptsRemaining int       `json:"attempts_remaining"`
	Joined            bool      `json:"joined"`
	Leader            string    `json:"leader"`
	Leading           bool      `json:"leading"`
	Assurance         string    `json:"assurance"`
	Mutual            struct {
		Number string `json:"number"`
		Words  string `json:"words"`
	} `json:"mutual"`
	Sends []struct {
		Number  int    `json:"number"`
		Channel string `json:"channel"`
		Masked  string `json:"masked"`
		Status  string `json:"status"`
	} `json:"sends"`
}

// Call is a verification in progress, as the technician sees it.
type Call struct {
	Verification
	desk    *Desk
	contact *Contact
}

// Opening is a verification that is about to begin.
type Opening struct {
	desk    *Desk
	contact *Contact
	with    map[string]any
}

// Seat makes an API key of the MSP with scopes and returns its caller. The Admin's mail about it is read.
func (d *Desk) Seat(scopes ...string) *Caller {
	d.T.Helper()
	name := "Second seat of " + d.Client
	reply := d.Do(d.T, http.MethodPost, "/api-keys", map[string]any{"name": name, "scopes": scopes})
	require.Equal(d.T, http.StatusCreated, reply.Status, string(reply.Body))
	d.ReadsAlert(name)
	return NewCaller(d.Base, reply.JSON(d.T)["secret"].(string))
}

// Verify prepares a verification for ticket 48213.
func (d *Desk) Verify(c *Contact) Opening {
	return Opening{desk: d, contact: c, with: map[string]any{"contact_id": c.ID, "ticket_id": "48213"}}
}

// For names the ticket.
func (o Opening) For(ticket string) Opening { return o.With("ticket_id", ticket) }

// With sets a field of the request; nil removes it.
func (o Opening) With(field string, value any) Opening {
	o.with = maps.Clone(o.with)
	if o.with[field] = value; value == nil {
		delete(o.with, field)
	}
	return o
}

// Try asks for a verification by a channel and returns the answer, whatever it is.
func (o Opening) Try(channel string) Reply {
	t := o.desk.T
	t.Helper()
	reply := o.desk.Do(t, http.MethodPost, "/verifications", o.With("channel", channel).with)
	if reply.Status == http.StatusCreated {
		o.contact.Expects(o.contact.reachedBy(channel), 1)
	}
	return reply
}

// By begins a verification by a channel.
func (o Opening) By(channel string) *Call {
	t := o.desk.T
	t.Helper()
	reply := o.Try(channel)
	require.Equal(t, http.StatusCreated, reply.Status, string(reply.Body))
	call := &Call{desk: o.desk, contact: o.contact}
	reply.Into(t, &call.Verification)
	return call
}

// BySMS sends a code by SMS.
func (o Opening) BySMS() *Call { return o.By("sms_code") }

// BySMSLink sends a link by SMS.
func (o Opening) BySMSLink() *Call { return o.By("sms_link") }

// BySMSMatch asks for a number by SMS.
func (o Opening) BySMSMatch() *Call { return o.By("sms_match") }

// ByEmail sends a code by e-mail.
func (o Opening) ByEmail() *Call { return o.By("email_code") }

// ByVoice reads a code out on the phone.
func (o Opening) ByVoice() *Call { return o.By("voice_code") }

// ByCallBack calls the person and connects them with the help desk.
func (o Opening) ByCallBack() *Call { return o.By("call_back") }

// reachedBy is the number or address that a channel reaches.
func (c *Contact) reachedBy(channel string) string {
	switch channel {
	case "email_code", "email_link":
		return c.Email
	case "voice_code":
		return c.Phone
	}
	return c.Mobile
}

// Expects says that the story makes the product send n messages to an address of the person, and does not care to read them.
func (c *Contact) Expects(address string, n int) {
	c.desk.Stack.expected.ask(c.desk.T.Name(), address, n)
}

// Verdict is the answer of a check.
type Verdict struct {
	Status            string `json:"status"`
	Accepted          bool   `json:"accepted"`
	AttemptsRemaining int    `json:"attempts_remaining"`
}

// Check types digits and expects a verdict.
func (c *Call) Check(code string) Verdict {
	t := c.desk.T
	t.Helper()
	reply := c.TryCheck(code)
	require.Equal(t, http.StatusOK, reply.Status, string(reply.Body))
	var verdict Verdict
	reply.Into(t, &verdict)
	return verdict
}

// TryCheck types digits and returns whatever the answer is.
func (c *Call) TryCheck(code string) Reply {
	return c.desk.Do(c.desk.T, http.MethodPost, "/verifications/"+c.ID+"/check", map[string]any{"code": code})
}

// SendAgain asks for another send.
func (c *Call) SendAgain(channel string) Reply {
	reply := c.desk.Do(c.desk.T, http.MethodPost, "/verifications/"+c.ID+"/send", map[string]any{"channel": channel})
	if reply.Status == http.StatusOK {
		c.contact.Expects(c.contact.reachedBy(channel), 1)
	}
	return reply
}

// Cancel ends the call.
func (c *Call) Cancel() Reply {
	return c.desk.Do(c.desk.T, http.MethodPost, "/verifications/"+c.ID+"/cancel", nil)
}

// Now reads the verification again.
func (c *Call) Now() Verification {
	t := c.desk.T
	t.Helper()
	reply := c.desk.Do(t, http.MethodGet, "/verifications/"+c.ID, nil)
	require.Equal(t, http.StatusOK, reply.Status, string(reply.Body))
	var v Verification
	reply.Into(t, &v)
	return v
}

// Shield is what the contact's page shows for an address.
type Shield struct {
	AddressID     string    `json:"address_id"`
	Kind          string    `json:"kind"`
	Masked        string    `json:"masked"`
	VerifiedUntil time.Time `json:"verified_until"`
	VerifiedBy    string    `json:"verified_by"`
	TicketID      string    `json:"ticket_id"`
	OptedOut      bool      `json:"opted_out"`
	at            time.Time // when it was read, by the product's clock
}

// Green reports whether the shield was green when it was read.
func (s Shield) Green() bool { return s.VerifiedUntil.After(s.at) }

// Shields returns the contact's shields by kind.
func (c *Contact) Shields() map[string]Shield {
	t := c.desk.T
	t.Helper()
	reply := c.desk.Do(t, http.MethodGet, "/contacts/"+c.ID, nil)
	require.Equal(t, http.StatusOK, reply.Status, string(reply.Body))
	var body struct{ Shields []Shield }
	reply.Into(t, &body)
	byKind := map[string]Shield{}
	at := time.Now().Add(c.desk.Stack.Ahead(t))
	for _, s := range body.Shields {
		s.at = at
		byKind[s.Kind] = s
	}
	return byKind
}

// HasOptedOut tells whether a number or address of the person has said STOP.
func (c *Contact) HasOptedOut() bool {
	c.desk.T.Helper()
	var contact struct {
		Shields []struct {
			OptedOut bool `json:"opted_out"`
		}
	}
	c.desk.Do(c.desk.T, http.MethodGet, "/contacts/"+c.ID, nil).Into(c.desk.T, &contact)
	for _, shield := range contact.Shields {
		if shield.OptedOut {
			return true
		}
	}
	return false
}

// Policy changes the desk's company policy: the default with some fields changed.
func (d *Desk) Policy(changes map[string]any) {
	d.T.Helper()
	reply := d.Do(d.T, http.MethodGet, "/policies/default", nil)
	require.Equal(d.T, http.StatusOK, reply.Status, string(reply.Body))
	body := reply.JSON(d.T)["policy"].(map[string]any)
	for name, value := range changes {
		body[name] = value
	}
	reply = d.Do(d.T, http.MethodPut, "/companies/"+d.Company+"/policy", body)
	require.Equal(d.T, http.StatusOK, reply.Status, string(reply.Body))
}

func query(pairs ...string) string {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return "?" + values.Encode()
}
