package stories

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/tests/harness"
)

// statusSMSReceived is the sandbox's status of a ticket that got an SMS, as the demo MSP's channel names it.
const statusSMSReceived = "13"

// talk is a conversation with a person, as the technician sees it.
type talk struct {
	*harness.Desk
	with *harness.Contact
	ID   string `json:"id"`
	Open struct {
		TicketID string `json:"ticket_id"`
		MayWrite bool   `json:"may_write"`
		Unread   int    `json:"unread"`
	}
}

// texts makes a person write to us.
func (t *talk) texts(body string) {
	t.T.Helper()
	status, err := stack.Doors(t.T).TryText(harness.Text{SID: harness.NewSID(), From: t.with.Mobile, To: stack.VerificationNumber, Body: body})
	require.NoError(t.T, err)
	require.Less(t.T, status, 300)
}

// look reads the newest conversation with them; false while there is none.
func (t *talk) look() bool {
	t.T.Helper()
	var page struct {
		Items []struct {
			ID       string `json:"id"`
			TicketID string `json:"ticket_id"`
			MayWrite bool   `json:"may_write"`
			Unread   int    `json:"unread"`
		} `json:"items"`
	}
	t.Do(t.T, http.MethodGet, "/conversations?contact_id="+t.with.ID, nil).Into(t.T, &page)
	if len(page.Items) == 0 {
		return false
	}
	newest := page.Items[0]
	t.ID, t.Open.TicketID, t.Open.MayWrite, t.Open.Unread = newest.ID, newest.TicketID, newest.MayWrite, newest.Unread
	return true
}

func (t *talk) await(what string, met func() bool) {
	t.T.Helper()
	require.Eventually(t.T, func() bool { return t.look() && met() }, ticketPatience, 50*time.Millisecond, what)
}

func (t *talk) answers(body string) harness.Reply {
	t.T.Helper()
	return t.Do(t.T, http.MethodPost, "/conversations/"+t.ID+"/messages", map[string]any{"body": body})
}

// inTicket are the notes of the conversation's ticket, oldest first.
func (t *talk) inTicket() (texts []string, status string) {
	t.T.Helper()
	reply := stack.Sandbox().Do(t.T, http.MethodGet, "/_sandbox/psa/connectwise/tickets/"+t.Open.TicketID, nil)
	require.Equal(t.T, http.StatusOK, reply.Status, string(reply.Body))
	var shown struct {
		StatusID string `json:"status_id"`
		Notes    []struct {
			Text string `json:"text"`
		} `json:"notes"`
	}
	reply.Into(t.T, &shown)
	for _, note := range shown.Notes {
		texts = append(texts, note.Text)
	}
	return texts, shown.StatusID
}

// stands requires notes that hold these texts, each once and in this order.
func (t *talk) stands(wanted ...string) {
	t.T.Helper()
	var notes []string
	require.Eventually(t.T, func() bool { notes, _ = t.inTicket(); return len(notes) >= len(wanted) }, ticketPatience, 50*time.Millisecond, "%d notes", len(wanted))
	require.Len(t.T, notes, len(wanted), "%q", notes)
	for i, text := range wanted {
		require.Contains(t.T, notes[i], text)
	}
}

func TestAClientTextsAndATechnicianAnswers(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := &talk{Desk: desk, with: desk.Contact("Ana Torres")}
	ana.texts("The printer is on fire")
	ana.await("a ticket", func() bool { return ana.Open.TicketID != "" })
	require.Equal(t, 1, ana.Open.Unread)
	first := stack.Await(t, ana.with.Mobile, 1)
	require.Contains(t, first.Body, "Your ticket is "+ana.Open.TicketID)
	require.Equal(t, stack.VerificationNumber, first.From)

	reply := ana.answers("We come at two.")
	require.Equal(t, http.StatusCreated, reply.Status, string(reply.Body))
	require.Equal(t, "We come at two.", stack.Await(t, ana.with.Mobile, 2).Body)
	ana.texts("Thank you")
	require.Contains(t, stack.Await(t, ana.with.Mobile, 3).Body, "we have your message")
	ana.stands("An SMS conversation with Ana Torres", "The printer is on fire", "Your ticket is", "by ", "Thank you", "we have your message")
	require.Eventually(t, func() bool { _, status := ana.inTicket(); return status == statusSMSReceived }, ticketPatience, 50*time.Millisecond)

	beside := desk.Do(t, http.MethodGet, "/conversations/"+ana.ID+"/ticket", nil)
	require.Equal(t, http.StatusOK, beside.Status)
	require.Equal(t, ana.Open.TicketID, beside.JSON(t)["ticket"].(map[string]any)["id"])

	ana.texts("STOP")
	ana.await("that they said STOP", func() bool { return !ana.Open.MayWrite })
	require.Equal(t, "channel_unavailable", ana.answers("Are you there?").Code(t))
}

// statusClosed is the sandbox's status of a closed ticket.
const statusClosed = "14"

func TestClosingAConversationClosesItsTicket(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	var channels struct {
		Items []map[string]any `json:"items"`
	}
	desk.Do(t, http.MethodGet, "/sms-channels", nil).Into(t, &channels)
	channel := channels.Items[0]
	channel["ticket_defaults"].(map[string]any)["closed"] = statusClosed
	id := channel["id"].(string)
	delete(channel, "id")
	require.Equal(t, http.StatusOK, desk.Do(t, http.MethodPut, "/sms-channels/"+id, channel).Status)

	ana := &talk{Desk: desk, with: desk.Contact("Ana Torres")}
	ana.texts("The printer is on fire")
	ana.await("a ticket", func() bool { return ana.Open.TicketID != "" })
	require.Contains(t, stack.Await(t, ana.with.Mobile, 1).Body, "Your ticket is")
	require.Equal(t, http.StatusOK, desk.Do(t, http.MethodPost, "/conversations/"+ana.ID+"/close", nil).Status)
	ana.stands("An SMS conversation with Ana Torres", "The printer is on fire", "Your ticket is")
	require.Eventually(t, func() bool { _, status := ana.inTicket(); return status == statusClosed }, ticketPatience, 50*time.Millisecond)
}

func TestATechnicianTextsFirst(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ben := &talk{Desk: desk, with: desk.Contact("Ben Okafor")}
	reply := desk.Do(t, http.MethodPost, "/conversations", map[string]any{"contact_id": ben.with.ID, "subject": "Your new laptop", "body": "It is ready."})
	require.Equal(t, http.StatusCreated, reply.Status, string(reply.Body))
	require.Equal(t, "It is ready.", stack.Await(t, ben.with.Mobile, 1).Body)
	ben.texts("On my way")
	ben.await("a ticket", func() bool { return ben.Open.TicketID != "" })
	require.Contains(t, stack.Await(t, ben.with.Mobile, 2).Body, "we have your message")
	ben.stands("An SMS conversation with Ben Okafor", "It is ready.", "On my way", "we have your message")
}

// The ticket system is down: clients are answered meanwhile, and the ticket has everything afterwards.
func TestAConversationOutlastsATicketSystemThatIsAway(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := &talk{Desk: desk, with: desk.Contact("Chiara Rossi")}
	// Generated tickets are open or closed; no conversation continues in a closed one.
	var ticket string
	var reply harness.Reply
	require.Eventually(t, func() bool {
		ticket = aTicket(t)
		reply = desk.Do(t, http.MethodPost, "/conversations", map[string]any{"contact_id": ana.with.ID, "ticket_id": ticket, "body": "Is it still burning?"})
		return reply.Status == http.StatusCreated
	}, ticketPatience, time.Millisecond, "an open ticket")
	stack.Fault(t, "connectwise", "down", "/tickets/"+ticket+"/notes", 3) // a note is held back for two seconds
	require.Equal(t, "Is it still burning?", stack.Await(t, ana.with.Mobile, 1).Body)
	ana.texts("No")
	require.Contains(t, stack.Await(t, ana.with.Mobile, 2).Body, "we have your message")
	ana.await("the ticket they go on in", func() bool { return ana.Open.TicketID == ticket })
	ana.stands("Is it still burning?", "SMS from Chiara Rossi", "we have your message")
}

// A picture by its first bytes, as a telephone sends it.
const aPicture = "\x89PNG\r\n\x1a\n and the rest of it"

func TestAPictureIsAttachedToTheTicketAndAProgramIsNot(t *testing.T) {
	t.Parallel()
	desk := stack.Desk(t)
	ana := &talk{Desk: desk, with: desk.Contact("Ana Torres")}
	file := func(kind, content string) map[string]any {
		return map[string]any{"content_type": kind, "data": base64.StdEncoding.EncodeToString([]byte(content))}
	}
	reply := stack.Sandbox().Do(t, http.MethodPost, "/_sandbox/sms", map[string]any{
		"from": ana.with.Mobile, "to": stack.VerificationNumber, "body": "Look at this", "media": []any{file("image/png", aPicture), file("image/png", "MZ not a picture")},
	})
	require.Equal(t, http.StatusOK, reply.Status, string(reply.Body))
	ana.await("a ticket", func() bool { return ana.Open.TicketID != "" })
	var shown struct {
		Files []struct {
			Title string `json:"title"`
		} `json:"files"`
	}
	require.Eventually(t, func() bool {
		stack.Sandbox().Do(t, http.MethodGet, "/_sandbox/psa/connectwise/tickets/"+ana.Open.TicketID, nil).Into(t, &shown)
		return len(shown.Files) > 0
	}, ticketPatience, tick, "the picture")
	require.Len(t, shown.Files, 1)
	require.Contains(t, stack.Await(t, ana.with.Mobile, 1).Body, "Your ticket is "+ana.Open.TicketID)
	notes, _ := ana.inTicket()
	require.Contains(t, strings.Join(notes, "\n"), "Picture received (image/png")
	require.Contains(t, strings.Join(notes, "\n"), "A file was refused")
}
