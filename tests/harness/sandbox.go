package harness

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Message is what reached a phone or an inbox.
type Message struct {
	ID        string   `json:"id"`
	Channel   string   `json:"channel"`
	Direction string   `json:"direction"` // out: to a person
	Account   string   `json:"account"`   // "own" of what the second account carries
	To        string   `json:"to"`
	From      string   `json:"from"`
	Subject   string   `json:"subject"`
	Body      string   `json:"body"`
	HTML      string   `json:"html"`
	Links     []string `json:"links"`
}

// Sandbox speaks to the sandbox's control API.
func (s *Stack) Sandbox() *Caller { return NewCaller(s.SandboxURL, "") }

// TryMessages lists what reached an address, or all of them for "", oldest first. The story has not read what it returns.
func (s *Stack) TryMessages(to string) ([]Message, error) {
	reply, err := s.Sandbox().Try(http.MethodGet, "/_sandbox/messages"+query("to", to, "limit", "1000000"), nil)
	if err != nil {
		return nil, err
	}
	var body struct{ Items []Message }
	err = json.Unmarshal(reply.Body, &body)
	return body.Items, err
}

// Messages reads what reached an address, oldest first.
func (s *Stack) Messages(t testing.TB, to string) []Message {
	t.Helper()
	messages, err := s.TryMessages(to)
	require.NoError(t, err)
	s.expected.read(t.Name(), to, messages...)
	return messages
}

// wait is how long a story waits for something that must happen.
const wait = 30 * time.Second

// Await reads the nth message (from 1) that reached an address.
func (s *Stack) Await(t testing.TB, to string, n int) Message {
	t.Helper()
	var got []Message
	require.Eventually(t, func() bool {
		var err error
		got, err = s.TryMessages(to)
		return err == nil && len(got) >= n
	}, wait, 20*time.Millisecond, "message %d to %s", n, to)
	s.expected.read(t.Name(), to, got[n-1])
	return got[n-1]
}

var digits = regexp.MustCompile(`\b\d{6,8}\b`)

// ReadsSMS returns the code of the nth SMS on the contact's mobile.
func (c *Contact) ReadsSMS(n int) string {
	c.desk.T.Helper()
	return digits.FindString(c.desk.Stack.Await(c.desk.T, c.Mobile, n).Body)
}

// ReadsEmail returns the code of the nth e-mail.
func (c *Contact) ReadsEmail(n int) string {
	c.desk.T.Helper()
	return digits.FindString(c.desk.Stack.Await(c.desk.T, c.Email, n).Body)
}

// Hears answers the nth call, presses a key and returns the code that is read out; it must be read twice.
func (c *Contact) Hears(n int) string {
	t := c.desk.T
	t.Helper()
	call := c.desk.Stack.Await(t, c.Phone, n)
	spoken := regexp.MustCompile(`(\d, ){5,7}\d`)
	require.Eventually(t, func() bool { return c.desk.Stack.Await(t, c.Phone, n).Body != "" }, wait, 20*time.Millisecond)
	require.Empty(t, spoken.FindString(c.desk.Stack.Await(t, c.Phone, n).Body), "a code was read before a key was pressed")
	var read []string
	require.Eventually(t, func() bool {
		c.desk.Stack.Sandbox().Do(t, http.MethodPost, "/_sandbox/call/"+call.ID+"/keys", map[string]any{"digits": "1"})
		read = spoken.FindAllString(c.desk.Stack.Await(t, c.Phone, n).Body, -1)
		return len(read) >= 2
	}, wait, 50*time.Millisecond, "the code is read twice")
	require.Equal(t, read[0], read[1])
	return strings.ReplaceAll(read[0], ", ", "")
}

// Link returns the link of the nth message to an address.
func (c *Contact) Link(to string, n int) string {
	c.desk.T.Helper()
	message := c.desk.Stack.Await(c.desk.T, to, n)
	for _, link := range message.Links {
		if strings.Contains(link, "/l/") {
			return link
		}
	}
	require.Fail(c.desk.T, "no link in the message", message.Body)
	return ""
}

// Opens loads the page of a link, as a browser without JavaScript or a mail scanner does.
func (c *Contact) Opens(link string) (int, string) {
	c.desk.T.Helper()
	response, err := http.Get(link)
	require.NoError(c.desk.T, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(c.desk.T, err)
	return response.StatusCode, string(body)
}

// Presses submits a button of the page of a link.
func (c *Contact) Presses(link, action string) (int, string) {
	c.desk.T.Helper()
	response, err := http.PostForm(link, url.Values{"action": {action}})
	require.NoError(c.desk.T, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(c.desk.T, err)
	return response.StatusCode, string(body)
}

// ReadsAlert waits for a mail to the Admin that holds all words, and reads it. All stories share the Admin's inbox, so the words must name the story's own.
func (d *Desk) ReadsAlert(words ...string) (alert Message) {
	d.T.Helper()
	require.Eventually(d.T, func() bool {
		mails, err := d.Stack.TryMessages(d.Stack.ConsoleEmail)
		for _, mail := range mails {
			if !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(mail.Body, word) }) {
				alert = mail
			}
		}
		return err == nil && alert.ID != ""
	}, wait, 50*time.Millisecond, "no mail to the Admin says %q", words)
	d.Stack.expected.read(d.T.Name(), d.Stack.ConsoleEmail, alert)
	return alert
}

// NoViolations fails when we spoke to a provider in a way that the provider does not document.
func (s *Stack) NoViolations(t testing.TB) {
	t.Helper()
	var body struct{ Items []any }
	s.Sandbox().Do(t, http.MethodGet, "/_sandbox/violations", nil).Into(t, &body)
	require.Empty(t, body.Items)
}

// Fault makes the next requests of a provider that speak of an address ("" for any) meet a fault.
func (s *Stack) Fault(t testing.TB, provider, mode, to string, count int) {
	t.Helper()
	reply := s.Sandbox().Do(t, http.MethodPost, "/_sandbox/faults", map[string]any{"provider": provider, "mode": mode, "to": to, "count": count})
	require.Less(t, reply.Status, 300, string(reply.Body))
}
