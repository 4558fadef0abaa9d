package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/core/conversation"
	"countersign/core/problem"
	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/account"
	"countersign/store/conversations"
	"countersign/store/db"
	"countersign/store/integrations"
	"countersign/store/messages"
	noticesstore "countersign/store/notices"
	"countersign/store/people"
	"countersign/store/techverify"
)

const ourNumber = "+14155550100"

// line is a desk with an SMS channel, and a person's telephone.
type line struct {
	*desk
	channel conversations.Channel
	psa     uuid.UUID
	texts   int
}

func newLine(t testing.TB, change func(*conversations.Channel)) *line {
	t.Helper()
	l := &line{desk: newDesk(t)}
	l.in(func(ctx context.Context, tx store.Tx) {
		var err error
		l.psa, err = integrations.CreatePSA(ctx, tx, integrations.PSA{Kind: "connectwise", Name: "ConnectWise", BaseURL: "https://psa.example"})
		require.NoError(t, err)
		l.channel = conversations.Channel{Name: "Help desk", Number: ourNumber, Integration: &l.psa, Defaults: ticket.Defaults{ticket.FieldSMSReceived: "7"}, UsersMayStart: true}
		if change != nil {
			change(&l.channel)
		}
		l.channel.ID, err = conversations.CreateChannel(ctx, tx, l.channel, time.Now())
		require.NoError(t, err)
	})
	return l
}

// arrives is a text as the door stores it: unrouted.
func (l *line) arrives(from, body string, change func(*text)) uuid.UUID {
	l.t.Helper()
	id := store.NewID()
	l.texts++
	m := text{to: ourNumber, at: time.Now().Add(-time.Minute), media: "[]"}
	if change != nil {
		change(&m)
	}
	l.in(func(ctx context.Context, tx store.Tx) {
		_, err := tx.Exec(ctx, `INSERT INTO messages (tenant_id, id, direction, transport, kind, our_point, their_index, their_sealed, their_masked, body_sealed, media, provider_id, provider_at, at, status)
			VALUES ($1, $2, 'inbound', 'sms', 'inbound', $3, $4, $5, '+1 415 ••• ••34', $6, $7, $8, $9, $10, 'received')`,
			tx.Tenant, id, m.to, tx.Index("contact-point", from), tx.Seal("messages", "their_sealed", id, from), tx.Seal("messages", "body_sealed", id, body), m.media,
			fmt.Sprintf("SM%d", l.texts), m.sent, m.at)
		require.NoError(l.t, err)
	})
	return id
}

type text struct {
	to    string
	at    time.Time
	sent  *time.Time
	media string
}

func (l *line) conversations() conversation.Recorder {
	return conversations.Recorder{Store: l.store}
}

func (l *line) joins(message uuid.UUID) conversations.Conversation {
	l.t.Helper()
	c, err := conversations.Join(l.t.Context(), l.store, l.tenant, message)
	require.NoError(l.t, err)
	return c
}

func (l *line) count(sql string, args ...any) (n int) {
	l.in(func(ctx context.Context, tx store.Tx) {
		require.NoError(l.t, tx.QueryRow(ctx, sql, args...).Scan(&n))
	})
	return n
}

// has gives the conversation a ticket.
func (l *line) has(c conversations.Conversation, ticket string) {
	l.in(func(ctx context.Context, tx store.Tx) {
		_, err := tx.Exec(ctx, `UPDATE conversations SET ticket_id = $1 WHERE id = $2`, ticket, c.ID)
		require.NoError(l.t, err)
	})
}

const anasMobile, strangers = "+14155550134", "+14155550177"

func TestSomebodyWhoWritesInIsPutIntoOneConversation(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	first := l.arrives(anasMobile, "The printer is on fire", nil)
	c := l.joins(first)
	require.Equal(t, conversations.ConversationOpen, c.Status)
	require.Equal(t, &store.Ref{ID: l.ana.ID, Name: "Ana Torres"}, c.Contact)
	require.Equal(t, l.company, c.Company.ID)
	require.Equal(t, 1, c.Unread)
	require.Equal(t, "The printer is on fire", c.LastText)
	require.True(t, c.MayWrite())
	require.Regexp(t, `^CS-[0-9A-Z]{10}$`, c.Reference)

	require.Equal(t, c, l.joins(first), "the same message again changes nothing")
	second := l.joins(l.arrives(anasMobile, "It is out", nil))
	require.Equal(t, c.ID, second.ID)
	require.Equal(t, 2, second.Unread)
	require.NotEqual(t, c.ID, l.joins(l.arrives(strangers, "Hello", nil)).ID)
	require.Equal(t, 3, l.count(`SELECT count(*) FROM messages WHERE route = 'conversation' AND conversation_id IS NOT NULL AND routed_at IS NOT NULL`))
	require.Equal(t, 2, l.count(`SELECT count(*) FROM audit WHERE action = 'conversation.opened' AND actor_kind = 'contact'`))
	require.Equal(t, 3, l.count(`SELECT count(*) FROM events WHERE kind = 'conversation.updated'`))
	require.Equal(t, 2, l.count(`SELECT count(*) FROM events WHERE kind = 'conversation.updated' AND company_id = $1 AND contact_id = $2`, l.company, l.ana.ID))
}

func TestManyFirstMessagesAtOnceMakeOneConversation(t *testing.T) {
	t.Parallel()
	l := newLine(t, func(c *conversations.Channel) { c.ConfirmMessages = true })
	const many = 16
	messages, joined := make([]uuid.UUID, many), make([]uuid.UUID, many)
	for i := range messages {
		messages[i] = l.arrives(strangers, fmt.Sprint(i), nil)
	}
	var all sync.WaitGroup
	for i, id := range messages {
		all.Go(func() {
			c, err := conversations.Join(context.Background(), l.store, l.tenant, id)
			if err == nil {
				joined[i] = c.ID
			}
		})
	}
	all.Wait()
	for _, id := range joined {
		require.Equal(t, joined[0], id)
	}
	require.NotEqual(t, uuid.Nil, joined[0])
	require.Equal(t, 1, l.count(`SELECT count(*) FROM conversations`))
	require.Equal(t, many, l.count(`SELECT unread FROM conversations`))
	require.Equal(t, 1, l.count(`SELECT count(*) FROM audit WHERE action = 'conversation.opened'`))
	require.Equal(t, 12, l.count(`SELECT count(*) FROM messages WHERE kind = 'conversation_received'`), "we do not answer a machine for ever")
}

func TestWhoMayNotOpenAConversation(t *testing.T) {
	t.Parallel()
	l := newLine(t, func(c *conversations.Channel) { c.UsersMayStart = false })
	message := l.arrives(anasMobile, "Hello", nil)
	_, err := conversations.Join(t.Context(), l.store, l.tenant, message)
	require.ErrorIs(t, err, store.ErrNotFound)
	elsewhere := l.arrives(anasMobile, "Hello", func(m *text) { m.to = "+14155550199" })
	_, err = conversations.Join(t.Context(), l.store, l.tenant, elsewhere)
	require.ErrorIs(t, err, store.ErrNotFound)
	require.Equal(t, 0, l.count(`SELECT count(*) FROM messages WHERE route IS NOT NULL`), "another route may still take it")

	l.in(func(ctx context.Context, tx store.Tx) {
		_, err := tx.Exec(ctx, `UPDATE messages SET route = 'technician_verification' WHERE id = $1`, elsewhere)
		require.NoError(t, err)
	})
	_, err = conversations.Join(t.Context(), l.store, l.tenant, elsewhere)
	require.ErrorIs(t, err, store.ErrConflict)

	started, joined := l.starts(nil)
	require.False(t, joined)
	require.Equal(t, started.ID, l.joins(message).ID, "an answer joins what a technician began")
}

func TestWhoseNumberItIs(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	l.person("Ben Ito", "+14155550150")
	l.person("Cleo Park", "+14155550150")
	shared := l.joins(l.arrives("+14155550150", "Hello", nil))
	require.Nil(t, shared.Contact, "two people share it")
	require.Equal(t, l.company, shared.Company.ID, "but one company")

	var other people.Company
	l.in(func(ctx context.Context, tx store.Tx) {
		var err error
		other, err = people.CreateCompany(ctx, tx, "Southwind", "US")
		require.NoError(t, err)
		for _, company := range []uuid.UUID{l.company, other.ID} {
			_, err = people.CreateContact(ctx, tx, people.NewContact{CompanyID: company, Name: "Dee", Mobile: "+14155550160"})
			require.NoError(t, err)
		}
	})
	require.Nil(t, l.joins(l.arrives("+14155550160", "Hello", nil)).Company, "it may be either")
	require.Nil(t, l.joins(l.arrives(strangers, "Hello", nil)).Company)

	l.in(func(ctx context.Context, tx store.Tx) {
		l.channel.DefaultCompany = &other.ID
		require.NoError(t, conversations.UpdateChannel(ctx, tx, l.channel))
	})
	require.Equal(t, other.ID, l.joins(l.arrives("+14155550178", "Hello", nil)).Company.ID)

	seen := func(scope store.Scope) (n int) {
		l.in(func(ctx context.Context, tx store.Tx) {
			listed, err := conversations.ListConversations(ctx, tx, conversations.Query{Scope: scope})
			require.NoError(t, err)
			n = len(listed.Items)
		})
		return n
	}
	require.Equal(t, 4, seen(store.Scope{}))
	require.Equal(t, 1, seen(store.Scope{Limited: true, Companies: []uuid.UUID{other.ID}}))
	require.Equal(t, 0, seen(store.Scope{Limited: true}))
}

func startConversation(t testing.TB, s *store.Store, tenant uuid.UUID, n conversations.NewConversation) (started conversations.Conversation, joined bool, err error) {
	t.Helper()
	err = s.InTenant(t.Context(), tenant, func(ctx context.Context, tx store.Tx) (err error) {
		started, joined, err = conversations.Start(ctx, tx, n)
		return err
	})
	return started, joined, err
}

func sendMessage(t testing.TB, s *store.Store, tenant, conversation uuid.UUID, body string, by store.Actor, at time.Time) (messages.Message, error) {
	t.Helper()
	return store.InTenant(t.Context(), s, tenant, func(ctx context.Context, tx store.Tx) (messages.Message, error) {
		return conversations.Send(ctx, tx, conversation, body, by, at)
	})
}

// starts is what a technician begins with Ana.
func (l *line) starts(change func(*conversations.NewConversation)) (conversations.Conversation, bool) {
	l.t.Helper()
	n := conversations.NewConversation{ContactID: l.ana.ID, Subject: "Your printer", Body: "Is it still burning?", By: l.sam, At: time.Now()}
	if change != nil {
		change(&n)
	}
	c, joined, err := startConversation(l.t, l.store, l.tenant, n)
	require.NoError(l.t, err)
	return c, joined
}

func (l *line) refused(code problem.Code, change func(*conversations.NewConversation)) {
	l.t.Helper()
	n := conversations.NewConversation{ContactID: l.ana.ID, Body: "Hello", By: l.sam, At: time.Now()}
	if change != nil {
		change(&n)
	}
	_, _, err := startConversation(l.t, l.store, l.tenant, n)
	require.ErrorIs(l.t, err, problem.New(code, ""))
}

func TestATechnicianBegins(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	c, joined := l.starts(func(n *conversations.NewConversation) { n.TicketID = "48190" })
	require.False(t, joined)
	require.Equal(t, "48190", c.TicketID)
	require.Equal(t, 0, c.Unread)
	again, joined := l.starts(nil)
	require.True(t, joined)
	require.Equal(t, c.ID, again.ID)
	require.Equal(t, "48190", again.TicketID)
	require.Equal(t, 2, l.count(`SELECT count(*) FROM messages WHERE kind = 'message' AND status = 'claimed' AND sent_by = $1`, "user/"+l.sam.ID.String()))

	due, err := l.conversations().Due(t.Context(), l.tenant, c.ID)
	require.NoError(t, err)
	require.Len(t, due.Outbound, 2)
	require.False(t, due.FirstAnswer, "they did not write first")
	require.False(t, due.Announce)
	require.False(t, due.NeedsTicket)

	ben, abroad := l.person("Ben Ito", ""), l.person("Eva Lind", "+46701234567")
	l.refused(problem.ChannelUnavailable, func(n *conversations.NewConversation) { n.ContactID = ben.ID })
	l.refused(problem.CountryNotAllowed, func(n *conversations.NewConversation) { n.ContactID = abroad.ID })
	l.refused(problem.ValidationFailed, func(n *conversations.NewConversation) { n.Channel = new(uuid.New()) })
	_, _, err = startConversation(t, l.store, l.tenant, conversations.NewConversation{ContactID: l.ana.ID, Body: "Hello", By: l.sam, Scope: store.Scope{Limited: true}, At: time.Now()})
	require.ErrorIs(t, err, store.ErrNotFound)

	l.stops(anasMobile)
	l.refused(problem.ChannelUnavailable, nil)
	_, err = sendMessage(t, l.store, l.tenant, c.ID, "Hello", l.sam, time.Now())
	require.ErrorIs(t, err, problem.New(problem.ChannelUnavailable, ""))
	l.in(func(ctx context.Context, tx store.Tx) {
		stopped, err := conversations.GetConversation(ctx, tx, c.ID)
		require.NoError(t, err)
		require.False(t, stopped.MayWrite())
		closed, _, err := conversations.Close(ctx, tx, c.ID, time.Now())
		require.NoError(t, err)
		require.True(t, closed)
	})
	_, err = sendMessage(t, l.store, l.tenant, c.ID, "Hello", l.sam, time.Now())
	require.ErrorIs(t, err, problem.New(problem.AlreadyClosed, ""))
	require.NotEqual(t, c.ID, l.joins(l.arrives(anasMobile, "Me again", nil)).ID, "a message after the end opens a new one")
}

func (l *line) stops(number string) {
	l.in(func(ctx context.Context, tx store.Tx) {
		_, err := tx.Exec(ctx, `INSERT INTO opt_outs (tenant_id, value_index, source) VALUES ($1, $2, 'reply')`, tx.Tenant, tx.Index("contact-point", number))
		require.NoError(l.t, err)
	})
}

// A conversation with a number does not show it to users without access.
func TestASharedNumberShowsNobodyElsesConversation(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	l.starts(nil)
	ben := l.person("Ben Ito", anasMobile)
	l.refused(problem.Conflict, func(n *conversations.NewConversation) { n.ContactID = ben.ID })
}

func TestTheFirstAnswerAndTheMail(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	limited := store.NewID()
	l.in(func(ctx context.Context, tx store.Tx) {
		require.NoError(t, account.CreateUser(ctx, tx, account.NewUser{ID: limited, Name: "Lee", Email: "lee@bluepeak.example", Role: "technician", Limited: true, Status: "active"}))
		l.channel.NotifyUsers = []uuid.UUID{l.sam.ID, limited}
		require.NoError(t, conversations.UpdateChannel(ctx, tx, l.channel))
	})
	c := l.joins(l.arrives(anasMobile, "The printer is on fire", nil))
	due, err := l.conversations().Due(t.Context(), l.tenant, c.ID)
	require.NoError(t, err)
	require.True(t, due.FirstAnswer && due.Announce && due.NeedsTicket)
	require.Equal(t, 1, due.ToNote)

	l.has(c, "48190")
	for range 2 {
		require.NoError(t, l.conversations().AnswerFirst(t.Context(), l.tenant, c.ID))
		notices, err := l.conversations().Announce(t.Context(), l.tenant, c.ID, "https://console.example")
		require.NoError(t, err)
		require.Len(t, notices, 1, "who may not see the company hears nothing")
		out, mine, err := noticesstore.Outbox{Store: l.store}.ClaimNotice(t.Context(), l.tenant, notices[0])
		require.NoError(t, err)
		if mine {
			require.Equal(t, "sam@bluepeak.example", out.To)
			require.Contains(t, out.Text, "Ana Torres")
			require.Contains(t, out.Text, "https://console.example/messages/"+c.ID.String())
			require.NotContains(t, out.Text+out.Subject+out.HTML, "printer")
		}
	}
	l.in(func(ctx context.Context, tx store.Tx) {
		listed, err := conversations.ListMessages(ctx, tx, c.ID, "", 0)
		require.NoError(t, err)
		require.Len(t, listed.Items, 2)
		require.Equal(t, "conversation_first", listed.Items[0].Kind)
		require.Contains(t, listed.Items[0].Body, "48190")
	})
	due, err = l.conversations().Due(t.Context(), l.tenant, c.ID)
	require.NoError(t, err)
	require.False(t, due.FirstAnswer || due.Announce || due.NeedsTicket)
	require.Len(t, due.Outbound, 1)
}

// written reads what stands in the queue of the conversation's ticket.
func (l *line) written() (kinds, notes []string) {
	l.in(func(ctx context.Context, tx store.Tx) {
		rows, err := tx.Query(ctx, `SELECT id, kind, payload_sealed FROM ticket_writes ORDER BY position`)
		require.NoError(l.t, err)
		defer rows.Close()
		for rows.Next() {
			var id uuid.UUID
			var kind string
			var sealed []byte
			require.NoError(l.t, rows.Scan(&id, &kind, &sealed))
			plain, err := tx.Open("ticket_writes", "payload_sealed", id, sealed)
			require.NoError(l.t, err)
			var payload struct{ Note *ticket.Note }
			require.NoError(l.t, json.Unmarshal([]byte(plain), &payload))
			kinds = append(kinds, kind)
			if payload.Note != nil {
				notes = append(notes, payload.Note.Text)
			}
		}
	})
	return kinds, notes
}

func TestMessagesGoIntoTheTicketOnceAndInOrder(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	old := time.Now().Add(-time.Minute)
	c := l.joins(l.arrives(anasMobile, "second", func(m *text) { m.at, m.sent = old, new(old.Add(-time.Second)) }))
	l.joins(l.arrives(anasMobile, "first", func(m *text) { m.at, m.sent = old.Add(time.Second), new(old.Add(-2*time.Second)) }))
	noted, err := l.conversations().NoteMessages(t.Context(), l.tenant, c.ID)
	require.NoError(t, err)
	require.Zero(t, noted.Messages, "there is no ticket yet")

	l.has(c, "48190")
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() { _, _ = l.conversations().NoteMessages(context.Background(), l.tenant, c.ID) })
	}
	all.Wait()
	_, err = sendMessage(t, l.store, l.tenant, c.ID, "Is it out?", l.sam, old.Add(10*time.Second))
	require.NoError(t, err)
	l.joins(l.arrives(anasMobile, "fresh", func(m *text) { m.at = time.Now() }))
	noted, err = l.conversations().NoteMessages(t.Context(), l.tenant, c.ID)
	require.NoError(t, err)
	require.Equal(t, conversation.Noted{Messages: 1, Integration: l.psa, Ticket: "48190"}, noted, "a fresh one is held back")

	kinds, notes := l.written()
	require.Equal(t, []string{"note", "note", "status", "note"}, kinds)
	require.Equal(t, []string{
		"SMS from Ana Torres (+1 415 ••• ••34):\n> first", "SMS from Ana Torres (+1 415 ••• ••34):\n> second", "SMS to Ana Torres (+1 415 ••• ••34) by Sam Rivera:\n> Is it out?",
	}, notes)
	due, err := l.conversations().Due(t.Context(), l.tenant, c.ID)
	require.NoError(t, err)
	require.Equal(t, 1, due.ToNote)
	require.WithinDuration(t, time.Now().Add(conversation.Hold), due.NoteAt, conversation.Hold)
}

func TestPicturesAreJudgedBeforeTheyAreNoted(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	message := l.arrives(anasMobile, "", func(m *text) {
		m.media = `[{"url":"https://api.twilio.com/1","content_type":"image/jpeg"},{"url":"https://api.twilio.com/2","content_type":"video/mp4"}]`
	})
	c := l.joins(message)
	l.has(c, "48190")
	noted, err := l.conversations().NoteMessages(t.Context(), l.tenant, c.ID)
	require.NoError(t, err)
	require.Zero(t, noted.Messages)
	due, err := l.conversations().Due(t.Context(), l.tenant, c.ID)
	require.NoError(t, err)
	require.Equal(t, []uuid.UUID{message}, due.Pictures)

	pictures, err := l.conversations().Pictures(t.Context(), l.tenant, message)
	require.NoError(t, err)
	pictures[0] = conversation.Judge(pictures[0], "image/jpeg", []byte("\xff\xd8\xff\xe0"))
	pictures[1] = conversation.Refuse(pictures[1], "Only pictures.")
	require.NoError(t, l.conversations().SetPictures(t.Context(), l.tenant, message, pictures))
	noted, err = l.conversations().NoteMessages(t.Context(), l.tenant, c.ID)
	require.NoError(t, err)
	require.Equal(t, 1, noted.Messages)
	kinds, notes := l.written()
	require.Equal(t, []string{"note", "attachment", "status"}, kinds)
	require.Equal(t, []string{"SMS from Ana Torres (+1 415 ••• ••34).\nPicture received (image/jpeg, 1 KB).\nA file was refused: Only pictures."}, notes)
}

func TestSilenceClosesAndStraysAreFound(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	silent := l.joins(l.arrives(anasMobile, "Hello", func(m *text) { m.at = time.Now().AddDate(0, 0, -31) }))
	l.joins(l.arrives(strangers, "Hello", func(m *text) { m.at = time.Now().AddDate(0, 0, -29) }))
	closed, err := conversations.CloseIdle(t.Context(), l.store, l.tenant, time.Now(), 10)
	require.NoError(t, err)
	require.Equal(t, 1, closed)
	l.in(func(ctx context.Context, tx store.Tx) {
		c, err := conversations.GetConversation(ctx, tx, silent.ID)
		require.NoError(t, err)
		require.Equal(t, conversations.ConversationClosed, c.Status)
		require.NotNil(t, c.ClosedAt)
		require.False(t, c.MayWrite())
	})
	require.Equal(t, 1, l.count(`SELECT count(*) FROM audit WHERE action = 'conversation.closed'`))

	now := time.Now()
	strays := func(handed, noted time.Duration) []conversations.Ref {
		refs, err := conversations.Orphaned(t.Context(), l.store, now.Add(-handed), now.Add(-noted), 10)
		require.NoError(t, err)
		return refs
	}
	require.Empty(t, strays(15*time.Second, time.Hour), "messages of a month ago are given up")
	c, _ := l.starts(func(n *conversations.NewConversation) { n.At = now.Add(-20 * time.Second) })
	require.Equal(t, []conversations.Ref{{TenantID: l.tenant, ID: c.ID}}, strays(15*time.Second, time.Hour))
	require.Empty(t, strays(time.Minute, time.Hour))
	require.Equal(t, []conversations.Ref{{TenantID: l.tenant, ID: c.ID}}, strays(time.Hour, 10*time.Second), "it is not noted either")

	due, err := l.conversations().Due(t.Context(), l.tenant, c.ID)
	require.NoError(t, err)
	require.NoError(t, messages.Outbox{Store: l.store, CodeText: techverify.CodeText}.GiveUpMessage(t.Context(), l.tenant, due.Outbound[0]))
	require.Empty(t, strays(15*time.Second, time.Hour))
	require.Equal(t, 1, l.count(`SELECT count(*) FROM messages WHERE status = 'failed' AND error_code = 'gave_up'`))
}

func TestMessagesComeInPages(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	var c conversations.Conversation
	for i := range 5 {
		c = l.joins(l.arrives(anasMobile, fmt.Sprint(i), nil))
	}
	var seen []string
	l.in(func(ctx context.Context, tx store.Tx) {
		for cursor := ""; ; {
			listed, err := conversations.ListMessages(ctx, tx, c.ID, cursor, 2)
			require.NoError(t, err)
			for _, m := range listed.Items {
				seen = append(seen, m.Body)
			}
			if cursor = listed.Next; cursor == "" {
				return
			}
		}
	})
	require.Equal(t, []string{"4", "3", "2", "1", "0"}, seen)
	l.in(func(ctx context.Context, tx store.Tx) {
		_, err := conversations.ListMessages(ctx, tx, c.ID, store.NewID().String(), 2)
		require.ErrorIs(t, err, store.ErrCursor)
		row, err := db.New(tx).ResourceConversation(ctx, c.ID)
		require.NoError(t, err)
		require.NoError(t, conversations.MarkRead(ctx, tx, row))
		listed, err := conversations.ListConversations(ctx, tx, conversations.Query{Unread: true})
		require.NoError(t, err)
		require.Empty(t, listed.Items)
	})
}
