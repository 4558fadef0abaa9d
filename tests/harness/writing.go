package harness

import (
	"net/http"
	"time"

	"github.com/stretchr/testify/require"
)

// Texts sends an SMS from the person's mobile to the MSP's number, through the sandbox, which brings it to the product as Twilio does.
func (c *Contact) Texts(body string) {
	c.desk.T.Helper()
	c.desk.Stack.Texts(c.desk, c.Mobile, body)
}

// Texts sends an SMS from any number to the MSP's.
func (s *Stack) Texts(d *Desk, from, body string) {
	d.T.Helper()
	reply := s.Sandbox().Do(d.T, http.MethodPost, "/_sandbox/sms", map[string]any{"from": from, "to": s.VerificationNumber, "body": body})
	require.Equal(d.T, http.StatusOK, reply.Status, string(reply.Body))
}

// Mails sends a mail from the person's address to the MSP's mailbox. change holds more fields of the sandbox's letter.
func (c *Contact) Mails(body string, change map[string]any) {
	t := c.desk.T
	t.Helper()
	letter := map[string]any{"from": c.Email, "to": c.desk.Stack.VerificationMailbox, "subject": "Hello", "body": body}
	for name, value := range change {
		letter[name] = value
	}
	reply := c.desk.Stack.Sandbox().Do(t, http.MethodPost, "/_sandbox/email", letter)
	require.Equal(t, http.StatusOK, reply.Status, string(reply.Body))
}

// Request is a technician verification, as far as stories look at it.
type Request struct {
	ID           string    `json:"id"`
	Status       string    `json:"status"`
	Masked       string    `json:"masked"`
	ClaimedBy    string    `json:"claimed_by"`
	TicketID     string    `json:"ticket_id"`
	ConfirmedHow string    `json:"confirmed_how"`
	Note         string    `json:"note"`
	Verification string    `json:"verification_id"`
	ExpiresAt    time.Time `json:"expires_at"`
	Contact      struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"contact"`
	Candidates []struct {
		Contact struct {
			ID string `json:"id"`
		} `json:"contact"`
	} `json:"candidates"`
}

// step asks for a step of a technician verification.
func (d *Desk) step(id, step string, body any) Reply {
	d.T.Helper()
	return d.Do(d.T, http.MethodPost, "/technician-verifications/"+id+"/"+step, body)
}

// TryClaim takes a technician verification up and returns the answer, whatever it is. fields may name a ticket_id and a contact_id.
func (d *Desk) TryClaim(id string, fields map[string]any) Reply {
	d.T.Helper()
	return d.step(id, "claim", fields)
}

// Claim takes a technician verification up for a ticket, "" for none. The client is told who reads the code out.
func (d *Desk) Claim(id, ticket string) {
	d.T.Helper()
	fields := map[string]any{}
	if ticket != "" {
		fields["ticket_id"] = ticket
	}
	reply := d.TryClaim(id, fields)
	require.Equal(d.T, http.StatusOK, reply.Status, string(reply.Body))
}

// TryConfirmVerbally logs that the client confirmed on the phone.
func (d *Desk) TryConfirmVerbally(id string) Reply {
	d.T.Helper()
	return d.step(id, "confirm-verbally", nil)
}

// TryDeny logs that the client denied on the phone.
func (d *Desk) TryDeny(id string) Reply {
	d.T.Helper()
	return d.step(id, "deny", nil)
}

// TryCode asks for the code that the technician reads out.
func (d *Desk) TryCode(id string) Reply {
	d.T.Helper()
	return d.Do(d.T, http.MethodGet, "/technician-verifications/"+id+"/code", nil)
}

// AwaitRequest waits until the person's request is in a status.
func (c *Contact) AwaitRequest(status string) Request {
	t := c.desk.T
	t.Helper()
	var found Request
	require.Eventually(t, func() bool {
		var page struct{ Items []Request }
		c.desk.Do(t, http.MethodGet, "/technician-verifications?contact_id="+c.ID, nil).Into(t, &page)
		if len(page.Items) > 0 {
			found = page.Items[0]
		}
		return found.Status == status
	}, wait, 50*time.Millisecond, "no request that is %s", status)
	return found
}

// Requests counts the requests that concern the person.
func (c *Contact) Requests() int {
	t := c.desk.T
	t.Helper()
	var page struct{ Items []Request }
	c.desk.Do(t, http.MethodGet, "/technician-verifications?contact_id="+c.ID, nil).Into(t, &page)
	return len(page.Items)
}
