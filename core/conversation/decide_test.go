package conversation_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"countersign/core/channel"
	"countersign/core/conversation"
	"countersign/core/problem"
	"countersign/core/template"
	"countersign/core/ticket"
)

func code(err error) problem.Code {
	if err == nil {
		return ""
	}
	return problem.From(err).Code
}

func TestWhoseNumberItIs(t *testing.T) {
	t.Parallel()
	northwind, southwind, fallback := uuid.New(), uuid.New(), uuid.New()
	ana := conversation.Person{Contact: uuid.New(), Company: northwind}
	ben, cleo := conversation.Person{Contact: uuid.New(), Company: northwind}, conversation.Person{Contact: uuid.New(), Company: southwind}
	for name, c := range map[string]struct {
		people           []conversation.Person
		contact, company *uuid.UUID
	}{
		"no one":                  {nil, nil, &fallback},
		"one person":              {[]conversation.Person{ana}, &ana.Contact, &northwind},
		"colleagues":              {[]conversation.Person{ana, ben}, nil, &northwind},
		"people of two companies": {[]conversation.Person{ana, cleo}, nil, &fallback},
	} {
		contact, company := conversation.Owner(c.people, &fallback)
		require.Equal(t, c.contact, contact, name)
		require.Equal(t, c.company, company, name)
	}
}

func TestWhoGoesOnInAnOpenConversation(t *testing.T) {
	t.Parallel()
	ana, northwind, southwind := uuid.New(), uuid.New(), uuid.New()
	for name, c := range map[string]struct {
		contact, company *uuid.UUID
		sees             bool
		adopted          bool
		code             problem.Code
	}{
		"the person's own":                       {&ana, &northwind, false, false, ""},
		"a stranger's":                           {nil, nil, false, true, ""},
		"their company's":                        {nil, &northwind, false, true, ""},
		"of a company that the technician sees":  {nil, &southwind, true, true, ""},
		"of a company that the technician hides": {nil, &southwind, false, false, problem.Conflict},
		"another person's":                       {new(uuid.New()), &northwind, true, false, problem.Conflict},
	} {
		before := conversation.State{Open: true, Contact: c.contact, Company: c.company}
		after, err := before.Adopt(ana, northwind, func(uuid.UUID) bool { return c.sees })
		require.Equal(t, c.code, code(err), name)
		if c.adopted {
			require.Equal(t, &ana, after.Contact, name)
			require.Equal(t, &northwind, after.Company, name)
		} else {
			require.Equal(t, before, after, name)
		}
	}
}

func TestMayWrite(t *testing.T) {
	t.Parallel()
	require.NoError(t, conversation.State{Open: true}.MayWrite(false))
	require.Equal(t, problem.ChannelUnavailable, code(conversation.State{Open: true}.MayWrite(true)))
	require.Equal(t, problem.AlreadyClosed, code(conversation.State{}.MayWrite(false)))
	require.Equal(t, problem.AlreadyClosed, code(conversation.State{Open: true, Erased: true}.MayWrite(false)))
}

func TestWhereATechnicianBegins(t *testing.T) {
	t.Parallel()
	with, without := conversation.Channel{ID: uuid.New(), Tickets: true}, conversation.Channel{ID: uuid.New()}
	for name, c := range map[string]struct {
		channels []conversation.Channel
		wanted   *uuid.UUID
		ticket   string
		index    int
		code     problem.Code
	}{
		"the only one":                     {[]conversation.Channel{with}, nil, "48190", 0, ""},
		"the chosen one":                   {[]conversation.Channel{without, with}, &with.ID, "", 1, ""},
		"none":                             {nil, nil, "", 0, problem.ChannelUnavailable},
		"an unknown one":                   {[]conversation.Channel{with}, &without.ID, "", 0, problem.ValidationFailed},
		"one of several":                   {[]conversation.Channel{with, without}, nil, "", 0, problem.ValidationFailed},
		"a ticket without a ticket system": {[]conversation.Channel{without}, nil, "48190", 0, problem.ValidationFailed},
	} {
		index, err := conversation.ChooseChannel(c.channels, c.wanted, c.ticket)
		require.Equal(t, c.code, code(err), name)
		require.Equal(t, c.index, index, name)
	}
	points := []conversation.ContactPoint{{Kind: channel.EmailAddress, Value: "ana@northwind.example"}, {Kind: channel.Mobile, Value: "12", Bad: true}, {Kind: channel.Mobile, Value: "+14155550134"}}
	index, err := conversation.Mobile(points)
	require.NoError(t, err)
	require.Equal(t, 2, index)
	_, err = conversation.Mobile(points[:2])
	require.Equal(t, problem.ChannelUnavailable, code(err))
	require.True(t, conversation.Acknowledges(11))
	require.False(t, conversation.Acknowledges(12), "the other end may be a machine")
}

func message(at time.Time, inbound bool, accepted ...*bool) conversation.Message {
	m := conversation.Message{Arrival: conversation.Arrival{At: at, Inbound: inbound}, ID: uuid.New(), Body: "the printer"}
	for _, a := range accepted {
		m.Pictures = append(m.Pictures, conversation.Picture{URL: "https://provider.example/1", ContentType: "image/png", Size: 2048, Accepted: a})
	}
	return m
}

func TestWhatIsDue(t *testing.T) {
	t.Parallel()
	opened := conversation.State{Open: true, OpenedAt: noon}
	unjudged := message(noon.Add(time.Second), true, nil)
	due := conversation.DueOf(opened, conversation.Answers{Inbound: true}, true, nil, []conversation.Message{message(noon, true), unjudged})
	require.Equal(t, conversation.Due{
		Announce: true, FirstAnswer: true, NeedsTicket: true, OpenedAt: noon, Pictures: []uuid.UUID{unjudged.ID}, ToNote: 2, NoteAt: noon.Add(conversation.Hold),
	}, due)
	noted := conversation.State{Open: true, OpenedAt: noon, Announced: true, Ticket: "48190"}
	require.Equal(t, conversation.Due{HasTicket: true, OpenedAt: noon}, conversation.DueOf(noted, conversation.Answers{Inbound: true, First: 1}, true, nil, nil))
	require.False(t, conversation.State{Erased: true}.LacksFirstAnswer(conversation.Answers{Inbound: true}), "an erased client cannot be answered")
	require.False(t, opened.LacksFirstAnswer(conversation.Answers{}), "a technician began it")
}

func TestWhatIsReady(t *testing.T) {
	t.Parallel()
	now := noon.Add(time.Minute)
	old, other, fresh, unjudged := message(noon, true), message(noon.Add(time.Second), false), message(now.Add(-time.Second), true), message(noon.Add(time.Second), true, nil)
	for name, c := range map[string]struct {
		messages []conversation.Message
		more     bool
		ready    int
	}{
		"none":                               {nil, false, 0},
		"old ones":                           {[]conversation.Message{old, other}, false, 2},
		"one that is new still":              {[]conversation.Message{old, fresh}, false, 1},
		"one whose picture is not checked":   {[]conversation.Message{old, unjudged, other}, false, 1},
		"the end where more is to be read":   {[]conversation.Message{old, other}, true, 1},
		"one alone where more is to be read": {[]conversation.Message{old}, true, 1},
		"one whose picture was refused":      {[]conversation.Message{message(noon, true, new(false))}, false, 1},
	} {
		require.Len(t, conversation.Ready(c.messages, now, c.more), c.ready, name)
	}
}

func TestWhatGoesIntoTheTicket(t *testing.T) {
	t.Parallel()
	in, by, automatic := message(noon, true, new(true), new(false)), message(noon, false), message(noon, false)
	by.Manual, by.By, by.Failed, automatic.Body = true, "Sam Rivera", true, ""
	in.Pictures[1].Reason = "It was empty."
	writes := conversation.Writes([]conversation.Message{in, by, automatic}, "Ana Torres (+1 415 ••• ••34)", ticket.Defaults{ticket.FieldSMSReceived: "7"}, false)
	require.Len(t, writes, 5)
	require.True(t, writes[0].Note.Internal, "no ticket system mails it")
	require.False(t, conversation.Writes([]conversation.Message{in}, "Ana", nil, true)[0].Note.Internal)
	require.Equal(t, "SMS from Ana Torres (+1 415 ••• ••34):\n> the printer\nPicture received (image/png, 2 KB).\nA file was refused: It was empty.", writes[0].Note.Text)
	require.Equal(t, "sms-20260302-120000-1.png", writes[1].Attachment.Name)
	require.Equal(t, "message/"+in.ID.String()+"/0", writes[1].Dedupe)
	require.Equal(t, "SMS to Ana Torres (+1 415 ••• ••34) by Sam Rivera, not sent:\n> the printer", writes[2].Note.Text)
	require.Equal(t, "Automatic SMS to Ana Torres (+1 415 ••• ••34).", writes[3].Note.Text)
	require.Equal(t, conversation.Write{Kind: ticket.WriteStatus, Dedupe: "message/" + in.ID.String() + "/status", Status: "7"}, writes[4])
	require.Len(t, conversation.Writes([]conversation.Message{by}, "Ana", ticket.Defaults{ticket.FieldSMSReceived: "7"}, false), 1, "an answer of ours moves no ticket")
	require.Equal(t, "SMS from +1 415 ••• ••34", conversation.NewTicket("r", "", conversation.Who("", "+1 415 ••• ••34"), "", "Desk", nil).Summary)
	require.Equal(t, "SMS from +1 415 ••• ••34: the printer is burning", conversation.NewTicket("r", "", "+1 415 ••• ••34", "the printer\n\nis burning", "Desk", nil).Summary)
	require.Equal(t, "About it", conversation.NewTicket("r", "About it", "+1 415 ••• ••34", "the printer", "Desk", nil).Summary)
}

// Step by step, every message goes into the ticket once and in order, however many come while others wait.
func TestEveryMessageIsNotedOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const batch = 5
		var waiting []conversation.Message
		at := noon
		for range rapid.IntRange(0, 30).Draw(t, "messages") {
			at = at.Add(time.Duration(rapid.IntRange(0, 3000).Draw(t, "pause")) * time.Millisecond)
			waiting = append(waiting, message(at, rapid.Bool().Draw(t, "inbound")))
		}
		all, noted := len(waiting), map[string]bool{}
		for at = at.Add(conversation.Hold); len(waiting) > 0; {
			read := waiting[:min(batch, len(waiting))]
			ready := conversation.Ready(conversation.InOrder(read), at, len(read) == batch)
			require.NotEmpty(t, ready, "something old is always ready")
			done := map[uuid.UUID]bool{}
			for _, w := range conversation.Writes(ready, "Ana", nil, false) {
				require.False(t, noted[w.Dedupe])
				noted[w.Dedupe] = true
			}
			for _, m := range ready {
				done[m.ID] = true
			}
			rest := waiting[:0:0]
			for _, m := range waiting {
				if !done[m.ID] {
					rest = append(rest, m)
				}
			}
			waiting = rest
		}
		require.Len(t, noted, all)
	})
}

func TestAnAutomaticTextIsNeverEmpty(t *testing.T) {
	t.Parallel()
	words := conversation.Words{Text: template.Text{Body: "Your ticket is ${ticket}."}, Branding: template.DefaultBranding("Bluepeak")}
	text, err := conversation.Render(template.ConversationFirst, words)
	require.NoError(t, err)
	require.Contains(t, text, "we have your message", "there is no ticket, so the built-in text goes out")
	words.Ticket = "48190"
	text, err = conversation.Render(template.ConversationFirst, words)
	require.NoError(t, err)
	require.Equal(t, "Your ticket is 48190.", text)
	require.Len(t, conversation.Announcement("Ana", "Desk", "https://console.example/conversations/1").Body, 2)
}

func TestWhenUnreadMessagesAreTold(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		state conversation.State
		want  time.Time
	}{
		"nothing waits":                   {conversation.State{Open: true, Told: at}, time.Time{}},
		"the first that waits":            {conversation.State{Open: true, Untold: at}, at.Add(5 * time.Minute)},
		"some were told of a moment ago":  {conversation.State{Open: true, Untold: at, Told: at.Add(-time.Minute)}, at.Add(29 * time.Minute)},
		"some were told of long ago":      {conversation.State{Open: true, Untold: at, Told: at.Add(-time.Hour)}, at.Add(5 * time.Minute)},
		"a conversation that was closed":  {conversation.State{Untold: at}, time.Time{}},
		"the pause ends with the waiting": {conversation.State{Open: true, Untold: at, Told: at.Add(-25 * time.Minute)}, at.Add(5 * time.Minute)},
	} {
		require.Equal(t, c.want, c.state.RemindAt(), name)
	}
	waits, owner := conversation.State{Open: true, Announced: true, Untold: at}, uuid.New()
	require.Zero(t, conversation.DueOf(waits, conversation.Answers{}, false, nil, nil).RemindAt, "there is nobody to tell")
	require.NotZero(t, conversation.DueOf(waits, conversation.Answers{}, true, nil, nil).RemindAt)
	waits.Owner = &owner
	require.NotZero(t, conversation.DueOf(waits, conversation.Answers{}, false, nil, nil).RemindAt)
}
