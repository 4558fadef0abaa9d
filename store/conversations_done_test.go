package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"countersign/core/ticket"
	"countersign/store"
	"countersign/store/conversations"
)

// opened gives the conversation a ticket that we made for it.
func (l *line) opened(c conversations.Conversation, ticket string) {
	l.has(c, ticket)
	l.in(func(ctx context.Context, tx store.Tx) {
		_, err := tx.Exec(ctx, `UPDATE conversations SET ticket_tried_at = now() WHERE id = $1`, c.ID)
		require.NoError(l.t, err)
	})
}

func (l *line) closes(c conversations.Conversation) (told *ticket.Key) {
	l.in(func(ctx context.Context, tx store.Tx) {
		var closed bool
		var err error
		closed, told, err = conversations.Close(ctx, tx, c.ID, time.Now())
		require.NoError(l.t, err)
		require.True(l.t, closed)
	})
	return told
}

func withStatusWhenDone(c *conversations.Channel) { c.Defaults[ticket.FieldClosed] = "17" }

func TestAConversationThatIsDoneClosesTheTicketThatWasOpenedForIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*conversations.Channel)
		ticket func(*line, conversations.Conversation)
		noted  bool // before it is closed
		want   []string
		woken  bool
	}{
		"everything stands in the queue": {withStatusWhenDone, func(l *line, c conversations.Conversation) { l.opened(c, "48190") }, true, []string{"note", "status", "status"}, true},
		"a text is still to be noted":    {withStatusWhenDone, func(l *line, c conversations.Conversation) { l.opened(c, "48190") }, false, []string{"note", "status", "status"}, false},
		"the ticket was there before":    {withStatusWhenDone, func(l *line, c conversations.Conversation) { l.has(c, "48190") }, true, []string{"note", "status"}, false},
		"no status is named":             {nil, func(l *line, c conversations.Conversation) { l.opened(c, "48190") }, true, []string{"note", "status"}, false},
		"there is no ticket":             {withStatusWhenDone, func(*line, conversations.Conversation) {}, true, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLine(t, c.change)
			talk := l.joins(l.arrives(anasMobile, "The printer is on fire", nil))
			c.ticket(l, talk)
			notes := func() {
				_, err := l.conversations().NoteMessages(t.Context(), l.tenant, talk.ID)
				require.NoError(t, err)
			}
			if c.noted {
				notes()
			}
			told := l.closes(talk)
			require.Equal(t, c.woken, told != nil)
			notes()
			notes()
			kinds, _ := l.written()
			require.Equal(t, c.want, kinds, "the status of the end is the last, and once")
		})
	}
}

func TestAConversationThatClosesByItselfLeavesItsTicketAlone(t *testing.T) {
	t.Parallel()
	l := newLine(t, withStatusWhenDone)
	talk := l.joins(l.arrives(anasMobile, "The printer is on fire", nil))
	l.opened(talk, "48190")
	closed, err := conversations.CloseIdle(t.Context(), l.store, l.tenant, time.Now().Add(31*24*time.Hour), 10)
	require.NoError(t, err)
	require.Equal(t, 1, closed)
	_, err = l.conversations().NoteMessages(t.Context(), l.tenant, talk.ID)
	require.NoError(t, err)
	kinds, _ := l.written()
	require.Equal(t, []string{"note", "status"}, kinds)
}
