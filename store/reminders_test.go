package store_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"countersign/store"
	"countersign/store/account"
	"countersign/store/conversations"
	noticesstore "countersign/store/notices"
)

// colleague is a technician of the MSP.
func (l *line) colleague(name string, limited bool) uuid.UUID {
	l.t.Helper()
	id := store.NewID()
	l.in(func(ctx context.Context, tx store.Tx) {
		require.NoError(l.t, account.CreateUser(ctx, tx, account.NewUser{ID: id, Name: name, Email: strings.ToLower(name) + "@bluepeak.example", Role: "technician", Limited: limited, AllowUI: true, Status: "active"}))
	})
	return id
}

// ago moves a time of a conversation back.
func (l *line) ago(c conversations.Conversation, column string, by time.Duration) {
	l.in(func(ctx context.Context, tx store.Tx) {
		_, err := tx.Exec(ctx, `UPDATE conversations SET `+column+` = `+column+` - $2::interval WHERE id = $1`, c.ID, by)
		require.NoError(l.t, err)
	})
}

// reminds tells whom one look at unread messages mails; their mails stay as they are.
func (l *line) reminds(c conversations.Conversation) (to []string) {
	l.t.Helper()
	done, err := l.conversations().Remind(l.t.Context(), l.tenant, c.ID, "https://console.example")
	require.NoError(l.t, err)
	for _, notice := range done.Notices {
		out, mine, err := noticesstore.Outbox{Store: l.store}.ClaimNotice(l.t.Context(), l.tenant, notice)
		require.NoError(l.t, err)
		require.True(l.t, mine)
		require.NoError(l.t, noticesstore.Outbox{Store: l.store}.ReleaseNotice(l.t.Context(), l.tenant, notice))
		require.Contains(l.t, out.Text, "wrote to Help desk by SMS, and nobody has read it yet.")
		require.Contains(l.t, out.Text, "https://console.example/messages/"+c.ID.String())
		require.NotContains(l.t, out.Text+out.Subject+out.HTML, "burns")
		to = append(to, out.To)
	}
	return to
}

func TestMessagesThatNobodyReadsAreTold(t *testing.T) {
	t.Parallel()
	l := newLine(t, nil)
	owner, limited := l.colleague("Mia", false), l.colleague("Lee", true)
	l.in(func(ctx context.Context, tx store.Tx) {
		l.channel.NotifyUsers = []uuid.UUID{l.sam.ID, limited}
		require.NoError(t, conversations.UpdateChannel(ctx, tx, l.channel))
	})
	waits := func(c *text) { c.at = time.Now().Add(-6 * time.Minute) }
	c := l.joins(l.arrives(anasMobile, "The printer is on fire", waits))
	_, err := l.conversations().Announce(t.Context(), l.tenant, c.ID, "https://console.example")
	require.NoError(t, err)
	require.Empty(t, l.reminds(c), "the mail about the conversation told of the first message")

	l.joins(l.arrives(anasMobile, "It still burns", waits))
	require.Empty(t, l.reminds(c), "the mail of a moment ago is enough")
	l.ago(c, "told_at", time.Hour)
	require.Equal(t, []string{"sam@bluepeak.example"}, l.reminds(c), "who may not see the company hears nothing")
	require.Equal(t, []string{"sam@bluepeak.example"}, l.reminds(c), "a repeated step names the same mail")
	l.ago(c, "told_at", time.Hour)
	require.Empty(t, l.reminds(c), "one mail tells of what came before it")

	l.joins(l.arrives(anasMobile, "Hello?", waits))
	l.in(func(ctx context.Context, tx store.Tx) {
		row, err := conversations.Load(ctx, tx, c.ID)
		require.NoError(t, err)
		_, err = conversations.Assign(ctx, tx, row, &owner)
		require.NoError(t, err)
	})
	require.Equal(t, []string{"mia@bluepeak.example"}, l.reminds(c), "whose conversation it is")

	l.joins(l.arrives(anasMobile, "Anybody?", waits))
	l.ago(c, "told_at", time.Hour)
	l.in(func(ctx context.Context, tx store.Tx) {
		_, err := tx.Exec(ctx, `UPDATE users SET notify_email = false WHERE id = $1`, owner)
		require.NoError(t, err)
	})
	require.Equal(t, []string{"sam@bluepeak.example"}, l.reminds(c), "an owner who gets no mails")

	l.joins(l.arrives(anasMobile, "One more", waits))
	l.ago(c, "told_at", time.Hour)
	l.in(func(ctx context.Context, tx store.Tx) {
		row, err := conversations.Load(ctx, tx, c.ID)
		require.NoError(t, err)
		require.NoError(t, conversations.MarkRead(ctx, tx, row))
	})
	require.Empty(t, l.reminds(c), "somebody has read it")
}
