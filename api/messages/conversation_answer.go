package messages

import (
	"countersign/api/gen"
	"countersign/api/respond"
	"countersign/store/conversations"
)

func conversationAnswer(c conversations.Conversation) gen.Conversation {
	return gen.Conversation{
		ID: c.ID, ContactPoint: c.Masked, Channel: gen.Ref(c.Channel), Status: gen.ConversationStatus(c.Status), Subject: c.Subject,
		TicketID: respond.Present(c.TicketID), Unread: c.Unread, LastText: respond.Present(c.LastText), MayWrite: c.MayWrite(), OpenedAt: c.OpenedAt, LastAt: c.LastAt, ClosedAt: c.ClosedAt,
		Contact: refAnswer(c.Contact), Company: refAnswer(c.Company),
	}
}
