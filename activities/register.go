package activities

import "go.temporal.io/sdk/activity"

// All are the activities of a worker. A test or a replayer that runs none may leave them nil: registering does not call them.
type All struct {
	Sending                 *Sending
	Recording               *Recording
	Mail                    *Mail
	Messages                *Messages
	TechnicianVerifications *TechnicianVerifications
	Tickets                 *Tickets
	Conversations           *Conversations
	Syncs                   *Syncs
	Checks                  *Checks
}

// Registry takes activities under explicit names: a worker or a test environment.
type Registry interface {
	RegisterActivityWithOptions(function any, options activity.RegisterOptions)
}

// Register is the only list of activities. Workers and test environments share it.
func Register(r Registry, a All) {
	for name, function := range a.byName() {
		r.RegisterActivityWithOptions(function, activity.RegisterOptions{Name: name})
	}
}

func (a All) byName() map[string]any {
	return map[string]any{
		VerificationSend:            a.Sending.Send,
		VerificationSendPatiently:   a.Sending.SendPatiently,
		VerificationRecordAttempt:   a.Recording.Attempt,
		VerificationConclude:        a.Recording.Conclude,
		NoticeSend:                  a.Mail.Post,
		MessageSend:                 a.Messages.PostMessage,
		MessageGiveUp:               a.Messages.GiveUpPosting,
		TechnicianVerificationDue:   a.TechnicianVerifications.Due,
		TechnicianVerificationReply: a.TechnicianVerifications.Reply,
		TechnicianVerificationClaim: a.TechnicianVerifications.Claim,
		TechnicianVerificationRenew: a.TechnicianVerifications.Reissue,
		TechnicianVerificationEnd:   a.TechnicianVerifications.End,
		TicketWriteNext:             a.Tickets.WriteNext,
		TicketGiveUp:                a.Tickets.GiveUp,
		TicketWake:                  a.Tickets.SignalWrites,
		ConversationDue:             a.Conversations.DueInConversation,
		ConversationAnnounce:        a.Conversations.AnnounceConversation,
		ConversationRemind:          a.Conversations.RemindOfConversation,
		ConversationAnswerFirst:     a.Conversations.AnswerFirst,
		ConversationOpenTicket:      a.Conversations.OpenTicket,
		ConversationNoteMessages:    a.Conversations.NoteMessages,
		ConversationJudgePictures:   a.Conversations.JudgePictures,
		TicketDefaultDue:            a.Checks.DueCheck,
		TicketDefaultTry:            a.Checks.TryProfile,
		TicketDefaultRemove:         a.Checks.RemoveTried,
		TicketDefaultJudge:          a.Checks.JudgeProfile,
		SyncBegin:                   a.Syncs.BeginSync,
		SyncReadPages:               a.Syncs.ReadPages,
		SyncFail:                    a.Syncs.FailSync,
	}
}
