package activities

// Names of activities as Temporal stores them: in histories, and in tasks that wait for a worker. A stored name never changes, even when the Go method is
// called, because a running workflow would not find its activity, or would not replay. docs/decisions/009-stored-names-are-constants.md says why.
//
// These names were given before activities were named after their domain. The list is complete: a new activity is named "<domain>.<Verb>", as in "push.Send".
const (
	VerificationSend            = "Send"
	VerificationSendPatiently   = "SendPatiently"
	VerificationRecordAttempt   = "Guess"
	VerificationConclude        = "Conclude"
	NoticeSend                  = "Post"
	MessageSend                 = "PostMessage"
	MessageGiveUp               = "GiveUpPosting"
	TechnicianVerificationDue   = "RequestDue"
	TechnicianVerificationReply = "HearRequest"
	TechnicianVerificationClaim = "ClaimRequest"
	TechnicianVerificationRenew = "ReissueRequest"
	TechnicianVerificationEnd   = "EndRequest"
	TicketWriteNext             = "WriteNext"
	TicketGiveUp                = "GiveUp"
	TicketWake                  = "Wake"
	ConversationDue             = "DueInConversation"
	ConversationAnnounce        = "AnnounceConversation"
	ConversationAnswerFirst     = "AnswerFirst"
	ConversationOpenTicket      = "OpenTicket"
	ConversationNoteMessages    = "NoteMessages"
	ConversationJudgePictures   = "JudgePictures"
	TicketDefaultDue            = "DueCheck"
	TicketDefaultTry            = "TryProfile"
	TicketDefaultRemove         = "RemoveTried"
	TicketDefaultJudge          = "JudgeProfile"
	SyncBegin                   = "BeginSync"
	SyncReadPages               = "ReadOn"
	SyncFail                    = "GiveSyncUp"
)

// ConversationRemind writes the mails about messages that nobody has read.
const ConversationRemind = "conversation.Remind"
